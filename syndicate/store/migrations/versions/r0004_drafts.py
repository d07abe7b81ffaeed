"""What does this step change? Any number of drafts of an article, and who edited."""

from typing import Any

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
    TypeDecorator,
    Uuid,
    column,
    insert,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

from syndicate.store.columns import Instant, Strings

revision = "0004"
down_revision = "0003"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_KEPT: dict[str, TypeEngine[Any] | TypeDecorator[Any]] = {
    "article_id": Uuid(),
    "content": Text(),
    "saved": Instant(),
    "based_on": Integer(),
    "unknown": Strings(),
    "past": Text(),
    "quiet": Boolean(),
}


def upgrade() -> None:
    """Give drafts ids of their own, and revisions an editor. A store has few drafts."""
    op.add_column("revisions", Column("editor", String, nullable=False, server_default=""))
    connection = op.get_bind()
    former = table("drafts", *(column(name, kind) for name, kind in _KEPT.items()))
    rows = [dict(row) for row in connection.execute(select(former)).mappings()]
    op.drop_table("drafts")
    drafts = _drafts()
    drafts.create(connection)
    if rows:
        new = {"editor": "", "aside": False, "replaces": 0}
        connection.execute(insert(drafts), [row | new for row in rows])


def _drafts() -> Table:
    """Return the new table, beside a stub of the one that it refers to."""
    names = {"fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"}
    metadata = MetaData(naming_convention=names)
    Table("articles", metadata, Column("id", Uuid, primary_key=True))
    kept = [Column(name, kind, nullable=False) for name, kind in list(_KEPT.items())[1:]]
    to_publish = text("NOT aside")
    return Table(
        "drafts",
        metadata,
        Column("id", SERIAL, primary_key=True, autoincrement=True),
        Column("article_id", Uuid, ForeignKey("articles.id"), nullable=False),
        *kept,
        Column("editor", String, nullable=False),
        Column("aside", Boolean, nullable=False),
        Column("replaces", BigInteger, nullable=False),
        Index("ix_drafts_article", "article_id"),
        Index(
            "uq_drafts_to_publish",
            "article_id",
            unique=True,
            sqlite_where=to_publish,
            postgresql_where=to_publish,
        ),
        sqlite_autoincrement=True,
    )
