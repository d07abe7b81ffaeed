"""Whom does a byline name?"""

import re
from dataclasses import replace
from functools import lru_cache

from syndicate.domain.articles import Person
from syndicate.importers.agencies import is_organisation
from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.instants import stated_in
from syndicate.importers.pasted.naming import looks_like_worker
from syndicate.importers.pasted.people import people_listed
from syndicate.importers.pasted.rows import fold

_LONGEST_BYLINE = 140
_PAIR = 2
_PAIR = 2
_HANDLE = re.compile(r"\s*\(?@\w+\)?")
_PARTS = re.compile(r"\s+[|•·]\s+")
_TAIL = re.compile(r"\s*[|•·,;/–—-]+\s*$")
_PARTINGS = (" | ", " • ", " · ", " – ", " — ", " - ", "|", " / ", "/")


@lru_cache(maxsize=16)
def _by(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(words.by)})\b:?\s*(?=\S)", re.IGNORECASE)


def names_in_byline(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people a byline names, or none when it is no byline."""
    if len(text) > _LONGEST_BYLINE:
        return ()
    whole = _behind_label(text, words)
    parts = [_behind_label(part, words) for part in _PARTS.split(text)]
    return whole or tuple(person for part in parts for person in part)


def _behind_label(text: str, words: Words) -> tuple[Person, ...]:
    match = _by(words).match(text)
    return people_in(text[match.end() :], words) if match else ()


def people_in(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people in "A, B and C", "A | Paper" or "A in Oslo"; none if one is no name."""
    stated = stated_in(text, words)
    before = re.sub(r"\s(?:at|on|am|um|à|le)\s*$", "", text[: stated.start]) if stated else text
    bare = _TAIL.sub("", _HANDLE.sub("", before)).strip(" .")
    names, role = _role_parted(bare)
    role = "" if set(fold(role).split()) & set(words.by) else role
    people = people_listed(names, words)
    people = _employed(people) if "," in names else people
    if not all(looks_like_worker(who.name) and not _is_time(who.name, words) for who in people):
        return ()
    return tuple(_told(who, role, words) for who in people)


def _is_time(name: str, words: Words) -> bool:
    return fold(name) in {*words.weekdays, *words.months}


def _told(who: Person, role: str, words: Words) -> Person:
    place = "" if _is_time(who.location, words) else who.location
    return Person(name=who.name, role=who.role or role, location=place)


def _role_parted(text: str) -> tuple[str, str]:
    for separator in _PARTINGS:
        if separator in text:
            names, _, role = text.partition(separator)
            return names.strip(), role.strip()
    return text, ""


def _employed(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Read "Ada Brook, Harbour Press" and "Katrin Vogt, Berlin" as one person and her place."""
    if len(people) != _PAIR or people[0].role or " " not in people[0].name:
        return people
    first, second = people
    if is_organisation(second.name):
        return (replace(first, role=second.name),)
    return (
        people if " " in second.name or first.location else (replace(first, location=second.name),)
    )
