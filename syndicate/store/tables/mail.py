"""Which tables hold what is mailed to whom: editions, notices, cohorts, deliveries?"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from syndicate.domain.changes import DigestAs
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.notices import NoticeStatus
from syndicate.store.columns import Instant, Strings, Word
from syndicate.store.tables.schema import SERIAL, metadata

alignments = Table(
    "alignments",
    metadata,
    Column("domain", String, primary_key=True),
    Column("under", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("fault", Text, nullable=False),
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
    Column("approved", Instant),
    Column("asked", Instant),
    UniqueConstraint("newsletter_id", "period_key"),
    Index("ix_editions_status", "status"),
    sqlite_autoincrement=True,
)

rests = Table(
    "rests",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
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
    Index("ix_waves_seen_to", "seen_to"),
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
    Column("queued_to", SERIAL),
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
    Column("compacted", Instant),
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
    Index(
        "ix_cohorts_to_compact",
        "created",
        "id",
        sqlite_where=text("compacted IS NULL"),
        postgresql_where=text("compacted IS NULL"),
    ),
)

tallies = Table(
    "tallies",
    metadata,
    Column("cohort_id", SERIAL, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False),
    Column("status", Word(DeliveryStatus), primary_key=True),
    Column("number", Integer, nullable=False),
)

notice_carriers = Table(
    "notice_carriers",
    metadata,
    Column("notice_id", SERIAL, ForeignKey("notices.id"), primary_key=True, autoincrement=False),
    Column("cohort_id", SERIAL, ForeignKey("cohorts.id"), primary_key=True, autoincrement=False),
    Index("ix_notice_carriers_cohort", "cohort_id"),
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
    Column("sent", Integer, nullable=False, server_default=text("0")),
    Index("ix_batches_settled", "settled"),
    Index(
        "ix_batches_open",
        "worker",
        sqlite_where=text("settled IS NULL"),
        postgresql_where=text("settled IS NULL"),
    ),
    sqlite_autoincrement=True,
)

_FRESH = "status = 'pending' AND waits_for IS NULL"
PENDING = {
    "letters": f"{_FRESH} AND edition_id IS NULL AND notice_id IS NULL",
    "notices": f"{_FRESH} AND notice_id IS NOT NULL",
    "digests": f"{_FRESH} AND edition_id IS NOT NULL",
    "kept": "status = 'pending' AND waits_for IS NOT NULL",
}
"""Mail that waits, by where it does: each is found by an index, and is in no other one.

Those of letters and notices begin with what is the same for all: so SQLite takes none of the
larger ones instead, whatever it knows of them.
"""
HELD = "batch_id IS NOT NULL"
UNSENT = "status IN ('failed', 'cancelled', 'in-doubt')"
OUTSIDE = "edition_id IS NULL AND notice_id IS NULL"

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
    Column("server_id", Text),
    Column("settled", Instant),
    Column("waits_for", String),
    *(
        Index(
            f"ix_deliveries_{name}",
            *on,
            unique=name.endswith("_once"),
            sqlite_where=text(what),
            postgresql_where=text(what),
        )
        for name, on, what in (
            ("edition_once", ["edition_id", "subscriber_id"], "edition_id IS NOT NULL"),
            ("notice_once", ["notice_id", "subscriber_id"], "notice_id IS NOT NULL"),
            ("outside", ["subscriber_id"], OUTSIDE),
            ("letters", ["notice_id", "edition_id", "id"], PENDING["letters"]),
            ("notices", ["status", "id"], PENDING["notices"]),
            ("digests", ["edition_id", "id"], PENDING["digests"]),
            ("kept", ["waits_for", "edition_id", "notice_id", "id"], PENDING["kept"]),
            ("batch", ["batch_id"], HELD),
            ("unsent", ["cohort_id"], UNSENT),
            ("answers", ["answers"], "answers IS NOT NULL"),
        )
    ),
    Index("ix_deliveries_cohort", "cohort_id", "subscriber_id"),
    sqlite_autoincrement=True,
)

destinations = Table(
    "destinations",
    metadata,
    Column("name", String, primary_key=True),
    Column("full_at", Instant),
    Column("next_at", Instant),
    Column("strikes", Integer, nullable=False, server_default=text("0")),
    Column("trips", Integer, nullable=False, server_default=text("0")),
    Column("probing", Boolean, nullable=False, server_default=text("false")),
    Column("since", Instant),
    Column("said", Text, nullable=False, server_default=""),
)

seats = Table(
    "seats",
    metadata,
    Column("destination", String, ForeignKey("destinations.name"), primary_key=True),
    Column("batch_id", SERIAL, ForeignKey("batches.id"), primary_key=True, autoincrement=False),
)
