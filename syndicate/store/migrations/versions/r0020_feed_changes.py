"""What does this step change? Which documents of feeds changed is numbered."""

from alembic import op
from sqlalchemy import BigInteger, Column, Index, MetaData, String, Table

revision = "0020"
down_revision = "0019"

_NAMES = {"ix": "ix_%(column_0_N_label)s", "pk": "pk_%(table_name)s"}


def upgrade() -> None:
    """Make the table; who never looked before looks at every document."""
    table = Table(
        "feed_changes",
        MetaData(naming_convention=_NAMES),
        Column("name", String, primary_key=True),
        Column("number", BigInteger, nullable=False),
        Index("ix_feed_changes_number", "number", "name"),
    )
    table.create(op.get_bind())
