"""How do readers see how often we err, and how soon we say so?"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from syndicate.domain.feeds import CORRECTIONS
from syndicate.domain.figures import (
    FEWEST_ARTICLES,
    FEWEST_FOR_MEDIAN,
    FEWEST_FOR_P90,
    Figures,
    Month,
    SectionFigures,
    Tally,
)
from syndicate.render import words
from syndicate.render.charts import Mark, Named, columns, rows, scale_for
from syndicate.render.frame import Frame, Head

MOST_SECTIONS = 40
_HOUR, _FEW_HOURS, _DAY = 3600, 36_000, 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table, or the numbers above all of them; written for people."""

    name: str
    articles: str
    corrections: str
    rate: str
    median: str
    p90: str
    clarifications: str
    editors_notes: str
    retractions: str
    months: tuple["Row", ...] = ()


class FigurePages:
    """The page of the figures of corrections."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._language = frame.voice.language
        self._say = frame.voice.say

    def corrections(self, figures: Figures) -> str:
        """Return the figures with their charts and, for each, a table of the same."""
        title = self._say("Corrections in figures")
        head = Head(title=title, path="/corrections/figures", feeds=(CORRECTIONS,))
        return self._frame.page(
            "figures",
            head,
            figures=figures,
            all=self._row("", figures.tally),
            months=self._months(figures.recent),
            sections=[self._section(section) for section in figures.sections[:MOST_SECTIONS]],
            more=max(0, len(figures.sections) - MOST_SECTIONS),
            spread=self._spread(figures),
            rates=self._rates(figures.recent),
            delays=self._delays(figures),
            fewest=(FEWEST_ARTICLES, FEWEST_FOR_MEDIAN, FEWEST_FOR_P90),
            number=self._number,
        )

    def _number(self, value: float, decimals: int = 0) -> str:
        return words.number(value, self._language, decimals)

    def _row(self, name: str, tally: Tally, months: tuple[Row, ...] = ()) -> Row:
        return Row(
            name=name,
            articles=self._number(tally.articles) if tally.articles else self._say("none"),
            corrections=self._number(tally.corrections),
            rate="" if tally.rate is None else self._number(tally.rate, 1),
            median=self._duration(tally.delay.median),
            p90=self._duration(tally.delay.p90),
            clarifications=self._number(tally.clarifications),
            editors_notes=self._number(tally.editors_notes),
            retractions=self._number(tally.retractions),
            months=months,
        )

    def _months(self, months: Sequence[Month]) -> tuple[Row, ...]:
        return tuple(self._row(self._month(m), m.tally) for m in reversed(months))

    def _section(self, section: SectionFigures) -> Row:
        name = section.label or self._say("Without a section")
        return self._row(name, section.tally, self._months(section.months))

    def _month(self, month: Month) -> str:
        return words.month(month.month, self._language)

    def _duration(self, seconds: int | None) -> str:
        """Write how long something took; days begin where hours are too many to grasp."""
        if seconds is None:
            return ""
        if seconds < _HOUR:
            return self._say("{count} min", count=max(1, round(seconds / 60)))
        if seconds < 2 * _DAY:
            hours = round(seconds / _HOUR, 1 if seconds < _FEW_HOURS else None)
            return self._say("{count} h", count=self._number(hours, 1 if hours % 1 else 0))
        return self._say("{count} days", count=self._number(round(seconds / _DAY)))

    def _spread(self, figures: Figures) -> list[tuple[str, int]]:
        """Return how many corrections took how long."""
        labels = (
            self._say("up to 1 hour"),
            self._say("1 to 6 hours"),
            self._say("6 to 24 hours"),
            self._say("1 to 7 days"),
            self._say("7 to 30 days"),
            self._say("30 to 365 days"),
            self._say("longer"),
        )
        return list(zip(labels, figures.spread, strict=True))

    def _rates(self, months: Sequence[Month]) -> Markup:
        """Draw the rates of the months; nothing where there is none to draw."""
        told = [month.tally.rate for month in months if month.tally.rate is not None]
        if not told:
            return Markup()
        lines = scale_for(max(told))
        decimals = 1 if lines[1] % 1 else 0
        scale = [(at, self._number(at, decimals)) for at in lines]
        named = Named(
            key="rates",
            title=self._say("Corrections per 100 articles"),
            told=self._say("A column a month, by when the articles were published."),
        )
        return columns([self._mark(month) for month in months], scale, named)

    def _mark(self, month: Month) -> Mark:
        rate, articles = month.tally.rate, month.tally.articles
        few = self._say("too few articles to tell")
        return Mark(
            label=self._month(month),
            value=rate,
            shown=few if rate is None else self._number(rate, 1),
            open=bool(articles),
        )

    def _delays(self, figures: Figures) -> Markup:
        """Draw how long corrections took; nothing where it is known of none."""
        if not figures.tally.delay.known:
            return Markup()
        named = Named(
            key="delays",
            title=self._say("Time from publication to correction"),
            told=self._say("A bar for each span of time, as long as the corrections are many."),
        )
        marks = [
            Mark(label=label, value=count, shown=self._number(count))
            for label, count in self._spread(figures)
        ]
        return rows(marks, named)
