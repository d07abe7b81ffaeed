"""Which tables hold who reads what, and with whose consent?"""

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

from syndicate.domain.audience import ConsentAction, SubscriptionStatus, SuppressionReason
from syndicate.domain.bounces import BounceKind
from syndicate.domain.requests import Wanted
from syndicate.domain.wishes import Frequency
from syndicate.store.columns import Instant, Strings, Word
from syndicate.store.tables.schema import SERIAL, metadata

newsletters = Table(
    "newsletters",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False, unique=True),
    Column("title", String, nullable=False),
    Column("schedule", String, nullable=False),
    Column("timezone", String, nullable=False),
    Column("reader_time", Boolean, nullable=False),
    Column("sections", Strings, nullable=False),
    Column("template", String, nullable=False),
    Column("sender", String, nullable=False),
    Column("late_limit", Integer, nullable=False),
    Column("send_empty", Boolean, nullable=False),
    Column("paused", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("resumed", Instant),
    Column("approval", Boolean, nullable=False, server_default=text("false")),
    sqlite_autoincrement=True,
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("email", String, nullable=False, unique=True),
    Column("timezone", String, nullable=False),
    Column("created", Instant, nullable=False),
    Column("frequency", Word(Frequency), nullable=False, server_default=Frequency.EVERY.value),
    Column("sections", Strings, nullable=False, server_default="[]"),
    Column("paused_until", Instant),
    Column("plain_text", Boolean, nullable=False, server_default=text("false")),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column(
        "subscriber_id", SERIAL, ForeignKey("subscribers.id"), primary_key=True, autoincrement=False
    ),
    Column(
        "newsletter_id", SERIAL, ForeignKey("newsletters.id"), primary_key=True, autoincrement=False
    ),
    Column("status", Word(SubscriptionStatus), nullable=False),
    Column("since", Instant, nullable=False),
    Column("told_until", Instant),
    Index("ix_subscriptions_audience", "newsletter_id", "status", "subscriber_id"),
)

followings = Table(
    "followings",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("subscriber_id", SERIAL, ForeignKey("subscribers.id"), nullable=False),
    Column("subject", String, nullable=False),
    Column("article_id", Uuid, ForeignKey("articles.id")),
    Column("status", Word(SubscriptionStatus), nullable=False),
    Column("since", Instant, nullable=False),
    UniqueConstraint("subscriber_id", "subject"),
    Index("ix_followings_audience", "subject", "status", "subscriber_id"),
    Index(
        "ix_followings_lapsing",
        "since",
        sqlite_where=text("status = 'active' AND article_id IS NOT NULL"),
        postgresql_where=text("status = 'active' AND article_id IS NOT NULL"),
    ),
    sqlite_autoincrement=True,
)

consents = Table(
    "consents",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("subscriber_id", SERIAL, ForeignKey("subscribers.id"), nullable=False),
    Column("newsletter_id", SERIAL, ForeignKey("newsletters.id")),
    Column("following_id", SERIAL, ForeignKey("followings.id")),
    Column("action", Word(ConsentAction), nullable=False),
    Column("how", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("trace", String),
    Index("ix_consents_subscriber", "subscriber_id"),
    Index(
        "ix_consents_traced",
        "at",
        sqlite_where=text("trace IS NOT NULL"),
        postgresql_where=text("trace IS NOT NULL"),
    ),
)

requests = Table(
    "requests",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("wanted", Word(Wanted), nullable=False),
    Column("email", String, nullable=False),
    Column("names", Strings, nullable=False),
    Column("words", Strings, nullable=False),
    Column("timezone", String, nullable=False),
    Column("trace", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_requests_at", "at"),
    Index("ix_requests_email", "email"),
    sqlite_autoincrement=True,
)

asked_from = Table(
    "asked_from",
    metadata,
    Column("network", String, primary_key=True),
    Column("hour", Instant, primary_key=True),
    Column("asked", Integer, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    Column("email", String, primary_key=True),
    Column("reason", Word(SuppressionReason), nullable=False),
    Column("at", Instant, nullable=False),
)

bounces = Table(
    "bounces",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("subscriber_id", SERIAL, ForeignKey("subscribers.id"), nullable=False),
    Column("kind", Word(BounceKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("key", String, nullable=False, unique=True),
    Column("status", String, nullable=False),
    Column("said", Text, nullable=False),
    Index("ix_bounces_subscriber", "subscriber_id", "at"),
    Index("ix_bounces_at", "at"),
)
