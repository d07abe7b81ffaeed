"""Which lines are captions because of their neighbours: a copy, a credit, a pair of brackets?"""

import re
from collections import Counter
from itertools import pairwise

from syndicate.domain.stories import Field
from syndicate.importers.pasted.marks import Mark, Marks, added
from syndicate.importers.pasted.rows import Row

_SHORTEST_REPEATED = 40
_SHORTEST_CUT = 20
_MOST_TWINS = 4
_LONGEST_TITLE = 70
_LINES_OF_PICTURE = 4
_COMPARED = 80
_FEWEST_NAMES = 2
_MOST_NAMES = 10
_CUT = re.compile(r"\s*(?:\.\.\.|…)?\s*\(?\b(?:less|more)\)?$|\s*(?:\.\.\.|…)$")
_BUTTONS = ("less", "more", "less)", "more)")
_BRACKETED = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,120})[)\]]\.?$")


def mark_captions(rows: tuple[Row, ...], marks: Marks, *, spaced: bool) -> Marks:
    """Mark captions that stand twice, credits in brackets, and the lines right above a credit."""
    twice = added(marks, _repeated(rows, marks))
    twice = added(twice, _bracketed(rows, twice, spaced=spaced))
    found: dict[int, Mark] = {}
    for row in rows:
        if twice.get(row.index) and twice[row.index].field is Field.CREDIT:
            found.update(_above(rows, row, twice) if spaced else {})
    return _with_copies(rows, added(twice, found))


def _with_copies(rows: tuple[Row, ...], marks: Marks) -> Marks:
    """Mark what says the same as a caption further off: the picture's text for the blind."""
    known = {_key(row) for row in rows if row.index in marks and _is_long_caption(row, marks)}
    copies = [row for row in rows if row.index not in marks and _key(row) in known]
    why = "says the same as a caption"
    return added(marks, {row.index: Mark(field=Field.CAPTION, why=why) for row in copies})


def _is_long_caption(row: Row, marks: Marks) -> bool:
    return marks[row.index].field is Field.CAPTION and row.length >= _SHORTEST_REPEATED


def inside_brackets(text: str) -> str | None:
    """Return what a line wholly in brackets holds, or None."""
    match = _BRACKETED.match(text)
    return match["inside"].strip() if match else None


def without_cut(text: str) -> str:
    """Return a caption without the button that folds it: "A boat at the quay … more"."""
    return _uncut(text) if text.endswith(_BUTTONS) else text


def are_copies(first: str, second: str) -> bool:
    """Tell whether two folded captions are one, also when a copy is cut off with "…" or "more"."""
    one, other = _uncut(first), _uncut(second)
    if one == first and other == second:
        return one[:_COMPARED] == other[:_COMPARED]
    compared = min(len(one), len(other), _COMPARED)
    return compared >= _SHORTEST_CUT and one[:compared] == other[:compared]


def _uncut(text: str) -> str:
    return _CUT.sub("", text) if text.endswith((*_BUTTONS, "…", "...")) else text


def _repeated(rows: tuple[Row, ...], marks: Marks) -> dict[int, Mark]:
    """Mark sentences that stand twice in a row, and their copies elsewhere."""
    pairs = [pair for pair in _neighbours(rows, marks) if _are_twins(*pair)]
    counts = Counter(_key(first) for first, _ in pairs)
    keys = {key for key, count in counts.items() if count <= _MOST_TWINS}
    twins = {row.index for pair in pairs for row in pair if _key(pair[0]) in keys}
    return {
        row.index: Mark(field=Field.CAPTION, why="stands twice, as captions do")
        for row in rows
        if row.index not in marks and (row.index in twins or _key(row) in keys)
    }


def _neighbours(rows: tuple[Row, ...], marks: Marks) -> list[tuple[Row, Row]]:
    """Return each line with the next one, and with the one behind a credit between."""
    pairs = list(pairwise(rows))
    for first, between, second in zip(rows, rows[1:], rows[2:], strict=False):
        if between.index in marks and marks[between.index].field is Field.CREDIT:
            pairs.append((first, second))
    return pairs


def _are_twins(first: Row, second: Row) -> bool:
    return _could_be_caption(first, second) and are_copies(first.plain, second.plain)


def _key(row: Row) -> str:
    return _uncut(row.plain)[:_COMPARED]


def _could_be_caption(first: Row, second: Row) -> bool:
    """Tell whether a sentence is long enough, and ends in one of its copies or is folded in both.

    A headline that a trail of links above it cuts off ends in no full stop.
    """
    whole = [row for row in (first, second) if _uncut(row.plain) == row.plain]
    ended = any(row.text.endswith((".", ".”", '."')) for row in whole)
    folded = not whole and first.plain.endswith(_BUTTONS)
    return max(first.length, second.length) >= _SHORTEST_REPEATED and (ended or folded)


def _bracketed(rows: tuple[Row, ...], marks: Marks, *, spaced: bool) -> dict[int, Mark]:
    """Mark the lines wholly in brackets right below a caption, whatever their words."""
    found: dict[int, Mark] = {}
    for above, row in pairwise(rows):
        if row.index in marks or inside_brackets(row.text) is None:
            continue
        mark = marks.get(above.index)
        if mark and mark.field is Field.CAPTION and not (spaced and above.block != row.block):
            found[row.index] = Mark(field=Field.CREDIT, why="in brackets right below a caption")
        elif mark is None and spaced and _ends_picture(above, row):
            why = "a name in brackets ends a short run of lines"
            found[row.index] = Mark(field=Field.CREDIT, why=why, sure=False)
    return found


def _ends_picture(above: Row, row: Row) -> bool:
    """Tell whether a run of lines apart is a sentence and names in brackets, as a picture's is."""
    names = (inside_brackets(row.text) or "").split()
    return (
        above.block == row.block
        and row.mates <= _LINES_OF_PICTURE
        and above.ends_sentence
        and _FEWEST_NAMES <= len(names) <= _MOST_NAMES
        and not row.ends_sentence
        and names[0][0].isupper()
        and names[-1][0].isupper()
    )


def _above(rows: tuple[Row, ...], credit: Row, marks: Marks) -> dict[int, Mark]:
    """Mark the caption and the title in the run of lines that a credit ends."""
    found: dict[int, Mark] = {}
    for row in reversed(rows[max(0, credit.index - 3) : credit.index]):
        mark = marks.get(row.index)
        if row.block != credit.block or (mark and mark.field is not Field.CAPTION):
            break
        captioned = found or mark
        if mark is None and captioned and row.length <= _LONGEST_TITLE and not row.ends_sentence:
            found[row.index] = Mark(field=Field.IMAGE_TITLE, why="short line above a caption")
        elif mark is None and (row.prose or row.mates <= _LINES_OF_PICTURE):
            found[row.index] = Mark(field=Field.CAPTION, why="right above a picture's credit")
        elif mark is None:
            break
    return found
