"""Which line is the headline?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.naming import is_full_name
from syndicate.importers.pasted.region import Region
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.titles import is_paper

_WORD = re.compile(r"[^\W\d_]{4,}|\d{3,}")
_LONGEST_HEADLINE = 220
_FEWEST_WORDS = 2
_GOOD_WORDS = range(4, 21)
_TAIL_OVERLAP = 0.75
_TAIL_WORDS = 5
_LOOKED_AT = 200_000
_NEAR = 12
_PLACE = 0.8
_SHORT_PLACE = 0.1
_PASSED = 0.8
_MOST_PLACE = 2.4
_MENU_LINES = 20
_BEHIND_MENU = 8
_SIGNATURE = {Field.BYLINE, Field.PUBLISHED}
_BELOW_HEADLINE = {Field.BYLINE, Field.PUBLISHED, Field.CREDIT}
_LEAST_SCORE = 0.5
_SURE_SCORE = 2.0
_FIRST_SENTENCE = 2.0
_FIRST_LINE = 0.3
_PAPER = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The line taken for the headline, and whether that is certain."""

    index: int
    sure: bool


def find_headline(
    rows: tuple[Row, ...], marks: Marks, region: Region, words: Words
) -> Headline | None:
    """Return the line above the body, or failing that below it, that titles the story."""
    vocabulary = _vocabulary(rows[region.start : region.end])
    behind = _vocabulary(rows[region.start + 1 : region.end])
    scored: list[tuple[float, Row]] = []
    for row, place in _candidates(rows, marks, region):
        known = vocabulary if row.index < region.start else behind
        score = _score(row, rows, marks, known, words) - _cost(row, region)
        scored.append((score - place, row))
    best = _best(scored, _LEAST_SCORE)
    if best:
        return Headline(index=best[1].index, sure=best[0] >= _SURE_SCORE)
    return _headline_below(rows, marks, region, vocabulary, words)


def _best(scored: list[tuple[float, Row]], least: float) -> tuple[float, Row] | None:
    good = [pair for pair in scored if pair[0] >= least]
    return max(good, key=lambda pair: (pair[0], -pair[1].index), default=None)


def _candidates(rows: tuple[Row, ...], marks: Marks, region: Region) -> list[tuple[Row, float]]:
    """Return the lines that could be the headline, each with what its place costs.

    Every title above a line speaks against it, and so does a byline or a date
    between that title and it. A page's menu, many short lines, is left out.
    """
    found: list[tuple[Row, float]] = []
    place, titled = 0.0, False
    for row in rows[_menu_end(rows, marks, region) : region.start + 1]:
        if row.index in marks:
            place += _PASSED if titled and marks[row.index].field in _SIGNATURE else 0.0
            continue
        if _could_be(row, marks):
            found.append((row, min(place, _MOST_PLACE)))
            place += _PLACE if row.words in _GOOD_WORDS else _SHORT_PLACE
            titled = titled or row.words in _GOOD_WORDS
    return found


def _menu_end(rows: tuple[Row, ...], marks: Marks, region: Region) -> int:
    """Return where the lines right above the last byline begin, behind a menu of many lines."""
    bylines = [
        row.index
        for row in rows[: region.start]
        if row.index in marks and marks[row.index].field is Field.BYLINE
    ]
    end = bylines[-1] if bylines else 0
    return end - _BEHIND_MENU if end > _MENU_LINES else 0


def _cost(row: Row, region: Region) -> float:
    """Return what speaks against a headline that opens the body: it may be its first sentence."""
    if row.index < region.start:
        return 0.0
    return _FIRST_SENTENCE if row.ends_sentence else _FIRST_LINE


def _could_be(row: Row, marks: Marks) -> bool:
    return (
        row.index not in marks
        and row.words >= _FEWEST_WORDS
        and row.length <= _LONGEST_HEADLINE
        and not row.url
    )


def _score(
    row: Row, rows: tuple[Row, ...], marks: Marks, vocabulary: set[str], words: Words
) -> float:
    """Weigh a line as a headline: its words recur in the body, a byline or date follows."""
    share, matches = _overlap(row, vocabulary, words)
    following = {marks[n].field for n in (row.index + 1, row.index + 2) if n in marks}
    score = 2.5 * share + 0.25 * min(matches, 6)
    score += 1.0 if row.words in _GOOD_WORDS else -1.0
    score += -0.8 if row.ends_sentence and row.text.endswith(".") else 0.3
    score -= 0.8 if is_full_name(row, words) else 0.0
    score -= _PAPER if is_paper(row.text) else 0.0
    score += 0.7 if _repeats(row, rows) else 0.0
    score += 0.5 if following & _BELOW_HEADLINE else 0.0
    return score


def _repeats(row: Row, rows: tuple[Row, ...]) -> bool:
    """Tell whether a line close by says the same, as "Share: <headline>" does."""
    near = rows[max(0, row.index - _NEAR) : row.index + _NEAR]
    return row.words in _GOOD_WORDS and any(
        row.plain in other.plain and other.index != row.index for other in near
    )


def _vocabulary(rows: Iterable[Row]) -> set[str]:
    found: set[str] = set()
    size = 0
    for row in rows:
        found.update(word[:6] for word in _WORD.findall(row.plain))
        size += row.length
        if size > _LOOKED_AT:
            break
    return found


def _overlap(row: Row, vocabulary: set[str], words: Words) -> tuple[float, int]:
    """Return which share of a line's words, and how many, recur in the body."""
    own = {word for word in _WORD.findall(row.plain) if word not in words.common}
    recurring = sum(word[:6] in vocabulary for word in own)
    return (recurring / len(own) if own else 0.0), recurring


def _headline_below(
    rows: tuple[Row, ...], marks: Marks, region: Region, vocabulary: set[str], words: Words
) -> Headline | None:
    below = [
        (_overlap(row, vocabulary, words)[0], row)
        for row in rows[region.end :]
        if row.words >= _TAIL_WORDS
        and not row.prose
        and row.length <= _LONGEST_HEADLINE
        and (row.index not in marks or marks[row.index].field is Field.RELATED)
    ]
    best = _best(below, _TAIL_OVERLAP)
    return Headline(index=best[1].index, sure=False) if best else None
