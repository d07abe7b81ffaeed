"""What does this step change? Consents keep a trace for a while; networks are counted."""

from alembic import op
from sqlalchemy import Column, Integer, String, text

from syndicate.store.columns import Instant

revision = "0015"
down_revision = "0014"

_TRACED = text("trace IS NOT NULL")


def upgrade() -> None:
    """Add both; consents so far have no trace."""
    op.create_table(
        "asked_from",
        Column("network", String, primary_key=True),
        Column("hour", Instant, primary_key=True),
        Column("asked", Integer, nullable=False),
    )
    op.add_column("consents", Column("trace", String))
    name = "ix_consents_traced"
    op.create_index(name, "consents", ["at"], sqlite_where=_TRACED, postgresql_where=_TRACED)
