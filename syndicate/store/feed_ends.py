"""At which position of its feed does the next entry stand?"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, select, update

from syndicate.store.tables import feed_ends


class FeedEnds:
    """The positions of the entries that came last; they only rise, whatever leaves."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, feed: str) -> int:
        """Return the position of the entry that came last, 0 for a feed that never had one."""
        return self._at([feed]).get(feed, 0)

    def all(self) -> Mapping[str, int]:
        """Return where every feed ends that ever had an entry, by name."""
        statement = select(feed_ends.c.feed, feed_ends.c.position).order_by(feed_ends.c.feed)
        return {row.feed: row.position for row in self._connection.execute(statement)}

    def take(self, names: Sequence[str]) -> Sequence[int]:
        """Return a new position in each of these feeds, in the same order."""
        if not names:
            return ()
        before = self._at(names)
        ends = Counter(before)
        positions = []
        for name in names:
            ends[name] += 1
            positions.append(ends[name])
        self._move(before, ends)
        return positions

    def _at(self, names: Sequence[str]) -> Mapping[str, int]:
        columns = feed_ends.c.feed, feed_ends.c.position
        statement = select(*columns).where(feed_ends.c.feed.in_(names))
        return {row.feed: row.position for row in self._connection.execute(statement)}

    def _move(self, before: Mapping[str, int], ends: Mapping[str, int]) -> None:
        rows = [{"name": name, "end": end} for name, end in ends.items()]
        known = [row for row in rows if row["name"] in before]
        if known:
            statement = update(feed_ends).where(feed_ends.c.feed == bindparam("name"))
            self._connection.execute(statement.values(position=bindparam("end")), known)
        new = [{"feed": r["name"], "position": r["end"]} for r in rows if r["name"] not in before]
        if new:
            self._connection.execute(insert(feed_ends), new)
