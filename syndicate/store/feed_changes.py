"""Which documents of feeds changed since somebody last looked, in the order of the commits?

A number stands for a commit: whoever renders feeds waits for the one before, so that the
numbers rise as the commits do, and nothing that is committed later has a lower one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, literal, select

from syndicate.domain.feeds import LEAP
from syndicate.store.dialects import Upsert
from syndicate.store.tables import feed_changes, feed_documents


class FeedChanges:
    """The changes of documents that one transaction sees. Each has its newest number only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, names: Collection[str]) -> None:
        """Say that these documents have other bytes, or that their bytes are to be asked for."""
        number = self.newest() + 1
        _NOTE(self._connection, [{"name": name, "number": number} for name in sorted(names)])

    def note_all(self) -> None:
        """Say so of every document at hand."""
        self._note_all(self.newest() + 1)

    def leap(self, now: datetime) -> None:
        """Say so of all with a number beyond those that another life of this store gave.

        Whoever looked in that life sees a leap, and looks at everything again.
        """
        self._note_all(max(self.newest() + 1, int(now.timestamp()) * LEAP))

    def _note_all(self, number: int) -> None:
        names = select(feed_documents.c.name).distinct()
        self._connection.execute(feed_changes.delete().where(feed_changes.c.name.in_(names)))
        rows = select(feed_documents.c.name, literal(number)).distinct()
        self._connection.execute(insert(feed_changes).from_select(["name", "number"], rows))

    def newest(self) -> int:
        """Return the number of the newest change, 0 before the first."""
        return self._connection.execute(_NEWEST).scalar() or 0

    def since(self, number: int) -> Sequence[str]:
        """Return the documents that changed after the change of this number, oldest first."""
        later = feed_changes.c.number > number
        order = feed_changes.c.number, feed_changes.c.name
        statement = select(feed_changes.c.name).where(later).order_by(*order)
        return self._connection.execute(statement).scalars().all()


# Written once: each publication asks them.
_NEWEST = select(func.max(feed_changes.c.number))
_NOTE = Upsert(feed_changes, ["name"], lambda new: {"number": new["number"]})
