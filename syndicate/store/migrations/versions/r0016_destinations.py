"""What does this step change? Mail waits for its destination, and each kind is found at once.

What waited before waits for none.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Text,
    text,
)

from syndicate.store.columns import Instant

revision = "0016"
down_revision = "0015"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_FRESH = "status = 'pending' AND waits_for IS NULL"


def upgrade() -> None:
    """Add the tables and the column; index what waits by its kind."""
    op.create_table(
        "destinations",
        Column("name", String, primary_key=True),
        Column("full_at", Instant),
        Column("next_at", Instant),
        Column("strikes", Integer, nullable=False, server_default=text("0")),
        Column("trips", Integer, nullable=False, server_default=text("0")),
        Column("probing", Boolean, nullable=False, server_default=text("false")),
        Column("since", Instant),
        Column("said", Text, nullable=False, server_default=""),
    )
    op.create_table(
        "seats",
        Column("destination", String, ForeignKey("destinations.name"), primary_key=True),
        Column("batch_id", SERIAL, ForeignKey("batches.id"), primary_key=True, autoincrement=False),
    )
    op.add_column("deliveries", Column("waits_for", String))
    for old in ("urgent", "waiting"):
        op.drop_index(f"ix_deliveries_{old}", "deliveries")
    _index(
        "letters",
        ["notice_id", "edition_id", "id"],
        f"{_FRESH} AND edition_id IS NULL AND notice_id IS NULL",
    )
    _index("notices", ["id"], f"{_FRESH} AND notice_id IS NOT NULL")
    _index("digests", ["id"], f"{_FRESH} AND edition_id IS NOT NULL")
    kept = ["waits_for", "edition_id", "notice_id", "id"]
    _index("kept", kept, "status = 'pending' AND waits_for IS NOT NULL")


def _index(name: str, columns: list[str], what: str) -> None:
    where = text(what)
    op.create_index(
        f"ix_deliveries_{name}", "deliveries", columns, sqlite_where=where, postgresql_where=where
    )
