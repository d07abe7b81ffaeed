"""Which entries are told to be gone from which feeds?"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, func, insert, select

from syndicate.domain.tombstones import Tombstone
from syndicate.store.runs import among, runs
from syndicate.store.tables import tombstones

T = TypeVar("T")


class Tombstones:
    """The tombstones of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Tombstone]]:
        """Return articles' tombstones, each article's newest first."""
        return _by(lambda one: one.article_id, self._which(_OWN, article_ids))

    def within(self, feeds: Collection[str]) -> Mapping[str, Sequence[Tombstone]]:
        """Return feeds' tombstones, each feed's newest first."""
        return _by(lambda one: one.feed, self._which(_WITHIN, feeds))

    def replace(self, wanted: Mapping[UUID, Collection[Tombstone]]) -> None:
        """Have articles have exactly these tombstones."""
        for some in runs(wanted):
            self._connection.execute(_DELETE, {"these": some})
        rows = [_row(one) for stones in wanted.values() for one in stones]
        if rows:
            self._connection.execute(insert(tombstones), rows)

    def count(self, feed: str, since: datetime) -> int:
        """Return how many tombstones a feed has that are younger than that."""
        own = (tombstones.c.feed == feed) & (tombstones.c.at > since)
        return self._connection.execute(select(func.count()).where(own)).scalar_one()

    def expired(self, until: datetime) -> Collection[str]:
        """Return the feeds with tombstones of that time or older."""
        old = select(tombstones.c.feed).where(tombstones.c.at <= until).distinct()
        return self._connection.execute(old).scalars().all()

    def expire(self, until: datetime) -> None:
        """Forget the tombstones of that time and all older ones."""
        self._connection.execute(delete(tombstones).where(tombstones.c.at <= until))

    def _which(self, which: Select[Any], asked: Iterable[object]) -> Iterator[Tombstone]:
        for row in among(self._connection, which, asked):
            yield Tombstone(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


def _by(key: Callable[[Tombstone], T], stones: Iterable[Tombstone]) -> Mapping[T, list[Tombstone]]:
    found: dict[T, list[Tombstone]] = {}
    for one in stones:
        found.setdefault(key(one), []).append(one)
    return found


def _newest(which: ColumnElement[bool]) -> Select[Any]:
    return select(tombstones).where(which).order_by(tombstones.c.at.desc(), tombstones.c.urn)


# Written once: each publication asks them.
_OWN = _newest(tombstones.c.article_id.in_(bindparam("these", expanding=True)))
_WITHIN = _newest(tombstones.c.feed.in_(bindparam("these", expanding=True)))
_DELETE = delete(tombstones).where(tombstones.c.article_id.in_(bindparam("these", expanding=True)))


def _row(tombstone: Tombstone) -> dict[str, object]:
    return {
        "feed": tombstone.feed,
        "urn": tombstone.urn,
        "article_id": tombstone.article_id,
        "at": tombstone.at,
    }
