"""At which position of its feed does the next entry stand?"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select

from syndicate.store.dialects import Upsert
from syndicate.store.runs import among
from syndicate.store.tables import feed_ends


class FeedEnds:
    """The positions of the entries that came last; they only rise, whatever leaves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, feed: str) -> int:
        """Return the position of the entry that came last, 0 for a feed that never had one."""
        return self.at([feed]).get(feed, 0)

    def at(self, names: Collection[str]) -> Mapping[str, int]:
        """Return where those of these feeds end that ever had an entry, by name."""
        rows = among(self._connection, _AT, names)
        return {row.feed: row.position for row in rows}

    def all(self) -> Mapping[str, int]:
        """Return where every feed ends that ever had an entry, by name."""
        statement = select(feed_ends.c.feed, feed_ends.c.position).order_by(feed_ends.c.feed)
        return {row.feed: row.position for row in self._connection.execute(statement)}

    def take(self, names: Sequence[str]) -> Sequence[int]:
        """Return a new position in each of these feeds, in the same order."""
        if not names:
            return ()
        ends = Counter(self.at(set(names)))
        positions = []
        for name in names:
            ends[name] += 1
            positions.append(ends[name])
        self._move(ends)
        return positions

    def _move(self, ends: Mapping[str, int]) -> None:
        rows = [{"feed": name, "position": ends[name]} for name in sorted(ends)]
        _MOVE(self._connection, rows)


# Written once: each publication asks them.
_MOVE = Upsert(feed_ends, ["feed"], lambda new: {"position": new["position"]})
_AT = select(feed_ends.c.feed, feed_ends.c.position).where(
    feed_ends.c.feed.in_(bindparam("these", expanding=True))
)
