"""Which revisions did the site ever publish, in which order?"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, insert, or_, select

from syndicate.domain.articles import Revision
from syndicate.domain.log import LogHead, LogLine, next_line
from syndicate.errors import Broken
from syndicate.store.tables import log, revisions

PAGE = 500
_APPENDING = 0x6C6F6720  # "log "
_FACTS = ("kind", "published", "recorded", "chain_hash")


class Log:
    """The public log of one transaction. The database refuses to change or delete its lines."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, revision: Revision) -> None:
        """Add the line of a revision, without a gap: whoever else appends waits for our end."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(select(func.pg_advisory_xact_lock(_APPENDING)))
        line = next_line(self.head(), revision)
        self._connection.execute(_APPEND, {name: getattr(line, name) for name in _COLUMNS})

    def head(self) -> LogHead:
        """Return how long the log is, and its last hash."""
        row = self._connection.execute(_HEAD).first()
        return (
            LogHead(size=row.seq, log_hash=row.log_hash) if row else LogHead(size=0, log_hash=b"")
        )

    def lines(self, after: int, limit: int) -> Sequence[LogLine]:
        """Return the lines behind one, in their order. Raises Broken for one that is none."""
        return self._read(select(log).where(log.c.seq > after).order_by(log.c.seq).limit(limit))

    def everything(self) -> Iterator[LogLine]:
        """Yield every line in its order; for `verify`. Raises Broken as `lines` does."""
        page = self.lines(0, PAGE)
        while page:
            yield from page
            page = self.lines(page[-1].seq, PAGE)

    def stray(self) -> LogLine | None:
        """Return the first line whose revision is missing, or is another; None if none is."""
        both = log.outerjoin(revisions, _same)
        differ = [log.c[name] != revisions.c[name] for name in _FACTS]
        wrong = or_(revisions.c.number.is_(None), *differ)
        found = select(log).select_from(both).where(wrong).order_by(log.c.seq).limit(1)
        return next(iter(self._read(found)), None)

    def unlisted(self) -> str | None:
        """Return the name of a revision that the log leaves out; None if none is."""
        both = revisions.outerjoin(log, _same)
        keys = (revisions.c.article_id, revisions.c.number)
        found = select(*keys).select_from(both).where(log.c.seq.is_(None)).order_by(*keys).limit(1)
        row = self._connection.execute(found).first()
        return None if row is None else f"revision {row.number} of {row.article_id}"

    def _read(self, statement: Select[Any]) -> Sequence[LogLine]:
        try:
            return [_line(row) for row in self._connection.execute(statement)]
        except (ValueError, TypeError, LookupError) as error:
            raise Broken(
                f"a line of the log cannot be read ({error!r}): it was changed behind the "
                "program's back; restore it from a backup"
            ) from error


# Written once: each revision asks them.
_HEAD = select(log.c.seq, log.c.log_hash).order_by(log.c.seq.desc()).limit(1)
_APPEND = insert(log)
_COLUMNS = tuple(log.c.keys())

_same = and_(log.c.article_id == revisions.c.article_id, log.c.number == revisions.c.number)


def _line(row: Row[Any]) -> LogLine:
    return LogLine(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
