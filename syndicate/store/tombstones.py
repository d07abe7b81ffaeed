"""Which entries are told to be gone from which feeds?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, insert, select

from syndicate.domain.tombstones import Tombstone
from syndicate.store.tables import tombstones


class Tombstones:
    """The tombstones of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, article_id: UUID) -> Sequence[Tombstone]:
        """Return an article's tombstones."""
        return self._which(_OWN, article_id)

    def within(self, feed: str) -> Sequence[Tombstone]:
        """Return a feed's tombstones, newest first."""
        return self._which(_WITHIN, feed)

    def replace(self, article_id: UUID, wanted: Collection[Tombstone]) -> None:
        """Have an article have exactly these tombstones."""
        self._connection.execute(_DELETE, {"asked": article_id})
        if wanted:
            self._connection.execute(insert(tombstones), [_row(one) for one in wanted])

    def expired(self, until: datetime) -> Collection[str]:
        """Return the feeds with tombstones of that time or older."""
        old = select(tombstones.c.feed).where(tombstones.c.at <= until).distinct()
        return self._connection.execute(old).scalars().all()

    def expire(self, until: datetime) -> None:
        """Forget the tombstones of that time and all older ones."""
        self._connection.execute(delete(tombstones).where(tombstones.c.at <= until))

    def _which(self, which: Select[Any], asked: UUID | str) -> Sequence[Tombstone]:
        rows = self._connection.execute(which, {"asked": asked})
        return [Tombstone(**row._mapping) for row in rows]  # noqa: SLF001 - public name


def _newest(which: ColumnElement[bool]) -> Select[Any]:
    return select(tombstones).where(which).order_by(tombstones.c.at.desc(), tombstones.c.urn)


# Written once: each publication asks them for every feed it concerns.
_OWN = _newest(tombstones.c.article_id == bindparam("asked"))
_WITHIN = _newest(tombstones.c.feed == bindparam("asked"))
_DELETE = delete(tombstones).where(tombstones.c.article_id == bindparam("asked"))


def _row(tombstone: Tombstone) -> dict[str, object]:
    return {
        "feed": tombstone.feed,
        "urn": tombstone.urn,
        "article_id": tombstone.article_id,
        "at": tombstone.at,
    }
