"""From which line to which line does the story's body reach?"""

from collections.abc import Iterable
from dataclasses import dataclass

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.furniture import is_ending
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.rows import Row, is_spaced

_FULL_PARAGRAPH = 100
_MOST_FOR_ONE_LINE = 4.0
_UNENDED_PROSE = 0.8
_ITEM = 0.3
_ALONE = -0.12
_IN_RUN = -0.45
_UNSPACED = -0.25
_ENDING = -4.0
_WEIGHTS = {
    Field.BYLINE: -3.0,
    Field.PUBLISHED: -3.0,
    Field.CONTRIBUTORS: -3.0,
    Field.NOTE: -0.3,
    Field.CAPTION: -0.05,
    Field.CREDIT: -0.05,
    Field.IMAGE_TITLE: -0.05,
    Field.FURNITURE: -0.4,
    Field.RELATED: -0.3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The body's first line and the one behind its last, by index."""

    start: int
    end: int


def body_region(rows: tuple[Row, ...], marks: Marks, words: Words) -> Region:
    """Return the stretch of lines that weighs most as running text.

    Every line of prose weighs for it, everything of the page against it, so a
    short aside inside a story does not cut it, but a page's foot does.
    """
    spaced = is_spaced(rows)
    found = heaviest(_weight(row, marks, words, spaced=spaced) for row in rows)
    return found if found.end else _all_that_is_open(rows, marks)


def _all_that_is_open(rows: tuple[Row, ...], marks: Marks) -> Region:
    """Return what lies between the undecided lines, where none of them is prose.

    The first of several is left out: it titles the others.
    """
    open_rows = [row.index for row in rows if row.index not in marks]
    if not open_rows:
        return Region(start=len(rows), end=len(rows))
    return Region(start=open_rows[:2][-1], end=open_rows[-1] + 1)


def heaviest(weights: Iterable[float]) -> Region:
    """Return the stretch with the greatest sum (Kadane's walk: one pass)."""
    best = Region(start=0, end=0)
    best_sum = current = 0.0
    start = 0
    for index, weight in enumerate(weights):
        if current <= 0:
            current, start = 0.0, index
        current += weight
        if current > best_sum:
            best_sum, best = current, Region(start=start, end=index + 1)
    return best


def _weight(row: Row, marks: Marks, words: Words, *, spaced: bool) -> float:
    mark = marks.get(row.index)
    if is_ending(row, words):
        return _ENDING
    if mark is not None:
        return _WEIGHTS.get(mark.field, 0.0)
    return _weight_of_prose(row) if row.prose else _weight_of_short(row, spaced=spaced)


def _weight_of_short(row: Row, *, spaced: bool) -> float:
    if row.item or "\t" in row.text:
        return _ITEM
    if row.url:
        return 0.0
    if not spaced:
        return _UNSPACED
    return _ALONE if row.mates == 1 else _IN_RUN


def _weight_of_prose(row: Row) -> float:
    if not row.ends_sentence:
        return _UNENDED_PROSE
    return min(row.length / _FULL_PARAGRAPH, _MOST_FOR_ONE_LINE)
