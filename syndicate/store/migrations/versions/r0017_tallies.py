"""What does this step change? Receipts can become counts; what was not sent is found by cohort."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, text

from syndicate.store.columns import Instant

revision = "0017"
down_revision = "0016"

SERIAL = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the counts, and the indexes by which receipts are counted and deleted."""
    op.add_column("cohorts", Column("compacted", Instant))
    op.create_table(
        "tallies",
        Column(
            "cohort_id", SERIAL, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False
        ),
        Column("status", String, primary_key=True),
        Column("number", Integer, nullable=False),
    )
    op.create_index("ix_notice_carriers_cohort", "notice_carriers", ["cohort_id"])
    op.create_index("ix_bounces_at", "bounces", ["at"])
    _index("ix_cohorts_to_compact", "cohorts", ["created", "id"], "compacted IS NULL")
    _index("ix_deliveries_answers", "deliveries", ["answers"], "answers IS NOT NULL")
    unsent = "status IN ('failed', 'cancelled', 'in-doubt')"
    _index("ix_deliveries_unsent", "deliveries", ["cohort_id"], unsent)


def _index(name: str, table: str, columns: list[str], what: str) -> None:
    where = text(what)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
