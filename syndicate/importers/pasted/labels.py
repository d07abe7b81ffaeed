"""Which lines say by their own words what they are: stamps, bylines, notes, contributors?"""

import re
from functools import lru_cache
from itertools import pairwise

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.contributors import is_contributors
from syndicate.importers.pasted.instants import stated_in
from syndicate.importers.pasted.marks import Mark, Marks
from syndicate.importers.pasted.notes import Note, note_in
from syndicate.importers.pasted.people import names_in_byline
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.stamps import is_stamp

_LONGEST_NOTE = 1200
_LONGEST_ORIGINALLY = 200


@lru_cache(maxsize=16)
def _originally(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def mark_labels(rows: tuple[Row, ...], words: Words) -> Marks:
    """Mark the lines whose own words tell their field."""
    found: dict[int, Mark] = {}
    for row in rows:
        mark = _label(row, words)
        if mark:
            found[row.index] = mark
    return {**found, **_note_texts(rows, found, words)}


def _label(row: Row, words: Words) -> Mark | None:
    if is_originally(row, words):
        return Mark(field=Field.PUBLISHED, why="tells the first publication")
    if names_in_byline(row.text, words):
        return Mark(field=Field.BYLINE, why="names the author")
    if is_stamp(row, words):
        return Mark(field=Field.PUBLISHED, why="states an instant and next to nothing else")
    if is_contributors(row, words):
        return Mark(field=Field.CONTRIBUTORS, why="says who contributed")
    note = note_in(row.text, words) if row.length <= _LONGEST_NOTE else None
    if note:
        return _mark_of(note)
    return None


def _mark_of(note: Note) -> Mark:
    if not note.text:
        return Mark(field=Field.NOTE, why="heads a note about a change")
    why = "labelled as a note" if note.labelled else "says that the story was changed"
    return Mark(field=Field.NOTE, why=why)


def is_originally(row: Row, words: Words) -> bool:
    """Tell whether a line says when the story was first published, with a time."""
    if row.length > _LONGEST_ORIGINALLY or not _originally(words.originally).search(row.plain):
        return False
    stated = stated_in(row.text, words)
    return stated is not None and (stated.clock or stated.day or stated.month_day) is not None


def _note_texts(rows: tuple[Row, ...], marks: Marks, words: Words) -> dict[int, Mark]:
    """Mark the line below a bare "For the record:" as the note's text."""
    found: dict[int, Mark] = {}
    for heading, following in pairwise(rows):
        mark = marks.get(heading.index)
        if mark is None or mark.field is not Field.NOTE or following.index in marks:
            continue
        note = note_in(heading.text, words)
        if note and not note.text and following.prose:
            found[following.index] = Mark(field=Field.NOTE, why="the text below a note's heading")
    return found
