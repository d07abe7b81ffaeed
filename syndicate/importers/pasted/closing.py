"""What stands below the body, and what inside it is no paragraph?"""

import re

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.contributors import is_self_description
from syndicate.importers.pasted.furniture import is_ending
from syndicate.importers.pasted.marks import Mark, Marks
from syndicate.importers.pasted.region import Region
from syndicate.importers.pasted.rows import Row

_SUBHEAD_LENGTH = 90
_SUBHEAD_WORDS = 14
_TITLE_WORDS = 4
_TITLE_LENGTH = range(20, 161)
_LINKS_IN_RUN = 3
_VERSE = Mark(field=Field.BODY, why="among short lines only", sure=False)
_BIOGRAPHY = Mark(field=Field.CONTRIBUTORS, why="says what somebody is", sure=False)
_SPEAKER = re.compile(r"(?:[QAFPR]|[A-ZÀ-Þ]{2,20}) ?[:.] ")
_CLOSE_TO_STORY = {Field.BODY, Field.CONTRIBUTORS, Field.RELATED, Field.NOTE, Field.PUBLISHED}


def mark_body(rows: tuple[Row, ...], marks: Marks, region: Region, words: Words) -> Marks:
    """Mark the paragraphs and subheads of the body, and its author's description at its end."""
    found = {**marks, **_biographies(rows, marks, region, words)}
    body = rows[region.start : region.end]
    verse = not any(row.prose for row in body)
    for row in body:
        if row.index not in found:
            found[row.index] = _VERSE if verse else _in_body(rows, row, region)
    return found


def _biographies(
    rows: tuple[Row, ...], marks: Marks, region: Region, words: Words
) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    for row in reversed(rows[region.start : region.end]):
        if row.index not in marks and not is_self_description(row.text, words):
            break
        if row.index not in marks:
            found[row.index] = _BIOGRAPHY
    return found if len(found) < region.end - region.start else {}


def _is_sentence(row: Row) -> bool:
    return row.ends_sentence and not row.text.endswith(("…", "...", ":", ";", "?"))


def _in_body(rows: tuple[Row, ...], row: Row, region: Region) -> Mark:
    if row.prose:
        return Mark(field=Field.BODY, why="running text")
    if _in_list_of_links(rows, row):
        return Mark(field=Field.RELATED, why="one of several titles in a run", sure=False)
    if _is_subhead(rows, row, region):
        return Mark(field=Field.SUBHEAD, why="short line above a paragraph", sure=False)
    return Mark(field=Field.BODY, why="short line inside the story", sure=False)


def _is_subhead(rows: tuple[Row, ...], row: Row, region: Region) -> bool:
    following = rows[row.index + 1] if row.index + 1 < region.end else None
    return (
        following is not None
        and following.prose
        and row.length <= _SUBHEAD_LENGTH
        and row.words <= _SUBHEAD_WORDS
        and not row.text.endswith((".", ",", ";", ":", "!", "”", '"', "»"))
        and not _SPEAKER.match(row.text)
        and not _signs(rows, row, following)
        and not (
            row.item or row.url or "\t" in row.text or row.text.startswith(("—", "–", "“", '"'))
        )
    )


def _signs(rows: tuple[Row, ...], row: Row, following: Row) -> bool:
    """Tell whether a line ends a run of short ones, as a letter's signature and place do."""
    above = rows[row.index - 1]
    return row.block == above.block != following.block and not above.prose


def _in_list_of_links(rows: tuple[Row, ...], row: Row) -> bool:
    run = [
        other for other in rows[max(0, row.index - 40) : row.index + 40] if other.block == row.block
    ]
    return (
        len(run) >= _LINKS_IN_RUN
        and row.words >= _TITLE_WORDS
        and not any(other.prose or other.item or other.url or "\t" in other.text for other in run)
        and not any(other.ends_sentence for other in run)
    )


def mark_closing(rows: tuple[Row, ...], marks: Marks, region: Region, words: Words) -> Marks:
    """Mark every line below the body."""
    found = dict(marks)
    near = True
    for row in rows[region.end :]:
        if row.index not in found:
            found[row.index] = _below(row, found.get(row.index - 1), words, near=near)
        near = near and found[row.index].field in _CLOSE_TO_STORY
    return found


def _below(row: Row, before: Mark | None, words: Words, *, near: bool) -> Mark:
    if is_self_description(row.text, words):
        return _BIOGRAPHY
    if is_ending(row, words):
        return Mark(field=Field.FURNITURE, why="heads what comes after a story")
    if before and before.field is Field.BODY and row.words >= _TITLE_WORDS and _is_sentence(row):
        return Mark(field=Field.BODY, why="a short sentence right below the story", sure=False)
    title = row.words >= _TITLE_WORDS and row.length in _TITLE_LENGTH and not row.prose
    if near and title and not row.url and not row.text.endswith(":"):
        return Mark(field=Field.RELATED, why="a title below the story", sure=False)
    return Mark(field=Field.FURNITURE, why="below the story", sure=False)
