"""What counts in the figures of corrections?

`counts` has a row for each thing that counts, `count_cells` their sums, kept with them:
publishing an article costs the same in any store, and no figure is found by looking at
every article.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select

from syndicate.domain.counting import Count, Counted, Progress
from syndicate.store.dialects import Upsert
from syndicate.store.runs import among, runs
from syndicate.store.tables import articles, count_cells, counted_in, counts, recounts

_Key = tuple[Counted, str, str]


class Counts:
    """The counts of one transaction; one at a time may change them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def progress(self) -> Progress:
        """Return whose months they are counted by, and how far a recount has come."""
        timezone, towards, last = self._connection.execute(_PROGRESS).one()
        return Progress(timezone=timezone, towards=towards, last=last)

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
        stood = among(self._connection, _STOOD, article_ids)
        before = Counter((row.what, row.month, row.section) for row in stood)
        rows = [_row(count) for count in wanted]
        after = Counter((row["what"], row["month"], row["section"]) for row in rows)
        if before:
            for some in runs(article_ids):
                self._connection.execute(_LEAVE, {"these": some})
        if rows:
            self._connection.execute(_COUNT, rows)
        moved = {key: after[key] - before[key] for key in before.keys() | after.keys()}
        self._add({key: number for key, number in sorted(moved.items()) if number})

    def _add(self, moved: Mapping[_Key, int]) -> None:
        """Add to sums; one that falls to nothing is forgotten."""
        if not moved:
            return
        cells = [dict(zip(_CELL, key, strict=True)) for key in moved]
        rows = [{**cell, "number": moved[key]} for cell, key in zip(cells, moved, strict=True)]
        _SUM(self._connection, rows)
        if any(number < 0 for number in moved.values()):
            own = [{f"its_{name}": cell[name] for name in _CELL} for cell in cells]
            self._connection.execute(_FORGET, own)


_CELL = ("what", "month", "section")
_PROGRESS = select(
    select(counted_in.c.timezone).scalar_subquery(),
    select(recounts.c.timezone).scalar_subquery(),
    select(recounts.c.article_id).scalar_subquery(),
)
_OWN = counts.c.article_id.in_(bindparam("these", expanding=True))
_STOOD = select(*(counts.c[name] for name in _CELL)).where(_OWN)
_LEAVE = delete(counts).where(_OWN)
_COUNT = insert(counts)
_SUM = Upsert(count_cells, _CELL, lambda new: {"number": count_cells.c.number + new["number"]})
_FORGET = delete(count_cells).where(
    *(count_cells.c[name] == bindparam(f"its_{name}") for name in _CELL),
    count_cells.c.number == 0,
)


def _row(count: Count) -> dict[str, Any]:
    return {
        "article_id": count.article_id,
        "number": count.number,
        "what": count.what,
        "month": count.month,
        "section": count.section,
        "delay": count.delay,
    }
