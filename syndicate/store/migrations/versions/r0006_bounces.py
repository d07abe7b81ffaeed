"""What does this step change? Reports of mails that came back."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from syndicate.store.columns import Instant

revision = "0006"
down_revision = "0005"

SERIAL = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add the reports."""
    metadata = MetaData()
    Table("subscribers", metadata, Column("id", SERIAL, primary_key=True))
    bounces = Table(
        "bounces",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column(
            "subscriber_id",
            SERIAL,
            ForeignKey("subscribers.id", name="fk_bounces_subscriber_id"),
            nullable=False,
        ),
        Column("kind", String, nullable=False),
        Column("at", Instant, nullable=False),
        Column("key", String, nullable=False),
        Column("status", String, nullable=False),
        Column("said", Text, nullable=False),
        UniqueConstraint("key", name="uq_bounces_key"),
        Index("ix_bounces_subscriber", "subscriber_id", "at"),
    )
    bounces.create(op.get_bind())
