"""Which lines say by their own words what they are: stamps, bylines, notes, contributors?"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.bylines import names_in_byline
from syndicate.importers.pasted.contributors import is_contributors
from syndicate.importers.pasted.instants import stated_in
from syndicate.importers.pasted.marks import Mark, Marks
from syndicate.importers.pasted.notes import Note, note_in
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.stamps import Told, is_stamp, stamps_in

_LONGEST_NOTE = 1200
_LONGEST_ORIGINALLY = 200
_LONGEST_DATELINE = 60
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [\w .'’-]{2,20})?"
    r"(?: \([^\W\d_][\w/ -]{1,20}\)(?: ?[-–—]+)?| ?[–—]| --?)$"
)


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
    for is_one, field, why in _RULES:
        if is_one(row, words):
            return Mark(
                field=field, why=why, sure=field is not Field.PUBLISHED or _said(row, words)
            )
    note = note_in(row.text, words) if row.length <= _LONGEST_NOTE else None
    return _mark_of(note) if note else None


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


def _said(row: Row, words: Words) -> bool:
    """Tell whether a stamp says of what its instant is: of publication or of an update."""
    stamps = stamps_in(row.text, words)
    return is_originally(row, words) or any(stamp.told is not Told.UNSAID for stamp in stamps)


def _is_byline(row: Row, words: Words) -> bool:
    return bool(names_in_byline(row.text, words))


def _is_dateline(row: Row, _: Words) -> bool:
    return row.length <= _LONGEST_DATELINE and _DATELINE.match(row.text) is not None


_RULES: tuple[tuple[Callable[[Row, Words], bool], Field, str], ...] = (
    (is_originally, Field.PUBLISHED, "tells the first publication"),
    (_is_byline, Field.BYLINE, "names the author"),
    (is_stamp, Field.PUBLISHED, "states an instant and next to nothing else"),
    (is_contributors, Field.CONTRIBUTORS, "says who contributed"),
    (_is_dateline, Field.DATELINE, "a place in capitals before a dash or an agency"),
)


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
