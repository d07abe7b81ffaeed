"""How are the figures of corrections shown to a person?"""

from collections.abc import Sequence
from datetime import timedelta

from syndicate.cli.output import print_fields, print_table, say
from syndicate.domain.figures import FEWEST_ARTICLES, FEWEST_FOR_MEDIAN, Figures, Tally

_HEADINGS = ("articles", "corrections", "per 100", "half within", "nine of ten within")
_BESIDE = ("clarifications", "editor's notes", "retractions")


def print_figures(figures: Figures) -> None:
    """Print the figures of all articles, of the recent months and of their sections."""
    told = dict(zip((*_HEADINGS, *_BESIDE), _cells(figures.tally), strict=True))
    print_fields({**told, "withdrawn, not counted": figures.withdrawn})
    if not figures.months:
        return
    say("")
    months = [(month.month, *_cells(month.tally)) for month in figures.recent]
    print_table(("published in", *_HEADINGS, *_BESIDE), months, none="")
    say("")
    sections = [(s.label or "(none)", *_cells(s.tally)) for s in figures.sections]
    print_table((f"section, since {figures.since}", *_HEADINGS, *_BESIDE), sections, none="")
    say(
        f"“-”: fewer than {FEWEST_ARTICLES} articles, or {FEWEST_FOR_MEDIAN} corrections, tell "
        f"nothing. Months are those of {figures.timezone}."
    )


def _cells(tally: Tally) -> Sequence[object]:
    rate = "-" if tally.rate is None else f"{tally.rate:.1f}"
    times = (_duration(tally.delay.median), _duration(tally.delay.p90))
    beside = (tally.clarifications, tally.editors_notes, tally.retractions)
    return (tally.articles or "none", tally.corrections, rate, *times, *beside)


def _duration(seconds: int | None) -> str:
    return "-" if seconds is None else str(timedelta(seconds=seconds))
