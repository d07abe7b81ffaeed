"""Whom does a line at the story's end say to have worked on it?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from syndicate.domain.articles import Person
from syndicate.importers.language.words import Words, any_of
from syndicate.importers.pasted.naming import looks_like_worker
from syndicate.importers.pasted.people import is_role, people_listed
from syndicate.importers.pasted.rows import Row

_LONGEST = 600
_LONGEST_REPORTED = 240
_MOST_WORDS_OF_ROLE = 14
_MOST_WORDS_OF_PLACE = 5
_FRAME = "([*_—–-•§ \xa0"
_ENDS = ")]*_ \xa0"
_SENTENCE = re.compile(
    r"(?<=[\wà-ÿ)]\.)(?<!\b[A-Z]\.)(?<!\bSt\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bFt\.)"
    r" (?=[A-ZÀ-Þ])|\s*;\s+"
)


@lru_cache(maxsize=16)
def _phrases(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


@lru_cache(maxsize=16)
def _is(words: Words) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<names>[^.]{{3,90}}?) (?:{any_of(words.is_)}) "
        r"(?:(?:an?|the|une?|le|la|una?|el|um|uma|o|eine?|der|die) )?(?P<role>[^.]{3,90})\.?$"
    )


def is_contributors(row: Row, words: Words) -> bool:
    """Tell whether a line does nothing but say who contributed to the story."""
    if row.length > _LONGEST:
        return False
    return any(_named(sentence, words) is not None for sentence in _sentences(row.text))


def is_self_description(text: str, words: Words) -> bool:
    """Tell whether a text opens with a sentence like "Mirovalev is a special correspondent."."""
    return bool(_described(next(_sentences(text), ""), words))


def contributors_in(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people a contributors' line names, in its order."""
    found: list[Person] = []
    for sentence in _sentences(text):
        found.extend(_described(sentence, words) or _named(sentence, words) or ())
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> Iterator[str]:
    whole = text.replace("\xa0", " ").lstrip(_FRAME).rstrip(_ENDS)
    return (part.strip() for part in _SENTENCE.split(whole) if part.strip())


def _described(sentence: str, words: Words) -> list[Person]:
    """Read "Halvard is a staff photographer." and "A and B are Times staff writers."."""
    match = _is(words).match(sentence)
    if not match or not _tells_post(match["role"], words):
        return []
    people = _workers(people_listed(match["names"], words))
    role = match["role"].strip()
    shared = people_listed(f"{role} X", words)[0].role if is_role(role, words) else role
    return [replace(who, role=shared or role) for who in people or ()]


def _tells_post(role: str, words: Words) -> bool:
    tokens = [token.casefold().strip(",") for token in role.split()]
    return len(tokens) <= _MOST_WORDS_OF_ROLE and any(token in words.roles for token in tokens)


def _named(sentence: str, words: Words) -> list[Person] | None:
    """Return whom a sentence names as contributors, or None when it does not speak of any."""
    for read in (_behind_lead, _before_predicate, _reported):
        people = read(sentence, words)
        if people is not None:
            return people
    return None


def _behind_lead(sentence: str, words: Words) -> list[Person] | None:
    """Read "Additional reporting by …", "Mitarbeit: …", "Editing by …"."""
    straight = _straight(sentence)
    for lead in _phrases(words.contributing):
        match = lead.match(straight)
        if match:
            groups = match.groupdict()
            start, end = match.span("names") if groups.get("names") else (match.end(), None)
            people = people_listed(sentence[start:end].strip(" .:,"), words)
            return _in_role(_workers(people[:1]) and _some(people), groups.get("role") or "")
    return None


def _in_role(people: list[Person] | None, role: str) -> list[Person] | None:
    return [replace(who, role=who.role or role) for who in people] if people else None


def _before_predicate(sentence: str, words: Words) -> list[Person] | None:
    """Read "… contributed to this report", which speaks of contributors even if it names none."""
    straight = _straight(sentence)
    for predicate in _phrases(words.contributed):
        match = predicate.search(straight)
        if match:
            groups = match.groupdict()
            start, end = match.span("from") if groups.get("from") else (0, 0)
            people = people_listed(
                f"{sentence[: match.start()]}{sentence[start:end]}".rstrip("."), words
            )
            return _some(people) if groups.get("this") else _workers(people)
    return None


def _reported(sentence: str, words: Words) -> list[Person] | None:
    """Read "Ada Brook reported from Oslo and Jon Pell from Bergen."."""
    verbs = any_of(words.reported)
    bare, told = re.subn(rf"(?:,?\s+(?:also|who))?\s(?:{verbs})(?=\s)", "", sentence.rstrip("."))
    if not told or len(sentence) > _LONGEST_REPORTED:
        return None
    people = people_listed(bare, words)
    placed = (
        people and people[-1].location and len(people[-1].location.split()) <= _MOST_WORDS_OF_PLACE
    )
    return _workers(people) if placed else None


def _workers(people: tuple[Person, ...]) -> list[Person] | None:
    """Return the people, or None if one is no name: then the sentence tells of something else."""
    named = all(looks_like_worker(who.name) for who in people)
    return list(people) if people and named else None


def _some(people: tuple[Person, ...]) -> list[Person]:
    return [who for who in people if looks_like_worker(who.name)]


def _straight(text: str) -> str:
    """Return the text for comparing, with each character in its place."""
    lower = text.replace("’", "'").lower()
    return lower if len(lower) == len(text) else text
