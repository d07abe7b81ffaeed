"""What does this step change? Entries have positions in their feeds, and leave tombstones."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Uuid, text

from syndicate.store.columns import Instant

revision = "0012"
down_revision = "0011"

_TAKEN_DOWN = text("status = 'taken-down'")
_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_NUMBER = """
    UPDATE feed_members SET position = numbered.position FROM (
        SELECT feed, urn, row_number() OVER (PARTITION BY feed ORDER BY updated, urn) AS position
        FROM feed_members
    ) AS numbered
    WHERE feed_members.feed = numbered.feed AND feed_members.urn = numbered.urn
"""
_END = "INSERT INTO feed_ends SELECT feed, max(position) FROM feed_members GROUP BY feed"


def upgrade() -> None:
    """Give the entries of each feed positions, oldest first, and have all rendered anew."""
    for table in _tables():
        table.create(op.get_bind())
    with op.batch_alter_table("feed_members", naming_convention=_NAMES) as members:
        members.add_column(Column("position", Integer))
    op.execute(_NUMBER)
    op.execute(_END)
    with op.batch_alter_table("feed_members", naming_convention=_NAMES) as members:
        members.alter_column("position", existing_type=Integer, nullable=False)
        members.create_index("ix_feed_members_position", ["feed", "position"], unique=True)
    name, columns = "ix_articles_taken_down", ["id"]
    op.create_index(
        name, "articles", columns, sqlite_where=_TAKEN_DOWN, postgresql_where=_TAKEN_DOWN
    )
    op.execute("DELETE FROM rendered_under")


def _tables() -> tuple[Table, ...]:
    """Return the new tables, beside a stub of the one that is referred to."""
    metadata = MetaData(naming_convention=_NAMES)
    Table("articles", metadata, Column("id", Uuid, primary_key=True))
    ends = Table(
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
    return ends, tombstones
