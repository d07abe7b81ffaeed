"""Which tables hold what is owed to programs outside: subscribers of the hub, hubs, webhooks?"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.domain.changes import Change
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.webhooks import CallStatus
from syndicate.domain.websub import Mode
from syndicate.store.columns import Instant, Word
from syndicate.store.tables.schema import SERIAL, metadata

hub_topics = Table(
    "hub_topics",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("feed", String, nullable=False),
    Column("format", Word(FeedFormat), nullable=False),
    Column("etag", String, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("touches", Integer, nullable=False, server_default=text("1")),
    Column("seen", Integer, nullable=False, server_default=text("0")),
    Column("open", Boolean, nullable=False),
    UniqueConstraint("feed", "format"),
    Index("ix_hub_topics_open", "id", sqlite_where=text("open"), postgresql_where=text("open")),
    sqlite_autoincrement=True,
)

hub_callbacks = Table(
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
    Index("ix_hub_callbacks_behind", "topic_id", "version", "host"),
    Index("ix_hub_callbacks_host", "host"),
    Index("ix_hub_callbacks_until", "until"),
    sqlite_autoincrement=True,
)

hub_intents = Table(
    "hub_intents",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("topic_id", SERIAL, ForeignKey("hub_topics.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("host", String, nullable=False),
    Column("mode", Word(Mode), nullable=False),
    Column("secret", Text, nullable=False),
    Column("lease", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Instant),
    UniqueConstraint("topic_id", "url"),
    Index("ix_hub_intents_host", "host"),
    sqlite_autoincrement=True,
)

pings = Table(
    "pings",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("hub", Text, nullable=False),
    Column("feed", String, nullable=False),
    Column("format", Word(FeedFormat), nullable=False),
    Column("touches", Integer, nullable=False, server_default=text("0")),
    Column("began", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Instant),
    Column("said", Text, nullable=False, server_default=""),
    UniqueConstraint("hub", "feed", "format"),
    sqlite_autoincrement=True,
)

webhook_calls = Table(
    "webhook_calls",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("webhook", String, nullable=False),
    Column("key", String, nullable=False),
    Column("seq", SERIAL, nullable=False),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("change", Word(Change), nullable=False),
    Column("number", Integer, nullable=False),
    Column("recorded", Instant, nullable=False),
    Column("status", Word(CallStatus), nullable=False),
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
