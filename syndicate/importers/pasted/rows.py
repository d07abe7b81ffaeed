"""Which paragraphs does a text have, and what does each look like at first sight?"""

import re
from collections import Counter
from dataclasses import dataclass

from syndicate.importers.pasted.wrapping import Numbered, paragraphs

_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "\u200b": ""})
_LOOKED_AT = 800
_CLOSERS = "\"'”“’‘»«›‹)]*_ "
_STOPS = (".", "!", "?", "…", ":", ";")
_SENTENCE_LENGTH = 40
_LONG = 160
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-•*–])\s+\S")
_URL = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_SPACED_SHARE = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A paragraph, of one line unless the text was wrapped; `plain` is folded for comparing.

    `block` numbers the runs of lines without a blank line between; `mates` is
    how many lines its run has.
    """

    index: int
    lines: tuple[Numbered, ...]
    text: str
    plain: str
    block: int
    mates: int

    @property
    def length(self) -> int:
        """Return how many characters the line has."""
        return len(self.text)

    @property
    def words(self) -> int:
        """Return how many words its first part has."""
        return len(self.plain.split())

    @property
    def ends_sentence(self) -> bool:
        """Tell whether it ends as a sentence does, closing quotation marks aside."""
        end = self.text[-12:].rstrip(_CLOSERS)
        return end.endswith(_STOPS) and not _ABBREVIATION.search(end)

    @property
    def prose(self) -> bool:
        """Tell whether it looks like running text rather than a title or a button."""
        return self.length >= _LONG or (self.length >= _SENTENCE_LENGTH and self.ends_sentence)

    @property
    def item(self) -> bool:
        """Tell whether it begins as a list's item does."""
        return _ITEM.match(self.text) is not None

    @property
    def url(self) -> bool:
        """Tell whether it is nothing but an address."""
        return _URL.match(self.text) is not None

    @property
    def digitless(self) -> bool:
        """Tell whether no digit stands in its first part."""
        return _DIGIT.search(self.plain) is None

    @property
    def wordless(self) -> bool:
        """Tell whether no letter stands in it."""
        return _LETTER.search(self.text) is None


def fold(text: str) -> str:
    """Return text for comparing: straight quotes, one kind of blank, lower case."""
    return " ".join(text.translate(_FOLD).casefold().split())


def rows_of(text: str) -> tuple[Row, ...]:
    """Return the paragraphs of a text whose line ends are newlines; most are one line."""
    found: list[Numbered] = []
    block, blank = -1, True
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        block += bool(stripped and blank)
        if stripped:
            found.append(Numbered(line=number, text=stripped, block=block))
        blank = not stripped
    return _rows(paragraphs(found))


def _rows(groups: list[tuple[Numbered, ...]]) -> tuple[Row, ...]:
    mates = Counter(group[0].block for group in groups)
    rows: list[Row] = []
    for index, group in enumerate(groups):
        text = " ".join(line.text for line in group)
        block = group[0].block
        rows.append(
            Row(
                index=index,
                lines=group,
                text=text,
                plain=fold(text[:_LOOKED_AT]),
                block=block,
                mates=mates[block],
            )
        )
    return tuple(rows)


def is_spaced(rows: tuple[Row, ...]) -> bool:
    """Tell whether blank lines part the paragraphs, so that runs of lines mean something."""
    return bool(rows) and (rows[-1].block + 1) / len(rows) >= _SPACED_SHARE
