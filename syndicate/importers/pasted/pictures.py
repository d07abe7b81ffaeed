"""Which lines tell of a picture: its title, its caption, its credit?"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.marks import Mark, Marks, added
from syndicate.importers.pasted.rows import Row, fold

_AGENCY = re.compile(
    r"\b(?:ap|afp|associated press|getty(?: images)?|reuters|epa|efe|dpa|ansa|lusa|shutterstock"
    r"|i?stock(?:photo)?|bloomberg|zuma|upi|pa (?:wire|images)|alamy|keystone|imago|tass|xinhua"
    r"|picture[ -]alliance|press association|ap (?:photo|file)|agence france-presse|unsplash"
    r"|flickr|wikimedia(?: commons)?|file photo|handout|courtesy|staff photo)\b"
)
_PARENTHESISED = re.compile(r"\((?P<credit>[^()]{2,120})\)\.?$")
_LAST_PARENTHESIS = re.compile(
    r"^(?P<caption>.{12,}?)\s*\((?P<credit>[^()]{2,90})\)\.?$", re.DOTALL
)
_SLASHED = re.compile(
    r"^(?P<caption>.{12,}?[.!?\d])\s?(?P<credit>[^\W\d_][^.!?/|]{2,50}(?: ?/ ?| \| ).{2,50})$",
    re.DOTALL,
)
_PARTED = re.compile(r" ?[/|] ?|, | via ")
_COPYRIGHT_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LONGEST_CREDIT = 90
_LONGEST_CAPTION = 800
_MOST_CREDIT_WORDS = 8
_SHORTEST_REPEATED = 40
_MOST_TWINS = 4
_LONGEST_TITLE = 70
_LINES_OF_PICTURE = 4
_FOLDED_ENDS = re.compile(r"\s*(?:\.\.\.|…)?\s*\b(?:less|more)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """A caption and its credit in one line; either may be empty."""

    caption: str
    credit: str


@lru_cache(maxsize=16)
def _labels(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = any_of(words.credits)
    whole = re.compile(
        rf"^(?:(?P<sign>©)\s*)?(?:(?P<label>{known})\s*(?P<colon>[:/|])|(?P<by>{known})(?=\s))\s*(?P<rest>.+)$",
        re.IGNORECASE,
    )
    ending = re.compile(
        rf"^(?P<caption>.{{12,}}?[.!?…\"”])\s*(?:{known})\s*[:/]\s*(?P<credit>.{{2,80}})$",
        re.IGNORECASE | re.DOTALL,
    )
    return whole, ending


def credit_in(text: str, words: Words) -> str | None:
    """Return the credit if the line is nothing but one, else None."""
    if len(text) > _LONGEST_CREDIT:
        return None
    parenthesised = _PARENTHESISED.match(text)
    if parenthesised:
        inner = parenthesised["credit"].strip()
        return inner if _sounds_like_credit(inner, words) else None
    return _labelled_credit(text, words) or _agency_credit(text)


def _sounds_like_credit(text: str, words: Words) -> bool:
    whole, _ = _labels(words)
    return (
        bool("/" in text or "|" in text or _AGENCY.search(fold(text)) or whole.match(text))
        and len(text.split()) <= _MOST_CREDIT_WORDS * 2
    )


def _labelled_credit(text: str, words: Words) -> str | None:
    match = _labels(words)[0].match(text)
    if not match or len(match["rest"].split()) > _MOST_CREDIT_WORDS:
        return None
    by = (match["by"] or "").split()
    if (
        match["by"]
        and by[-1] not in {"by", "of", "via"}
        and not _AGENCY.search(fold(match["rest"]))
    ):
        return None
    if _COPYRIGHT_YEAR.search(text) or match["rest"].endswith("."):
        return None
    return match["rest"].strip()


def _agency_credit(text: str) -> str | None:
    folded = fold(text)
    agency = _AGENCY.search(folded)
    parted = _PARTED.search(text)
    few = len(text.split()) <= _MOST_CREDIT_WORDS
    if text.startswith("©") and few and not _COPYRIGHT_YEAR.search(text):
        return text.lstrip("© ")
    if agency and parted and few and not text.endswith((".", "!", "?")) and ":" not in text:
        return text
    return None


def credited_caption(row: Row, words: Words) -> Credited | None:
    """Return the caption and credit of a line that ends in a credit, or None."""
    if row.length > _LONGEST_CAPTION:
        return None
    bracketed = _LAST_PARENTHESIS.match(row.text)
    if bracketed and _sounds_like_credit(bracketed["credit"], words):
        return Credited(caption=bracketed["caption"], credit=bracketed["credit"].strip())
    labelled = _labels(words)[1].match(row.text)
    if labelled:
        return Credited(caption=labelled["caption"], credit=labelled["credit"])
    slashed = _SLASHED.match(row.text)
    if slashed and _AGENCY.search(fold(slashed["credit"])):
        return Credited(caption=slashed["caption"], credit=slashed["credit"])
    return None


def labelled_caption(row: Row, words: Words) -> str | None:
    """Return the caption of "Image: Somebody does something", or None."""
    match = _labels(words)[0].match(row.text)
    if not match or not match["colon"] or row.length > _LONGEST_CAPTION // 2:
        return None
    return match["rest"] if len(match["rest"].split()) > _MOST_CREDIT_WORDS else None


def mark_credits(rows: tuple[Row, ...], marks: Marks, words: Words) -> Marks:
    """Mark the lines that tell a picture's credit, alone or behind a caption."""
    found: dict[int, Mark] = {}
    for row in rows:
        if row.index in marks:
            continue
        if credit_in(row.text, words):
            found[row.index] = Mark(field=Field.CREDIT, why="names a photographer or an agency")
        elif credited_caption(row, words):
            found[row.index] = Mark(field=Field.CAPTION, why="ends in a picture's credit")
        elif labelled_caption(row, words):
            found[row.index] = Mark(field=Field.CAPTION, why="labelled as a picture")
    return added(marks, found)


def mark_captions(rows: tuple[Row, ...], marks: Marks, *, spaced: bool) -> Marks:
    """Mark captions that stand twice, and the lines right above a credit."""
    twice = added(marks, _repeated(rows, marks))
    found: dict[int, Mark] = {}
    for row in rows:
        if twice.get(row.index) and twice[row.index].field is Field.CREDIT:
            found.update(_above(rows, row, twice) if spaced else {})
    return added(twice, found)


def shortened(row: Row) -> str:
    """Return what two copies of one caption have in common, folded or unfolded on the page."""
    folded = row.plain.endswith(("less", "more"))
    plain = _FOLDED_ENDS.sub("", row.plain) if folded else row.plain
    return plain[: _SHORTEST_REPEATED * 2]


def _repeated(rows: tuple[Row, ...], marks: Marks) -> dict[int, Mark]:
    """Mark sentences that stand twice in a row, and their copies elsewhere."""
    twins = Counter(
        shortened(first)
        for first, second in pairwise(rows)
        if _could_be_caption(first) and shortened(first) == shortened(second)
    )
    keys = {key for key, count in twins.items() if count <= _MOST_TWINS}
    why = "stands twice, as captions do"
    return {
        row.index: Mark(field=Field.CAPTION, why=why)
        for row in rows
        if row.index not in marks and shortened(row) in keys
    }


def _could_be_caption(row: Row) -> bool:
    ended = row.text.endswith((".", ".”", '."')) or _FOLDED_ENDS.search(row.plain)
    return row.length >= _SHORTEST_REPEATED and bool(ended)


def _above(rows: tuple[Row, ...], credit: Row, marks: Marks) -> dict[int, Mark]:
    """Mark the caption and the title in the run of lines that a credit ends."""
    found: dict[int, Mark] = {}
    for row in reversed(rows[max(0, credit.index - 3) : credit.index]):
        mark = marks.get(row.index)
        if row.block != credit.block or (mark and mark.field is not Field.CAPTION):
            break
        if mark is None and found and row.length <= _LONGEST_TITLE and not row.ends_sentence:
            found[row.index] = Mark(field=Field.IMAGE_TITLE, why="short line above a caption")
        elif mark is None and (row.prose or row.mates <= _LINES_OF_PICTURE):
            found[row.index] = Mark(field=Field.CAPTION, why="right above a picture's credit")
        elif mark is None:
            break
    return found
