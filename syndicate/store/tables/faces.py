"""Which tables hold what the public is served: feeds, their bytes, and figures?"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
    text,
)

from syndicate.domain.counting import Counted
from syndicate.domain.feeds import FeedFormat
from syndicate.store.columns import Instant, Word
from syndicate.store.tables.schema import metadata

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
    Column("position", Integer, nullable=False),
    Index("ix_feed_members_newest", "feed", text("updated DESC"), "urn"),
    Index("ix_feed_members_article", "article_id"),
    Index("ix_feed_members_position", "feed", "position", unique=True),
)

feed_ends = Table(
    "feed_ends",
    metadata,
    Column("feed", String, primary_key=True),
    Column("position", Integer, nullable=False),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("feed", String, primary_key=True),
    Column("urn", String, primary_key=True),
    Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_tombstones_article", "article_id"),
    Index("ix_tombstones_at", "at"),
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

feed_changes = Table(
    "feed_changes",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Index("ix_feed_changes_number", "number", "name"),
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

recounts = Table(
    "recounts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("timezone", String, nullable=False),
    Column("article_id", Uuid, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
