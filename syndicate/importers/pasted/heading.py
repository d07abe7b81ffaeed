"""What do the lines above the body tell: section, summary, author, picture?"""

import re

from syndicate.domain.stories import Field
from syndicate.importers.agencies import AGENCIES
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.furniture import TRAIL, WORDLESS
from syndicate.importers.pasted.headline import Headline
from syndicate.importers.pasted.marks import Mark, Marks
from syndicate.importers.pasted.naming import is_full_name
from syndicate.importers.pasted.region import Region
from syndicate.importers.pasted.rows import Row, fold
from syndicate.importers.pasted.titles import is_paper

_SUMMARY_LENGTH = 40
_SUMMARY_WORDS = 6
_MOST_POINTS = 6
_SECTION_WORDS = 5
_SECTION_LENGTH = 40


def mark_heading(
    rows: tuple[Row, ...], marks: Marks, region: Region, headline: Headline | None, words: Words
) -> Marks:
    """Mark every line above the body."""
    found: dict[int, Mark] = {}
    if headline:
        why = "titles the story: early, short, its words recur in the body"
        found[headline.index] = Mark(field=Field.HEADLINE, why=why, sure=headline.sure)
        found.update(_copies(rows[: region.start], rows[headline.index], marks))
    at = headline.index if headline and headline.index < region.start else -1
    marks = _without_early_bylines(marks, at, region)
    taken = {**marks, **found}
    before = [row for row in rows[: max(at, 0)] if row.index not in taken]
    after = [row for row in rows[at + 1 : region.start] if row.index not in taken]
    trails = [
        row for row in rows[: max(at, 0)] if row.index in marks and marks[row.index].why == TRAIL
    ]
    found.update(_before_headline(before, trails))
    found.update(_after_headline(after, {**marks, **found}, words))
    return {**marks, **found}


def _trails(rows: tuple[Row, ...], marks: Marks) -> list[Row]:
    return [row for row in rows if row.index in marks and marks[row.index].why == TRAIL]


def _copies(rows: tuple[Row, ...], headline: Row, marks: Marks) -> dict[int, Mark]:
    return {
        row.index: Mark(field=Field.HEADLINE, why="the headline once more")
        for row in rows
        if row.plain == headline.plain and row is not headline and row.index not in marks
    }


def _without_early_bylines(marks: Marks, headline: int, region: Region) -> Marks:
    """Reopen bylines above the headline where one follows it: they are of other stories."""
    bylines = {index for index, mark in marks.items() if mark.field is Field.BYLINE}
    if not any(headline < index <= region.start for index in bylines):
        return marks
    return {n: mark for n, mark in marks.items() if n > headline or n not in bylines}


def _before_headline(rows: list[Row], trails: list[Row]) -> dict[int, Mark]:
    found = {
        row.index: Mark(field=Field.FURNITURE, why="above the headline", sure=False) for row in rows
    }
    kickers = trails or [row for row in rows if _is_kicker(row)]
    if kickers:
        found[kickers[-1].index] = Mark(
            field=Field.SECTION, why="short line above the headline", sure=len(kickers) == 1
        )
    return found


def _is_kicker(row: Row) -> bool:
    """Tell whether a line could name a section: short, no paper's name, no "3rd Ld" of a wire."""
    return (
        row.words <= _SECTION_WORDS
        and row.length <= _SECTION_LENGTH
        and not row.ends_sentence
        and not is_paper(row.text)
        and "--" not in row.text
        and ": " not in row.text
    )


def _after_headline(open_rows: list[Row], marks: Marks, words: Words) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    told = {mark.field for mark in marks.values()}
    for row in open_rows:
        above = marks.get(row.index - 1)
        mark = (
            _name(row, told, words)
            or _entry(row, above)
            or _point(row, found.get(row.index - 1), marks)
            or _sentence(row, told, marks, words)
        )
        told.add(mark.field)
        found[row.index] = mark
    return found


def _name(row: Row, told: set[Field], words: Words) -> Mark | None:
    if Field.BYLINE not in told and is_full_name(row, words):
        return Mark(field=Field.BYLINE, why="a name below the headline", sure=False)
    if fold(row.text) in AGENCIES or _has_role(row, words):
        return Mark(field=Field.BYLINE, why="an agency or a role below the headline", sure=False)
    return None


def _entry(row: Row, above: Mark | None) -> Mark | None:
    """Mark the title of a live page's first entry, below its time of day."""
    if above and above.why == WORDLESS and row.words >= _SUMMARY_WORDS:
        return Mark(field=Field.SUBHEAD, why="a title below an entry's number or time", sure=False)
    return None


def _point(row: Row, above: Mark | None, marks: Marks) -> Mark | None:
    """Mark a further line of a summary in points, which a byline or a date follows."""
    if above is None or above.field is not Field.SUMMARY or row.words < _SUMMARY_WORDS:
        return None
    below = range(row.index + 1, row.index + _MOST_POINTS)
    behind = next((marks[index].field for index in below if index in marks), None)
    if behind not in {Field.BYLINE, Field.PUBLISHED}:
        return None
    return Mark(field=Field.SUMMARY, why="a further point of the summary", sure=False)


def _has_role(row: Row, words: Words) -> bool:
    return row.words <= _SECTION_WORDS and bool(set(row.plain.split()) & set(words.roles))


def _sentence(row: Row, told: set[Field], marks: Marks, words: Words) -> Mark:
    if row.words < _SUMMARY_WORDS or row.length < _SUMMARY_LENGTH:
        return Mark(field=Field.FURNITURE, why="between headline and body", sure=False)
    if _near_credit(row, marks) and (Field.SUMMARY in told or _depicts(row, words)):
        return Mark(field=Field.CAPTION, why="beside a picture's credit", sure=False)
    if Field.SUMMARY not in told:
        return Mark(field=Field.SUMMARY, why="the sentence between headline and body")
    if row.ends_sentence:
        return Mark(field=Field.CAPTION, why="a further sentence above the body", sure=False)
    return Mark(field=Field.FURNITURE, why="a further title above the body", sure=False)


def _near_credit(row: Row, marks: Marks) -> bool:
    near = (row.index - 1, row.index + 1)
    return any(index in marks and marks[index].field is Field.CREDIT for index in near)


def _depicts(row: Row, words: Words) -> bool:
    return bool(set(re.findall(r"\w+", row.plain)) & set(words.depicting))
