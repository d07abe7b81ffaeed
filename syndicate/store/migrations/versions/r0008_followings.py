"""What does this step change? Readers follow articles, authors and tags."""

from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.store.columns import Instant, Strings

revision = "0008"
down_revision = "0007"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_FOLLOWED = text("subject_followed IS NOT NULL")
_LAPSING = text("status = 'active' AND article_id IS NOT NULL")


def upgrade() -> None:
    """Add followings, and what consents, notices, cohorts and deliveries know of them."""
    _followings().create(op.get_bind())
    with op.batch_alter_table("consents", naming_convention=_NAMES) as consents:
        consents.alter_column("newsletter_id", existing_type=SERIAL, nullable=True)
        _follow(consents, "consents")
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("notices", table_kwargs=kept, naming_convention=_NAMES) as notices:
        notices.add_column(Column("subjects", Strings, nullable=False, server_default="[]"))
        told = Column("to_mailed", Boolean, nullable=False, server_default=text("true"))
        notices.add_column(told)
    with op.batch_alter_table("cohorts", naming_convention=_NAMES) as cohorts:
        cohorts.add_column(Column("subject_followed", String))
        unique = ["notice_id", "subject_followed", "items_key"]
        cohorts.create_unique_constraint("uq_cohorts_notice_id_subject_followed_items_key", unique)
    name, columns = "ix_cohorts_followed", ["subject_followed"]
    op.create_index(name, "cohorts", columns, sqlite_where=_FOLLOWED, postgresql_where=_FOLLOWED)
    with op.batch_alter_table("deliveries", table_kwargs=kept, naming_convention=_NAMES) as ledger:
        _follow(ledger, "deliveries")


_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def _follow(batch: BatchOperations, table: str) -> None:
    batch.add_column(Column("following_id", SERIAL))
    batch.create_foreign_key(f"fk_{table}_following_id", "followings", ["following_id"], ["id"])


def _followings() -> Table:
    """Return the new table, beside stubs of those that it refers to."""
    metadata = MetaData(naming_convention=_NAMES)
    Table("subscribers", metadata, Column("id", SERIAL, primary_key=True))
    Table("articles", metadata, Column("id", Uuid, primary_key=True))
    return Table(
        "followings",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("subscriber_id", SERIAL, ForeignKey("subscribers.id"), nullable=False),
        Column("subject", String, nullable=False),
        Column("article_id", Uuid, ForeignKey("articles.id")),
        Column("status", String, nullable=False),
        Column("since", Instant, nullable=False),
        UniqueConstraint("subscriber_id", "subject"),
        Index("ix_followings_audience", "subject", "status", "subscriber_id"),
        Index(
            "ix_followings_lapsing",
            "since",
            sqlite_where=_LAPSING,
            postgresql_where=_LAPSING,
        ),
        sqlite_autoincrement=True,
    )
