"""What counts in the figures of corrections?

`counts` has a row for each thing that counts, `count_cells` their sums, kept with them:
publishing an article costs the same in any store, and no figure is found by looking at
every article.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from syndicate.domain.counting import Count, Counted, Progress
from syndicate.store.dialects import inserting
from syndicate.store.tables import articles, count_cells, counted_in, counts, recounts

_Key = tuple[Counted, str, str]


class Counts:
    """The counts of one transaction; one at a time may change them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def progress(self) -> Progress:
        """Return whose months they are counted by, and how far a recount has come."""
        timezone = self._connection.execute(select(counted_in.c.timezone)).scalar()
        row = self._connection.execute(select(recounts)).first()
        if row is None:
            return Progress(timezone=timezone)
        return Progress(timezone=timezone, towards=row.timezone, last=row.article_id)

    def reached(self, timezone: str, last: UUID | None) -> None:
        """Keep that a recount by a zone's months has come to an article; None when it is done."""
        self._connection.execute(delete(recounts))
        if last is not None:
            row = {"id": 1, "timezone": timezone, "article_id": last}
            self._connection.execute(insert(recounts).values(row))
            return
        self._connection.execute(delete(counted_in))
        self._connection.execute(insert(counted_in).values(id=1, timezone=timezone))

    def published(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Return articles that were ever published, by identity, a page after the last one."""
        statement = select(articles.c.id).where(articles.c.head > 0)
        if after is not None:
            statement = statement.where(articles.c.id > after)
        ids = self._connection.execute(statement.order_by(articles.c.id).limit(limit))
        return ids.scalars().all()

    def replace(self, article_ids: Collection[UUID], wanted: Iterable[Count]) -> None:
        """Have exactly these counts for the articles; the sums follow."""
        own = counts.c.article_id.in_(article_ids)
        columns = (counts.c.what, counts.c.month, counts.c.section)
        stood = self._connection.execute(select(*columns).where(own))
        before = Counter((row.what, row.month, row.section) for row in stood)
        rows = [_row(count) for count in wanted]
        after = Counter((row["what"], row["month"], row["section"]) for row in rows)
        self._connection.execute(delete(counts).where(own))
        if rows:
            self._connection.execute(insert(counts), rows)
        for key in sorted(before.keys() | after.keys()):
            self._add(key, after[key] - before[key])

    def _add(self, key: _Key, number: int) -> None:
        """Add to a sum; one that falls to nothing is forgotten."""
        if number:
            values = dict(zip(("what", "month", "section"), key, strict=True))
            one = [count_cells.c[name] for name in values]
            added = inserting(self._connection, count_cells).values(**values, number=number)
            sum_ = count_cells.c.number + number
            upsert = added.on_conflict_do_update(index_elements=one, set_={"number": sum_})
            self._connection.execute(upsert)
            where = [count_cells.c[name] == value for name, value in values.items()]
            self._connection.execute(delete(count_cells).where(*where, count_cells.c.number == 0))


def _row(count: Count) -> dict[str, Any]:
    return {
        "article_id": count.article_id,
        "number": count.number,
        "what": count.what,
        "month": count.month,
        "section": count.section,
        "delay": count.delay,
    }
