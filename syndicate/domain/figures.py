"""How often do we err, and how soon do we say so?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from syndicate.domain.counting import Counted

RECENT_MONTHS = 24
UNBROKEN_MONTHS = 1200
FEWEST_ARTICLES = 20
FEWEST_FOR_MEDIAN = 5
FEWEST_FOR_P90 = 10
BOUNDS = tuple(
    int(timedelta(hours=hours).total_seconds()) for hours in (1, 6, 24, 7 * 24, 30 * 24, 365 * 24)
)
"""Up to how many seconds a correction took, by which they are spread out; the rest took longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many of one thing there are of the articles of a month, a section, or both.

    The month or section is "" where it does not matter.
    """

    what: Counted
    month: str = ""
    section: str = ""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """How long the corrections of a group took, in seconds, by nearest rank."""

    known: int = 0
    median: int | None = None
    p90: int | None = None

    def told(self) -> "Delay":
        """Return what may be told of so many: one or two late ones are no median."""
        return Delay(
            known=self.known,
            median=self.median if self.known >= FEWEST_FOR_MEDIAN else None,
            p90=self.p90 if self.known >= FEWEST_FOR_P90 else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What is counted of a group of articles: of a month, of a section, of all."""

    articles: int = 0
    corrections: int = 0
    clarifications: int = 0
    editors_notes: int = 0
    retractions: int = 0
    delay: Delay = Delay()

    @property
    def rate(self) -> float | None:
        """Return the corrections per 100 articles; None for too few to tell."""
        if self.articles < FEWEST_ARTICLES:
            return None
        return 100 * self.corrections / self.articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The articles published in a month ("2016-10"), and what became of them."""

    month: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFigures:
    """The recent articles of a section; `name` and `label` are "" for those that name none."""

    name: str
    label: str
    tally: Tally
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long corrections took: all, by month of publication, and by section of the recent ones.

    `of_section` has each section's recent months. `spread` counts those up to each of
    BOUNDS, and last the longer ones.
    """

    all: Delay = Delay()
    spread: tuple[int, ...] = (0,) * (len(BOUNDS) + 1)
    months: Mapping[str, Delay] = field(default_factory=dict)
    sections: Mapping[str, Delay] = field(default_factory=dict)
    of_section: Mapping[str, Mapping[str, Delay]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything the figures tell.

    `months` are those of `timezone` from the first with an article to the last; of those
    before the newest 1,200, only the ones with an article.
    `sections`, most articles first, are told of the recent ones alone, which begin with
    `since`. `withdrawn` counts articles that count nowhere else.
    """

    timezone: str
    since: str
    tally: Tally
    withdrawn: int
    spread: tuple[int, ...]
    months: tuple[Month, ...]
    sections: tuple[SectionFigures, ...]

    @property
    def recent(self) -> tuple[Month, ...]:
        """Return the newest months, oldest first."""
        return self.months[-RECENT_MONTHS:]


def recent_since(months: Iterable[Cell]) -> str:
    """Return the month that the recent ones begin with; "" where there is no article."""
    newest = max((cell.month for cell in months), default="")
    return _shifted(newest, 1 - RECENT_MONTHS) if newest else ""


def figures_of(
    months: Sequence[Cell],
    recent: Sequence[Cell],
    delays: Delays,
    labels: Mapping[str, str],
    timezone: str,
) -> Figures:
    """Arrange what was counted: of every month, and of the recent ones in each section.

    `labels` name sections by their terms.
    """
    counted = [cell for cell in months if cell.what is not Counted.WITHDRAWN]
    by_section = _grouped((cell for cell in recent if cell.month), lambda cell: cell.section)
    sections = (
        SectionFigures(
            name=name,
            label=labels.get(name, name),
            tally=_tally(own, delays.sections.get(name, Delay())),
            months=_months(own, delays.of_section.get(name, {})),
        )
        for name, own in sorted(by_section.items())
    )
    return Figures(
        timezone=timezone,
        since=recent_since(months),
        tally=_tally(counted, delays.all),
        withdrawn=sum(cell.number for cell in months if cell.what is Counted.WITHDRAWN),
        spread=delays.spread,
        months=_months(counted, delays.months),
        sections=tuple(sorted(sections, key=lambda section: -section.tally.articles)),
    )


def _tally(cells: Iterable[Cell], delay: Delay) -> Tally:
    totals = dict.fromkeys(Counted, 0)
    for cell in cells:
        totals[cell.what] += cell.number
    return Tally(
        articles=totals[Counted.ARTICLE],
        corrections=totals[Counted.CORRECTION],
        clarifications=totals[Counted.CLARIFICATION],
        editors_notes=totals[Counted.EDITORS_NOTE],
        retractions=totals[Counted.RETRACTION],
        delay=delay.told(),
    )


def _months(cells: Sequence[Cell], delays: Mapping[str, Delay]) -> tuple[Month, ...]:
    by_month = _grouped(cells, lambda cell: cell.month)
    return tuple(
        Month(month=month, tally=_tally(by_month.get(month, ()), delays.get(month, Delay())))
        for month in _listed(sorted(by_month))
    )


def _listed(counted: Sequence[str]) -> Iterator[str]:
    """Yield the months with an article, and of the last hundred years those between them."""
    if not counted:
        return
    unbroken = max(counted[0], _shifted(counted[-1], 1 - UNBROKEN_MONTHS))
    yield from (month for month in counted if month < unbroken)
    yield from months_between(unbroken, counted[-1])


def _grouped(cells: Iterable[Cell], key: Callable[[Cell], str]) -> dict[str, list[Cell]]:
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return groups


def months_between(first: str, last: str) -> Iterator[str]:
    """Yield every month from one to another, both included; "" is no month."""
    month = first
    while month and month <= last:
        yield month
        month = _shifted(month, 1)


def _shifted(month: str, by: int) -> str:
    year, number = map(int, month.split("-"))
    months = 12 * year + number - 1 + by
    return f"{months // 12:04}-{months % 12 + 1:02}"
