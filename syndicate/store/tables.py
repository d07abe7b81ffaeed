"""Which tables are there? One definition for SQLite and PostgreSQL."""

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
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.domain.articles import Kind, Severity, Status
from syndicate.domain.audience import ConsentAction, SubscriptionStatus, SuppressionReason
from syndicate.domain.bounces import BounceKind
from syndicate.domain.changes import Change, DigestAs
from syndicate.domain.counting import Counted
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.notices import NoticeStatus
from syndicate.store.columns import Instant, Strings, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

SERIAL = BigInteger().with_variant(Integer, "sqlite")

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
)

slugs = Table(
    "slugs",
    metadata,
    Column("slug", String, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("since", Instant, nullable=False),
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

feeds = Table(
    "feeds",
    metadata,
    Column("name", String, primary_key=True),
    Column("label", String, nullable=False),
)

feed_members = Table(
    "feed_members",
    metadata,
    Column("feed", String, primary_key=True),
    Column("urn", String, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("updated", Instant, nullable=False),
    Index("ix_feed_members_newest", "feed", text("updated DESC"), "urn"),
    Index("ix_feed_members_article", "article_id"),
)

feed_entries = Table(
    "feed_entries",
    metadata,
    Column("urn", String, primary_key=True),
    Column("format", Word(FeedFormat), primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_feed_entries_article", "article_id"),
)

feed_documents = Table(
    "feed_documents",
    metadata,
    Column("name", String, primary_key=True),
    Column("format", Word(FeedFormat), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("etag", String, nullable=False),
    Column("last_modified", Instant, nullable=False),
    Column("updated", Instant, nullable=False),
)

rendered_under = Table(
    "rendered_under",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("site", String, nullable=False),
    Column("policy", String, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

counts = Table(
    "counts",
    metadata,
    Column("article_id", Uuid, ForeignKey("articles.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("what", Word(Counted), nullable=False),
    Column("month", String, nullable=False),
    Column("section", String, nullable=False),
    Column("delay", Integer),
    *(
        Index(
            f"ix_counts_{name}",
            *columns,
            sqlite_where=text("delay IS NOT NULL"),
            postgresql_where=text("delay IS NOT NULL"),
        )
        for name, columns in (
            ("delay", ("delay",)),
            ("delay_of_month", ("month", "delay")),
        )
    ),
)

count_cells = Table(
    "count_cells",
    metadata,
    Column("what", Word(Counted), primary_key=True),
    Column("month", String, primary_key=True),
    Column("section", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

counted_in = Table(
    "counted_in",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timezone", String, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

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
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("email", String, nullable=False, unique=True),
    Column("timezone", String, nullable=False),
    Column("created", Instant, nullable=False),
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
    Index("ix_consents_subscriber", "subscriber_id"),
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
)

editions = Table(
    "editions",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("newsletter_id", SERIAL, ForeignKey("newsletters.id"), nullable=False),
    Column("period_key", String, nullable=False),
    Column("due", Instant, nullable=False),
    Column("status", Word(EditionStatus), nullable=False),
    Column("fault", Text, nullable=False, server_default=""),
    UniqueConstraint("newsletter_id", "period_key"),
    Index("ix_editions_status", "status"),
)

waves = Table(
    "waves",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("edition_id", SERIAL, ForeignKey("editions.id"), nullable=False),
    Column("due", Instant, nullable=False),
    Column("timezones", Strings, nullable=False),
    Column("seen_from", Instant),
    Column("seen_to", Instant),
    Column("status", Word(EditionStatus), nullable=False),
    UniqueConstraint("edition_id", "due"),
    Index("ix_waves_due", "status", "due"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("article_id", Uuid, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("status", Word(NoticeStatus), nullable=False),
    Column("wrong", Strings, nullable=False),
    Column("since", Integer),
    Column("repeat_error", Boolean, nullable=False),
    Column("told", Integer, nullable=False),
    Column("untold", Text, nullable=False),
    Column("subjects", Strings, nullable=False, server_default="[]"),
    Column("to_mailed", Boolean, nullable=False, server_default=text("true")),
    UniqueConstraint("article_id", "revision"),
    ForeignKeyConstraint(["article_id", "revision"], ["revisions.article_id", "revisions.number"]),
    Index("ix_notices_status", "status"),
    sqlite_autoincrement=True,
)

cohorts = Table(
    "cohorts",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("edition_id", SERIAL, ForeignKey("editions.id")),
    Column("wave_id", SERIAL, ForeignKey("waves.id")),
    Column("notice_id", SERIAL, ForeignKey("notices.id")),
    Column("newsletter_id", SERIAL, ForeignKey("newsletters.id")),
    Column("subject_followed", String),
    Column("seen_from", Instant),
    Column("items_key", String, nullable=False),
    Column("subject", Text),
    Column("text", Text),
    Column("html", Text),
    Column("created", Instant, nullable=False),
    UniqueConstraint("wave_id", "items_key"),
    UniqueConstraint("notice_id", "newsletter_id", "items_key"),
    UniqueConstraint("notice_id", "subject_followed", "items_key"),
    Index("ix_cohorts_edition", "edition_id"),
    Index(
        "ix_cohorts_followed",
        "subject_followed",
        sqlite_where=text("subject_followed IS NOT NULL"),
        postgresql_where=text("subject_followed IS NOT NULL"),
    ),
)

notice_carriers = Table(
    "notice_carriers",
    metadata,
    Column("notice_id", SERIAL, ForeignKey("notices.id"), primary_key=True, autoincrement=False),
    Column("cohort_id", SERIAL, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False),
)

cohort_items = Table(
    "cohort_items",
    metadata,
    Column("cohort_id", SERIAL, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True),
    Column("article_id", Uuid, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", Word(DigestAs), nullable=False),
    Column("since", Integer, nullable=False),
    Column("words", Text),
    ForeignKeyConstraint(["article_id", "revision"], ["revisions.article_id", "revisions.number"]),
    Index("ix_cohort_items_article", "article_id", "revision"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("worker", String, nullable=False),
    Column("claimed", Instant, nullable=False),
    Column("settled", Instant),
    Index(
        "ix_batches_open",
        "worker",
        sqlite_where=text("settled IS NULL"),
        postgresql_where=text("settled IS NULL"),
    ),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", SERIAL, primary_key=True, autoincrement=True),
    Column("edition_id", SERIAL, ForeignKey("editions.id")),
    Column("notice_id", SERIAL, ForeignKey("notices.id")),
    Column("cohort_id", SERIAL, ForeignKey("cohorts.id"), nullable=False),
    Column("subscriber_id", SERIAL, ForeignKey("subscribers.id"), nullable=False),
    Column("following_id", SERIAL, ForeignKey("followings.id")),
    Column("answers", SERIAL, ForeignKey("deliveries.id")),
    Column("status", Word(DeliveryStatus), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("not_before", Instant),
    Column("batch_id", SERIAL, ForeignKey("batches.id")),
    Column("reply", Text),
    Column("settled", Instant),
    UniqueConstraint("edition_id", "subscriber_id"),
    UniqueConstraint("notice_id", "subscriber_id"),
    Index(
        "ix_deliveries_urgent",
        "id",
        sqlite_where=text("status = 'pending' AND notice_id IS NOT NULL"),
        postgresql_where=text("status = 'pending' AND notice_id IS NOT NULL"),
    ),
    Index(
        "ix_deliveries_waiting",
        "id",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_deliveries_batch",
        "batch_id",
        sqlite_where=text("status = 'claimed'"),
        postgresql_where=text("status = 'claimed'"),
    ),
    Index("ix_deliveries_cohort", "cohort_id", "subscriber_id"),
    Index("ix_deliveries_subscriber", "subscriber_id"),
    Index(
        "ix_deliveries_open",
        "subscriber_id",
        sqlite_where=text("status IN ('pending', 'claimed')"),
        postgresql_where=text("status IN ('pending', 'claimed')"),
    ),
    sqlite_autoincrement=True,
)
