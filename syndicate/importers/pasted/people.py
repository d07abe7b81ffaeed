"""Whom does a byline or a contributors' line name, in which role, where?"""

import re
from functools import lru_cache

from syndicate.domain.articles import Person
from syndicate.importers.language.words import Words, any_of, spaced
from syndicate.importers.pasted.instants import stated_in
from syndicate.importers.pasted.rows import Row, fold

_LONGEST_BYLINE = 140
_MOST_WORDS_OF_NAME = 5
_PARTICLES = set(
    spaced("de da do dos das del la las los van von der den di du le el bin al y e ter zu")
)
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*$")
_HANDLE = re.compile(r"\s*\(?@\w+\)?")
_TAIL = re.compile(r"\s*[|•·,;–—-]+\s*$")


@lru_cache(maxsize=16)
def _by(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words.by)})\b:?\s*(?=\S)", re.IGNORECASE)


def names_in_byline(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people a byline names, or none when it is no byline."""
    match = _by(words).match(text)
    if not match or len(text) > _LONGEST_BYLINE:
        return ()
    return people_in(text[match.end() :], words)


def people_in(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people in "A, B and C" or "A | Paper"; none if one is no name."""
    stated = stated_in(text, words)
    bare = _TAIL.sub("", _HANDLE.sub("", text[: stated.start] if stated else text)).strip()
    names, _, role = (part.strip() for part in _role_parted(bare))
    titled = _name_then_role(names, words)
    if titled:
        return titled
    parts = _listed(names, words)
    if not parts or not all(looks_like_name(part) for part in parts):
        return ()
    return tuple(Person(name=part, role=role) for part in parts)


def _role_parted(text: str) -> tuple[str, str, str]:
    for separator in (" | ", " • ", " · ", " – ", " — ", " - ", "|"):
        if separator in text:
            return text.partition(separator)
    return text, "", ""


def _name_then_role(text: str, words: Words) -> tuple[Person, ...]:
    """Read "Robert Burns, AP National Security Writer"."""
    name, _, role = (part.strip() for part in text.partition(","))
    known = set(fold(role).split()) & set(words.roles)
    if looks_like_name(name) and known:
        return (Person(name=name, role=role),)
    return ()


def _listed(text: str, words: Words) -> list[str]:
    joins = "|".join(re.escape(word) for word in words.and_)
    parts = re.split(rf"\s*[,;]\s*(?:(?:{joins})\s)?|\s+(?:{joins})\s+", text, flags=re.IGNORECASE)
    return [part.strip(" .") for part in parts if part.strip(" .")]


def looks_like_name(text: str) -> bool:
    """Tell whether the words could name a person or an agency: few, and each with a capital."""
    tokens = text.split()
    if not 1 <= len(tokens) <= _MOST_WORDS_OF_NAME or len(text) > _LONGEST_BYLINE // 2:
        return False
    return all(_NAME_WORD.match(token) for token in tokens) and all(
        token[0].isupper() or token.casefold() in _PARTICLES for token in tokens
    )


def is_full_name(row: Row, words: Words) -> bool:
    """Tell whether a line is a given name and a family name and nothing else."""
    tokens = row.text.split()
    common = words.common | {"news", "home", "sports", "sport", "opinion"}
    return (
        1 < len(tokens) < _MOST_WORDS_OF_NAME
        and looks_like_name(row.text)
        and not row.ends_sentence
        and not any(token.casefold() in common for token in tokens if token[0].isupper())
    )
