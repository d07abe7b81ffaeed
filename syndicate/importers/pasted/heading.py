"""What do the lines above the body tell: section, summary, author, picture?"""

import re

from syndicate.domain.stories import Field
from syndicate.importers.agencies import AGENCIES
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.headline import Headline
from syndicate.importers.pasted.marks import Mark, Marks
from syndicate.importers.pasted.people import is_full_name
from syndicate.importers.pasted.region import Region
from syndicate.importers.pasted.rows import Row, fold

_SUMMARY_LENGTH = 40
_SUMMARY_WORDS = 6
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
    found.update(_before_headline(before))
    found.update(_after_headline(after, {**marks, **found}, words))
    return {**marks, **found}


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


def _before_headline(rows: list[Row]) -> dict[int, Mark]:
    found = {
        row.index: Mark(field=Field.FURNITURE, why="above the headline", sure=False) for row in rows
    }
    kickers = [
        row
        for row in rows
        if row.words <= _SECTION_WORDS and row.length <= _SECTION_LENGTH and not row.ends_sentence
    ]
    if kickers:
        found[kickers[-1].index] = Mark(
            field=Field.SECTION, why="short line above the headline", sure=len(kickers) == 1
        )
    return found


def _after_headline(open_rows: list[Row], marks: Marks, words: Words) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    told = {mark.field for mark in marks.values()}
    for row in open_rows:
        mark = _name(row, told, words) or _sentence(row, told, marks, words)
        told.add(mark.field)
        found[row.index] = mark
    return found


def _name(row: Row, told: set[Field], words: Words) -> Mark | None:
    if Field.BYLINE not in told and is_full_name(row, words):
        return Mark(field=Field.BYLINE, why="a name below the headline", sure=False)
    if fold(row.text) in AGENCIES or _has_role(row, words):
        return Mark(field=Field.BYLINE, why="an agency or a role below the headline", sure=False)
    return None


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
