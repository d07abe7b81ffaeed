"""Who does the story's last line say has worked on it?"""

import re
from functools import lru_cache

from syndicate.domain.articles import Person
from syndicate.importers.agencies import AGENCIES
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.people import looks_like_name
from syndicate.importers.pasted.rows import Row, fold

_LONGEST = 500
_IS = re.compile(r"^(?P<name>[^.]{3,60}?) (?:is|are) (?:an?|the) (?P<role>[^.]{3,80})\.?$")
_ARTICLE = re.compile(r"^(?:the|le|la|l'|el|o|a|die|der) (?=[A-ZÀ-Þ])", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[a-zà-ÿ)]\.) (?=[A-ZÀ-Þ])")
_PLACE_WORDS = re.compile(
    r"^(?:(?:new|south|north|east|west|saudi|san|los|las|el|united|hong|sri|costa|puerto|rio|são|sierra)"
    r" )?[^\W\d_][\w.'’-]*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=16)
def _phrases(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def is_contributors(row: Row, words: Words) -> bool:
    """Tell whether a line says who contributed to the story."""
    if row.length > _LONGEST:
        return False
    return _phrases(words.contributed).search(row.plain) is not None


def is_self_description(text: str, words: Words) -> bool:
    """Tell whether a line is one sentence like "Mirovalev is a special correspondent."."""
    match = _IS.match(text)
    return bool(match and looks_like_name(match["name"]) and _role_words(match["role"], words))


def contributors_in(text: str, words: Words) -> tuple[Person, ...]:
    """Return the people a contributors' line names, in its order."""
    found: list[Person] = []
    for sentence in _SENTENCE.split(text.replace("\xa0", " ")):
        found.extend(_of_sentence(sentence.strip(), words))
    return tuple(dict.fromkeys(found))


def _of_sentence(sentence: str, words: Words) -> list[Person]:
    described = _IS.match(sentence)
    if described:
        return [Person(name=described["name"], role=described["role"].strip())]
    names = _without_predicate(sentence, words)
    return _people(_parts(names, words), words) if names else []


def _without_predicate(sentence: str, words: Words) -> str:
    """Cut "contributed to this report" off, from either end."""
    match = _phrases(words.contributed).search(fold(sentence))
    if not match or len(fold(sentence)) != len(sentence):
        return ""
    before, after = sentence[: match.start()].strip(" ,"), sentence[match.end() :]
    if before:
        return re.sub(r"\s+(?:hat|haben|a|ont|have|has|also)$", "", before)
    if match[0].endswith(tuple(AGENCIES)) or match[0].startswith("avec"):
        return re.sub(r"^\w+ (?:l['’])?", "", sentence).rstrip(".")
    return after.strip(" .:,")


def _parts(text: str, words: Words) -> list[str]:
    joins = "|".join(re.escape(word) for word in words.and_)
    parts = re.split(rf"\s*[,;]\s*(?:(?:{joins})\s+)?|\s+(?:{joins})\s+", text, flags=re.IGNORECASE)
    return [part.strip() for part in parts if part.strip()]


def _people(parts: list[str], words: Words) -> list[Person]:
    found: list[Person] = []
    role = ""
    for part in parts:
        if found and found[-1].location and _PLACE_WORDS.match(part) and fold(part) not in AGENCIES:
            found[-1] = _further_located(found[-1], part)
            continue
        person = _person(part, words)
        role = person.role or role if _is_plural(role) else person.role
        found.append(
            Person(name=person.name, role=_singular(person.role or role), location=person.location)
        )
    return [person for person in found if looks_like_name(person.name)]


def _further_located(person: Person, place: str) -> Person:
    if "," in person.location:
        return person
    return Person(name=person.name, role=person.role, location=f"{person.location}, {place}")


def _person(text: str, words: Words) -> Person:
    place = re.search(rf"\s(?:{'|'.join(words.in_)})\s(?P<place>[A-ZÀ-Þ].*)$", text)
    named = _ARTICLE.sub("", text[: place.start()] if place else text)
    name, role = _role_first(named, words)
    return Person(name=name, role=role, location=place["place"] if place else "")


def _role_first(text: str, words: Words) -> tuple[str, str]:
    """Part "Times staff writer Molly Hennessy-Fiske" behind the last word of the role."""
    tokens = text.split()
    ends = [n for n, token in enumerate(tokens[:-1], 1) if token.casefold() in words.roles]
    if not ends:
        return text, ""
    return " ".join(tokens[ends[-1] :]), " ".join(tokens[: ends[-1]])


def _role_words(text: str, words: Words) -> bool:
    return any(token.casefold().strip(",") in words.roles for token in text.split())


def _is_plural(role: str) -> bool:
    return role.endswith("s")


def _singular(role: str) -> str:
    return role.removesuffix("s") if role.endswith(("ers", "ors", "ents")) else role
