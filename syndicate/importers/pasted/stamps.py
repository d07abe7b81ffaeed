"""Does a line do nothing but state when the story was published or updated?"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.instants import Stated, stated_in
from syndicate.importers.pasted.rows import Row, fold

_LONGEST = 160
_MOST_OTHER_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_LOOKED_AT = 400
_PARTING = re.compile(r" ?[|•·] ?")


class Told(Enum):
    """What a stated instant is said to be."""

    PUBLISHED = "published"
    UPDATED = "updated"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One stated instant and what the line says it is."""

    told: Told
    stated: Stated


@lru_cache(maxsize=16)
def _labels(words: Words) -> re.Pattern[str]:
    published, updated = any_of(words.published), any_of(words.updated)
    return re.compile(
        rf"(?<!\w)(?:(?P<updated>{updated})|(?P<published>{published}))\b", re.IGNORECASE
    )


def stamps_in(text: str, words: Words) -> tuple[Stamp, ...]:
    """Return the instants that a line states, each with its label."""
    cuts = list(_labels(words).finditer(text[:_LOOKED_AT]))
    starts = [0, *(cut.start() for cut in cuts)]
    told = [Told.UNSAID, *(_told(cut) for cut in cuts)]
    ends = [*starts[1:], min(len(text), _LOOKED_AT)]
    return tuple(
        Stamp(told=what, stated=stated)
        for what, start, end in zip(told, starts, ends, strict=True)
        if (stated := stated_in(text[start:end], words))
    )


def _told(cut: re.Match[str]) -> Told:
    return Told.UPDATED if cut["updated"] else Told.PUBLISHED


def is_stamp(row: Row, words: Words) -> bool:
    """Tell whether a line is about an instant and next to nothing else."""
    if row.length > _LONGEST or "@" in row.text or row.digitless:
        return False
    return _says_instant(row, row.text, words) or any(
        _says_instant(row, part, words) for part in _PARTING.split(row.text)[1:]
    )


def _says_instant(row: Row, text: str, words: Words) -> bool:
    stamps = stamps_in(text, words)
    if not stamps or not _dated(stamps):
        return False
    labelled = any(stamp.told is not Told.UNSAID for stamp in stamps)
    return _others(text, stamps, words) <= (
        _MOST_OTHER_WORDS if labelled or not _closed(row) else 0
    )


def _dated(stamps: tuple[Stamp, ...]) -> bool:
    return any(
        stamp.stated.day or stamp.stated.month_day or (stamp.told is not Told.UNSAID)
        for stamp in stamps
    )


def _closed(row: Row) -> bool:
    return row.ends_sentence and not row.plain.endswith("m.")


def _others(text: str, stamps: tuple[Stamp, ...], words: Words) -> int:
    """Count the words that are neither a stated instant nor around one."""
    rest = text
    for stamp in stamps:
        rest = rest.replace(stamp.stated.words, " ")
    rest = _labels(words).sub(" ", rest)
    known = {*words.weekdays, *words.clock, *words.by, "on", "am", "le", "el", "em", "min", "read"}
    return sum(word not in known for word in _WORD.findall(fold(rest)))
