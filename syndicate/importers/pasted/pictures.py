"""Which lines tell of a picture: its title, its caption, its credit?"""

import re
from dataclasses import dataclass
from functools import lru_cache

from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.marks import Mark, Marks, added
from syndicate.importers.pasted.naming import is_full_name
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
_SIGNED = re.compile(
    r"^(?P<caption>.{12,}[^\s-])\s+[-–—|]\s+"
    r"(?P<credit>[A-ZÀ-Þ][\w .'’-]{2,40} ?/ ?[A-ZÀ-Þ][\w .'’-]{1,30})$"
)
_COPYRIGHT = re.compile(r"^(?P<caption>.{12,}?[.!?…\"”])\s*©\s?(?P<credit>[^.]{2,80})$", re.DOTALL)
_PARTED = re.compile(r" ?[/|] ?|, | via ")
_COPYRIGHT_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CAPTION_BELOW = "labels the caption below it"
_LONGEST_CREDIT = 90
_LONGEST_CAPTION = 800
_LONGEST_SENTENCE = 200
_MOST_CREDIT_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """A caption and its credit in one line; either may be empty."""

    caption: str
    credit: str


@lru_cache(maxsize=16)
def _labels(words: Words) -> tuple[re.Pattern[str], ...]:
    """Return what finds a label before a credit: opening the line, ending it, all in capitals."""
    known = any_of(words.credits)
    whole = re.compile(
        rf"^(?:(?P<sign>©)\s*)?(?:(?P<label>{known})\s*(?P<colon>[:/|]|(?<=source),)|(?P<by>{known})(?=\s))\s*(?P<rest>.+)$",
        re.IGNORECASE,
    )
    ending = re.compile(
        rf"^(?P<caption>.{{12,}}?[.!?…\"”])\s*(?:{known})\s*[:/]\s*(?P<credit>.{{2,80}})$",
        re.IGNORECASE | re.DOTALL,
    )
    capitals = re.compile(
        rf"^(?P<caption>.{{12,}}?[.!?…\"”])\s*\(?(?:{known.upper()})\s+"
        r"(?P<credit>[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,60})\)?$",
        re.DOTALL,
    )
    return whole, ending, capitals


def credit_in(text: str, words: Words) -> str | None:
    """Return the credit if the line is nothing but one, else None."""
    if len(text) > _LONGEST_CREDIT:
        return None
    parenthesised = _PARENTHESISED.match(text)
    if parenthesised:
        inner = parenthesised["credit"].strip()
        return _unlabelled(inner, words) if _sounds_like_credit(inner, words) else None
    return _labelled_credit(text, words) or _agency_credit(text)


def _sounds_like_credit(text: str, words: Words) -> bool:
    whole = _labels(words)[0]
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
        return _credited(bracketed, words)
    _, ending, capitals = _labels(words)
    for pattern in (_COPYRIGHT, ending, capitals, _SIGNED):
        match = pattern.match(row.text)
        if match:
            return _credited(match, words)
    slashed = _SLASHED.match(row.text)
    if slashed and _AGENCY.search(fold(slashed["credit"])):
        return _credited(slashed, words)
    return None


def _credited(match: re.Match[str], words: Words) -> Credited:
    return Credited(caption=match["caption"], credit=_unlabelled(match["credit"].strip(), words))


def _unlabelled(credit: str, words: Words) -> str:
    """Cut the label off "Photo: Rohan Kale", and a copy of the name behind one."""
    whole = _labels(words)[0].match(credit)
    bare = whole["rest"].strip() if whole and whole["colon"] else credit
    parts = re.split(rf"\s+(?:{any_of(words.credits)}):\s*", bare, flags=re.IGNORECASE)
    return parts[0] if len(set(parts)) == 1 else bare


@lru_cache(maxsize=16)
def _caption_label(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words.captions)})\s*[:,|]\s*(?P<rest>.*)$", re.IGNORECASE)


def labelled_caption(row: Row, words: Words) -> str | None:
    """Return the caption of "Image: Somebody does something", "" of a bare label, or None."""
    if row.length > _LONGEST_CAPTION // 2:
        return None
    caption = _caption_label(words).match(row.text)
    if caption:
        return caption["rest"]
    match = _labels(words)[0].match(row.text)
    if not match or not match["colon"]:
        return None
    return match["rest"] if len(match["rest"].split()) > _MOST_CREDIT_WORDS else None


def mark_credits(rows: tuple[Row, ...], marks: Marks, words: Words) -> Marks:
    """Mark the lines that tell a picture's credit, alone or behind a caption."""
    found: dict[int, Mark] = {}
    for row in rows:
        if row.index not in marks:
            found.update(_credit(row, found, words) or _in_capitals(rows, row, marks, words))
    return added(marks, found)


def _in_capitals(rows: tuple[Row, ...], row: Row, marks: Marks, words: Words) -> dict[int, Mark]:
    """Mark a name in capitals, and the sentence above it that speaks of a picture."""
    above = rows[row.index - 1] if row.index else None
    if above is None or above.index in marks or not row.text.isupper():
        return {}
    depicts = set(re.findall(r"\w+", above.plain)) & set(words.depicting)
    short = above.length <= _LONGEST_SENTENCE and above.ends_sentence
    if not (short and depicts and is_full_name(row, words)):
        return {}
    return {
        above.index: Mark(field=Field.CAPTION, why="above a name in capitals", sure=False),
        row.index: Mark(field=Field.CREDIT, why="a name in capitals below a caption", sure=False),
    }


def _credit(row: Row, found: Marks, words: Words) -> dict[int, Mark]:
    labelled = labelled_caption(row, words)
    if labelled == "":
        label = Mark(field=Field.FURNITURE, why=_CAPTION_BELOW)
        return {row.index: label}
    above = found.get(row.index - 1)
    if above and above.why == _CAPTION_BELOW:
        return {row.index: Mark(field=Field.CAPTION, why="below a caption's label")}
    if credit_in(row.text, words):
        return {row.index: Mark(field=Field.CREDIT, why="names a photographer or an agency")}
    if credited_caption(row, words):
        return {row.index: Mark(field=Field.CAPTION, why="ends in a picture's credit")}
    if labelled:
        return {row.index: Mark(field=Field.CAPTION, why="labelled as a picture")}
    return {}
