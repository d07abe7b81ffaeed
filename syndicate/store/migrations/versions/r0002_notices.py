"""What does this step change? Mails outside the schedule, and the mails that they answer."""

from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.store.columns import Instant, Strings

revision = "0002"
down_revision = "0001"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_URGENT = "status = 'pending' AND notice_id IS NOT NULL"


def upgrade() -> None:
    """Add notices, and what cohorts and deliveries know of them."""
    notices, carriers = _tables()
    notices.create(op.get_bind())
    with op.batch_alter_table("cohorts", naming_convention=_NAMES) as cohorts:
        cohorts.add_column(Column("notice_id", SERIAL))
        cohorts.add_column(Column("newsletter_id", SERIAL))
        _refer(cohorts, "cohorts", notice_id="notices", newsletter_id="newsletters")
        unique = ["notice_id", "newsletter_id", "items_key"]
        cohorts.create_unique_constraint("uq_cohorts_notice_id_newsletter_id_items_key", unique)
    carriers.create(op.get_bind())
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("deliveries", table_kwargs=kept, naming_convention=_NAMES) as ledger:
        ledger.add_column(Column("notice_id", SERIAL))
        ledger.add_column(Column("answers", SERIAL))
        _refer(ledger, "deliveries", notice_id="notices", answers="deliveries")
        ledger.create_unique_constraint(
            "uq_deliveries_notice_id_subscriber_id", ["notice_id", "subscriber_id"]
        )
    where = text(_URGENT)
    name, columns = "ix_deliveries_urgent", ["id"]
    op.create_index(name, "deliveries", columns, sqlite_where=where, postgresql_where=where)


_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _refer(batch: BatchOperations, table: str, **columns: str) -> None:
    for column, other in columns.items():
        batch.create_foreign_key(f"fk_{table}_{column}", other, [column], ["id"])


def _tables() -> tuple[Table, Table]:
    """Return the new tables, beside stubs of those that they refer to."""
    metadata = MetaData(naming_convention=_NAMES)
    Table("cohorts", metadata, Column("id", SERIAL, primary_key=True))
    numbers = ("article_id", "number")
    Table("revisions", metadata, Column(numbers[0], Uuid), Column(numbers[1], Integer))
    notices = Table(
        "notices",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("article_id", Uuid, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created", Instant, nullable=False),
        Column("due", Instant, nullable=False),
        Column("status", String, nullable=False),
        Column("wrong", Strings, nullable=False),
        Column("since", Integer),
        Column("repeat_error", Boolean, nullable=False),
        Column("told", Integer, nullable=False),
        Column("untold", Text, nullable=False),
        UniqueConstraint("article_id", "revision"),
        ForeignKeyConstraint(["article_id", "revision"], [f"revisions.{n}" for n in numbers]),
        Index("ix_notices_status", "status"),
        sqlite_autoincrement=True,
    )
    carriers = Table(
        "notice_carriers",
        metadata,
        _key("notice_id", "notices.id"),
        _key("cohort_id", "cohorts.id"),
    )
    return notices, carriers


def _key(name: str, other: str) -> Column[int]:
    return Column(name, SERIAL, ForeignKey(other), primary_key=True, autoincrement=False)
