"""Which lines belong to the page and not to the story?"""

import re
from functools import lru_cache

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.marks import Mark, Marks, added
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.titles import trail

WORDLESS = "holds no letter"
TRAIL = "the way to the page"
_LONGEST_PROMOTION = 260
_LONGEST_BUTTON = 60
_LONGEST_HEADING = 70
_SHORT_WORDS = 4
_PROSE_BEHIND_BOX = 100
_MOST_IN_BOX = 60
_MOST_IN_UNSPACED_BOX = 8
_HANDLE = re.compile(r"@\w+$|[\w.]+@[\w.-]+\.\w{2,}$")
_SITE = re.compile(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|de|fr|es|pt|br|info|news)$"
)
_ENDS = "…:.»›>→| "


@lru_cache(maxsize=16)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def mark_furniture(rows: tuple[Row, ...], marks: Marks, words: Words) -> Marks:
    """Mark buttons, promotion, social handles and lines without a letter."""
    found: dict[int, Mark] = {}
    for row in rows:
        why = _why_furniture(row, words) if row.index not in marks else ""
        if why:
            found[row.index] = Mark(field=Field.FURNITURE, why=why)
    return added(marks, found)


def _why_furniture(row: Row, words: Words) -> str:
    if row.wordless:
        return WORDLESS
    if row.length <= _LONGEST_BUTTON and row.plain.strip(_ENDS) in words.furniture:
        return "a button or label of the page"
    if trail(row.text):
        return TRAIL
    if _HANDLE.match(row.plain) or _SITE.match(row.plain):
        return "an account or a site's name"
    if row.length <= _LONGEST_PROMOTION and _any_of(words.promotion).search(row.plain):
        return "the page's own promotion"
    return ""


def is_box_heading(row: Row, words: Words) -> bool:
    """Tell whether a line heads a list of links to other stories."""
    return row.length <= _LONGEST_HEADING and bool(
        _any_of(words.boxes).search(row.plain.strip(_ENDS))
    )


def is_ending(row: Row, words: Words) -> bool:
    """Tell whether a line heads what comes after a story."""
    return row.length <= _LONGEST_HEADING and bool(
        _any_of(words.endings).search(row.plain.strip(_ENDS))
    )


def mark_boxes(rows: tuple[Row, ...], marks: Marks, words: Words, *, spaced: bool) -> Marks:
    """Mark the headings of boxes with links, and the links below them."""
    found: dict[int, Mark] = {}
    for row in rows:
        old = marks.get(row.index)
        if (old and old.field is not Field.FURNITURE) or not is_box_heading(row, words):
            continue
        found[row.index] = Mark(field=Field.FURNITURE, why="heads a list of links")
        found.update(_links_below(rows, row, marks, spaced=spaced))
    return {**added(marks, found)}


def _links_below(
    rows: tuple[Row, ...], heading: Row, marks: Marks, *, spaced: bool
) -> dict[int, Mark]:
    found: dict[int, Mark] = {}
    for row in _box(rows, heading, spaced=spaced):
        if row.index in marks:
            continue
        if row.prose and row.ends_sentence and row.length > _PROSE_BEHIND_BOX:
            break
        field = Field.RELATED if row.words >= _SHORT_WORDS else Field.FURNITURE
        found[row.index] = Mark(field=field, why="in a list of links", sure=False)
    return found


def _box(rows: tuple[Row, ...], heading: Row, *, spaced: bool) -> tuple[Row, ...]:
    """Return the lines below a heading: its own run, or the next one if it stands alone."""
    first = heading.index + 1
    after = rows[first : first + (_MOST_IN_BOX if spaced else _MOST_IN_UNSPACED_BOX)]
    if not spaced:
        return after
    same = tuple(row for row in after if row.block == heading.block)
    following = tuple(row for row in after if row.block == heading.block + 1)
    if same:
        return same
    return following if not any(row.prose and row.ends_sentence for row in following) else ()
