"""What does this step change? What is owed to programs outside is kept: hub, pings, webhooks."""

from alembic import op
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
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.store.columns import Instant

revision = "0021"
down_revision = "0020"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def upgrade() -> None:
    """Add the tables; nothing is owed yet."""
    metadata = MetaData(naming_convention=_NAMES)
    articles = Table("articles", metadata, Column("id", Uuid, primary_key=True))
    for add in (_topics, _callbacks, _intents, _pings, _calls):
        add(metadata)
    metadata.create_all(op.get_bind(), [t for t in metadata.sorted_tables if t is not articles])


def _topics(metadata: MetaData) -> None:
    Table(
        "hub_topics",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("feed", String, nullable=False),
        Column("format", String, nullable=False),
        Column("etag", String, nullable=False),
        Column("version", Integer, nullable=False, server_default=text("0")),
        Column("touches", Integer, nullable=False, server_default=text("1")),
        Column("seen", Integer, nullable=False, server_default=text("0")),
        Column("open", Boolean, nullable=False),
        UniqueConstraint("feed", "format"),
        Index("ix_hub_topics_open", "id", sqlite_where=text("open"), postgresql_where=text("open")),
        sqlite_autoincrement=True,
    )


def _callbacks(metadata: MetaData) -> None:
    Table(
        "hub_callbacks",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("topic_id", SERIAL, ForeignKey("hub_topics.id"), nullable=False),
        Column("url", Text, nullable=False),
        Column("host", String, nullable=False),
        Column("secret", Text, nullable=False),
        Column("since", Instant, nullable=False),
        Column("until", Instant, nullable=False),
        Column("version", Integer, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("not_before", Instant),
        Column("said", Text, nullable=False, server_default=""),
        UniqueConstraint("topic_id", "url"),
        Index("ix_hub_callbacks_behind", "topic_id", "version"),
        Index("ix_hub_callbacks_host", "host"),
        Index("ix_hub_callbacks_until", "until"),
        sqlite_autoincrement=True,
    )


def _intents(metadata: MetaData) -> None:
    Table(
        "hub_intents",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("topic_id", SERIAL, ForeignKey("hub_topics.id"), nullable=False),
        Column("url", Text, nullable=False),
        Column("host", String, nullable=False),
        Column("mode", String, nullable=False),
        Column("secret", Text, nullable=False),
        Column("lease", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("not_before", Instant),
        UniqueConstraint("topic_id", "url"),
        Index("ix_hub_intents_host", "host"),
        sqlite_autoincrement=True,
    )


def _pings(metadata: MetaData) -> None:
    Table(
        "pings",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("hub", Text, nullable=False),
        Column("feed", String, nullable=False),
        Column("format", String, nullable=False),
        Column("touches", Integer, nullable=False, server_default=text("0")),
        Column("began", Instant, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("not_before", Instant),
        Column("said", Text, nullable=False, server_default=""),
        UniqueConstraint("hub", "feed", "format"),
        sqlite_autoincrement=True,
    )


def _calls(metadata: MetaData) -> None:
    Table(
        "webhook_calls",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("webhook", String, nullable=False),
        Column("key", String, nullable=False),
        Column("seq", SERIAL, nullable=False),
        Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
        Column("change", String, nullable=False),
        Column("number", Integer, nullable=False),
        Column("recorded", Instant, nullable=False),
        Column("status", String, nullable=False),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column("began", Instant, nullable=False),
        Column("not_before", Instant),
        Column("said", Text, nullable=False, server_default=""),
        Column("settled", Instant),
        UniqueConstraint("webhook", "seq"),
        Index(
            "ix_webhook_calls_waiting",
            "id",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index("ix_webhook_calls_settled", "settled"),
        sqlite_autoincrement=True,
    )
