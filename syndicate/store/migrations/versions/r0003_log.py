"""What does this step change? A log of every revision, in the order in which they were recorded."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    func,
    insert,
    select,
)

from syndicate.store.columns import Instant

revision = "0003"
down_revision = "0002"

SERIAL = BigInteger().with_variant(Integer, "sqlite")
_AT_ONCE = 500

metadata = MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _facts() -> tuple[Column[Any], ...]:
    return (
        Column("article_id", Uuid, nullable=False),
        Column("number", Integer, nullable=False),
        Column("kind", String, nullable=False),
        Column("published", Instant, nullable=False),
        Column("recorded", Instant, nullable=False),
        Column("chain_hash", LargeBinary, nullable=False),
    )


revisions = Table("revisions", metadata, *_facts())
log = Table(
    "log",
    metadata,
    Column("seq", SERIAL, primary_key=True, autoincrement=False),
    *_facts(),
    Column("log_hash", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "number"),
    ForeignKeyConstraint(["article_id", "number"], ["revisions.article_id", "revisions.number"]),
)


def upgrade() -> None:
    """Add the log, and a line for each revision that is there."""
    connection = op.get_bind()
    log.create(connection)
    seq, link = 0, b""
    for page in _pages(connection):
        lines = []
        for row in page:
            seq += 1
            link = _hash(link, seq, row)
            lines.append({"seq": seq, **row._mapping, "log_hash": link})  # noqa: SLF001 - public name
        connection.execute(insert(log), lines)


def _pages(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    """Order by instants, but each article by its numbers: clocks may have been set back."""
    key = (revisions.c.article_id, revisions.c.number)
    by_then = func.max(revisions.c.recorded).over(partition_by=key[0], order_by=key[1])
    with connection.execute(select(revisions).order_by(by_then, *key)) as rows:
        yield from rows.partitions(_AT_ONCE)


def _hash(previous: bytes, seq: int, row: Row[Any]) -> bytes:
    facts = (
        seq,
        row.article_id,
        row.number,
        row.kind,
        row.published.astimezone(UTC).isoformat(),
        row.recorded.astimezone(UTC).isoformat(),
        row.chain_hash.hex(),
    )
    return hashlib.sha256(previous + "|".join(map(str, facts)).encode()).digest()
