"""What do the figures of corrections say? A question a figure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Connection, case, func, literal, select

from syndicate.domain.figures import BOUNDS, Cell, Delay, Delays
from syndicate.store.tables import count_cells, counts, feeds

_SECTIONS = "sections/"


class Figures:
    """The figures of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def months(self) -> Sequence[Cell]:
        """Return the sums of each month, of all sections."""
        return self._sums(count_cells.c.what, count_cells.c.month)

    def recent(self, since: str) -> Sequence[Cell]:
        """Return the sums of each section and month from a month on."""
        columns = (count_cells.c.what, count_cells.c.month, count_cells.c.section)
        return self._sums(*columns, since=since)

    def labels(self) -> Mapping[str, str]:
        """Return the labels of the sections that count, by their terms."""
        names = select(literal(_SECTIONS).concat(count_cells.c.section))
        rows = self._connection.execute(select(feeds).where(feeds.c.name.in_(names)))
        return {row.name.removeprefix(_SECTIONS): row.label for row in rows}

    def delays(self, since: str) -> Delays:
        """Return how long corrections took: all, by month, and by section from a month on."""
        spread = self._spread()
        return Delays(
            all=self._delay(sum(spread)),
            spread=spread,
            months={month: delay for (month,), delay in self._delays_by(counts.c.month)},
            sections={
                name: delay for (name,), delay in self._delays_by(counts.c.section, since=since)
            },
            of_section=self._of_section(since),
        )

    def _of_section(self, since: str) -> Mapping[str, Mapping[str, Delay]]:
        found: defaultdict[str, dict[str, Delay]] = defaultdict(dict)
        for (name, month), delay in self._delays_by(counts.c.section, counts.c.month, since=since):
            found[name][month] = delay
        return dict(found)

    def _sums(self, *columns: ColumnElement[str], since: str = "") -> Sequence[Cell]:
        number = func.sum(count_cells.c.number).label("number")
        statement = select(*columns, number).where(count_cells.c.month >= since)
        rows = self._connection.execute(statement.group_by(*columns))
        return [Cell(**row._mapping) for row in rows]  # noqa: SLF001 - public name

    def _spread(self) -> tuple[int, ...]:
        """Count the delays up to each bound but not the one before, then the longer ones."""
        upto = [func.sum(case((counts.c.delay <= bound, 1), else_=0)) for bound in BOUNDS]
        known = select(*upto, func.count()).where(counts.c.delay.is_not(None))
        totals = [total or 0 for total in self._connection.execute(known).one()]
        return tuple(more - less for less, more in pairwise((0, *totals)))

    def _delay(self, known: int) -> Delay:
        """Return the median and ninth decile of so many delays, by their index."""
        every = select(counts.c.delay).where(counts.c.delay.is_not(None))
        ranks = ((known + 1) // 2, (9 * known + 9) // 10)
        at = (every.order_by(counts.c.delay).limit(1).offset(max(rank - 1, 0)) for rank in ranks)
        median, p90 = (self._connection.execute(statement).scalar() for statement in at)
        return Delay(known=known, median=median, p90=p90)

    def _delays_by(
        self, *group: ColumnElement[str], since: str = ""
    ) -> Iterable[tuple[tuple[str, ...], Delay]]:
        """Return each group's median and ninth decile: the middle rank, and nine tenths of all."""
        rank = func.row_number().over(partition_by=group, order_by=counts.c.delay).label("rank")
        known = func.count().over(partition_by=group).label("known")
        ranked = select(*group, counts.c.delay, rank, known)
        ranks = ranked.where(counts.c.delay.is_not(None), counts.c.month >= since).subquery()
        middle, high = (ranks.c.known + 1) // 2, (9 * ranks.c.known + 9) // 10
        chosen = select(ranks).where(ranks.c.rank.in_((middle, high)))
        delays: dict[tuple[str, ...], Delay] = {}
        for *key, delay, _, count in self._connection.execute(chosen.order_by(ranks.c.rank)):
            before = delays.get(tuple(key))
            median = delay if before is None else before.median
            delays[tuple(key)] = Delay(known=count, median=median, p90=delay)
        return delays.items()
