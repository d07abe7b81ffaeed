"""What does this step change? What is asked for by a form is kept until it is done."""

from alembic import op
from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

from syndicate.store.columns import Instant

revision = "0023"
down_revision = "0022"

SERIAL = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the table; nothing waits."""
    requests = Table(
        "requests",
        MetaData(),
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("wanted", String, nullable=False),
        Column("email", String, nullable=False),
        Column("names", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("timezone", String, nullable=False),
        Column("trace", String, nullable=False),
        Column("at", Instant, nullable=False),
        Index("ix_requests_at", "at"),
        Index("ix_requests_email", "email"),
        sqlite_autoincrement=True,
    )
    requests.create(op.get_bind())
