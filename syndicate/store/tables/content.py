"""Which tables hold articles, their revisions and what became of them?"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.domain.articles import Kind, Severity, Status
from syndicate.domain.changes import Change
from syndicate.store.columns import Instant, Strings, Word
from syndicate.store.tables.schema import SERIAL, metadata

articles = Table(
    "articles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("status", Word(Status), nullable=False),
    Column("head", Integer, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("first_published", Instant),
    Column("updated", Instant),
    Column("edited", Instant),
    Column("recorded", Instant, nullable=False),
    Column("publish_at", Instant),
    Column("embargo", Instant),
    Column("unknown", Strings, nullable=False, server_default="[]"),
    Index(
        "ix_articles_due",
        "publish_at",
        sqlite_where=text("publish_at IS NOT NULL"),
        postgresql_where=text("publish_at IS NOT NULL"),
    ),
    Index("ix_articles_recorded", "recorded", "id"),
    Index(
        "ix_articles_taken_down",
        "id",
        sqlite_where=text("status = 'taken-down'"),
        postgresql_where=text("status = 'taken-down'"),
    ),
)

slugs = Table(
    "slugs",
    metadata,
    Column("slug", String, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
    Index("ix_slugs_article", "article_id"),  # SQLite never takes the one below to find any
    Index(
        "uq_slugs_current",
        "article_id",
        unique=True,
        sqlite_where=text("current"),
        postgresql_where=text("current"),
    ),
)

sources = Table(
    "sources",
    metadata,
    Column("key", String, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("head", Integer, nullable=False),
    Column("status", Word(Status), nullable=False),
    Column("until", Instant, nullable=False),
    Column("alike", Integer, nullable=False),
    Column("states", Integer, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("content", Text, nullable=False),
    Column("saved", Instant, nullable=False),
    Column("based_on", Integer, nullable=False),
    Column("unknown", Strings, nullable=False),
    Column("past", Text, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("editor", String, nullable=False),
    Column("aside", Boolean, nullable=False),
    Column("replaces", BigInteger, nullable=False),
    Index("ix_drafts_article", "article_id"),
    Index(
        "uq_drafts_to_publish",
        "article_id",
        unique=True,
        sqlite_where=text("NOT aside"),
        postgresql_where=text("NOT aside"),
    ),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("article_id", Uuid, ForeignKey("articles.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Word(Kind), nullable=False),
    Column("note", Text),
    Column("severity", Word(Severity)),
    Column("premise", Boolean, nullable=False),
    Column("content", Text),
    Column("salt", LargeBinary),
    Column("content_hash", LargeBinary),
    Column("chain_hash", LargeBinary, nullable=False),
    Column("published", Instant, nullable=False),
    Column("recorded", Instant, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("editor", String, nullable=False, server_default=""),
    Column("redacted", Instant),
    Column("redaction_reason", String),
    CheckConstraint("number >= 1", name="numbered_from_one"),
    CheckConstraint(
        "redacted IS NULL OR (content IS NULL AND salt IS NULL AND note IS NULL)",
        name="redaction_deletes",
    ),
    Index("ix_revisions_recorded", "recorded"),
)

log = Table(
    "log",
    metadata,
    Column("seq", SERIAL, primary_key=True, autoincrement=False),
    Column("article_id", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Word(Kind), nullable=False),
    Column("published", Instant, nullable=False),
    Column("recorded", Instant, nullable=False),
    Column("chain_hash", LargeBinary, nullable=False),
    Column("log_hash", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "number"),
    ForeignKeyConstraint(["article_id", "number"], ["revisions.article_id", "revisions.number"]),
)

losses = Table(
    "losses",
    metadata,
    Column("article_id", Uuid, ForeignKey("articles.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("mails", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", SERIAL, primary_key=True, autoincrement=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("change", Word(Change), nullable=False),
    Column("number", Integer, nullable=False),
    Column("recorded", Instant, nullable=False),
    Column("quiet", Boolean, nullable=False),
    Column("relayed", Instant),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("error", Text),
    Index(
        "ix_outbox_waiting",
        "seq",
        sqlite_where=text("relayed IS NULL"),
        postgresql_where=text("relayed IS NULL"),
    ),
    sqlite_autoincrement=True,
)
