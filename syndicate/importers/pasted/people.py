"""Whom does a list of names name, in which roles, where?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from syndicate.domain.articles import Person
from syndicate.importers.agencies import is_organisation
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.naming import PARTICLES, looks_like_name
from syndicate.importers.pasted.rows import fold

_ARTICLE = re.compile(
    r"(?:[Ll]['’]|(?:[Tt]he|[Ll]e|[Ll]a|[Ee]l|[Dd]er|[Dd]ie|o|a|os|as|les|los|las|das|den|dem|unsere[mr]?)\s)"
    r"(?=[A-ZÀ-Þ])"
)
_OF_AGENCY = re.compile(r"(?:d['’]|(?:de|da|do|del|du|des|von|vom)\s)(?:l['’]|(?:la|der)\s)?")
_AGENCY_OF = re.compile(
    r"(?:(?:d[ae]s?|del?|des|der|les|las|as|a|la|the) )*"
    r"(?:agencias?|agências?|agences?|[Nn]achrichtenagentur(?:en)?|news agency) (?=\w)"
)
_A = re.compile(r"^(?:an?|the|our|une?|eine?|der|die|le|la|el|un|una|um|uma|o|a)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(
    r"(?:[Tt]he\s)?(?P<whose>[A-ZÀ-Þ][\w.&-]*(?:\s[A-ZÀ-Þ][\w.&-]*)*)['’]s?\s(?P<who>.+)$"
)
_PLACE_WORDS = re.compile(
    r"^(?:(?:new|south|north|east|west|saudi|san|los|las|el|united|hong|sri|costa|puerto|rio|são|sierra)"
    r" )?[^\W\d_][\w.'’-]*$",
    re.IGNORECASE,
)
_PLURALS = ("s", "es", "en", "innen")
_WORDS_OF_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What stands between two commas or joining words, its place cut off."""

    text: str
    place: str
    comma: bool


@lru_cache(maxsize=16)
def _joins(words: Words) -> re.Pattern[str]:
    joins = "|".join(re.escape(word) for word in words.and_)
    return re.compile(rf"(\s*[,;]\s*(?:(?:{joins})\s+)?|\s+(?:{joins})\s+)(?=\S)", re.IGNORECASE)


@lru_cache(maxsize=16)
def _places(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a place behind a name, and one that opens a part of its own.

    "Rui de Sousa" is a name, so a particle of names leads to a place only after a comma.
    """
    inside = "|".join(word for word in words.in_ if word not in PARTICLES)
    opening = "|".join(words.in_)
    where = r"(?:(?:the|der|la)\s)?(?P<place>[A-ZÀ-Þ].*)$"
    return re.compile(rf"\s(?:{inside})\s{where}"), re.compile(rf"(?:{opening})\s{where}")


@lru_cache(maxsize=16)
def _of(words: Words) -> re.Pattern[str]:
    return re.compile(rf"\s(?i:{'|'.join(words.of_)})\s(?:the\s)?(?P<whose>[A-ZÀ-Þ].*)$")


def people_listed(text: str, words: Words) -> tuple[Person, ...]:
    """Return whom "Times staff writers A in Oslo and B, an editor, and the AP" names.

    What is no name is returned as one, for the caller to judge: see looks_like_worker.
    """
    found: list[Person] = []
    role = ""
    for part in _parts(text, words):
        if found and (told := _told_of(found[-1], part, words)):
            found[-1] = told
            continue
        person = _person(part, words)
        if not person.name:
            role = person.role
            continue
        shared = "" if is_organisation(person.name) else role
        role = person.role if _is_plural(person.role, words) else role if shared else ""
        found.append(replace(person, role=_singular(person.role or shared, words)))
    return tuple(found) or ((Person(name=role),) if role else ())


def _parts(text: str, words: Words) -> Iterator[_Part]:
    pieces = _joins(words).split(text.replace("\xa0", " ").strip(" ,;"))
    for join, piece in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        if not piece.strip():
            continue
        place = _places(words)[0].search(piece)
        bare = piece[: place.start()] if place else piece
        yield _Part(
            text=bare.strip(),
            place=place["place"].strip() if place else "",
            comma=join.strip().startswith(",") and join.strip() == ",",
        )


def _told_of(person: Person, part: _Part, words: Words) -> Person | None:
    """Return the person before, if the part tells of him: a further place, a place, a post."""
    opening = _places(words)[1].match(part.text)
    if opening and not person.location:
        return replace(person, location=opening["place"])
    if _goes_on(person.location, part):
        return replace(person, location=f"{person.location}, {part.text}")
    if part.comma and not person.role and is_role(part.text, words):
        role = _A.sub("", part.text)
        return replace(person, role=role, location=person.location or part.place)
    return None


def _goes_on(location: str, part: _Part) -> bool:
    """Tell whether "Iraq" goes on "Irbil"."""
    return (
        bool(location)
        and "," not in location
        and part.comma
        and not part.place
        and part.text[0].isupper()
        and _PLACE_WORDS.match(part.text) is not None
        and not is_organisation(part.text)
    )


def is_role(text: str, words: Words) -> bool:
    """Tell whether the words name a post and nobody in it: "special correspondent"."""
    behind = _of(words).sub("", text).split()
    return bool(behind) and _is_post(behind[-1], words)


def _is_post(word: str, words: Words) -> bool:
    return word.casefold().strip(".,") in words.roles


def _person(part: _Part, words: Words) -> Person:
    """Return who is named; a post alone, which those behind it share, has an empty name."""
    text = _without_article(part.text)
    if is_role(text, words) and not looks_like_name(_name_first(text, words)[0]):
        return Person(name="", role=text)
    for part_role in (_name_first, _role_first, _employed):
        name, role = part_role(text, words)
        if role:
            break
    return Person(name=_without_article(name), role=role, location=part.place)


def _without_article(text: str) -> str:
    """Cut off what is before the name in "the Courier", "da Reuters", "la agencia EFE"."""
    text = _AGENCY_OF.sub("", text, count=1)
    bare = _OF_AGENCY.sub("", text, count=1) if _OF_AGENCY.match(text) else text
    if bare != text and is_organisation(bare):
        return bare
    return _ARTICLE.sub("", text, count=1) if _ARTICLE.match(text) else text


def _role_first(text: str, words: Words) -> tuple[str, str]:
    """Part "Times staff writer Molly Hennessy-Fiske" behind the last word of the role."""
    tokens = text.split()
    ends = [n for n, token in enumerate(tokens[:-1], 1) if _is_post(token, words)]
    if not ends or (len(ends) == 1 and ends[0] == 1 and is_organisation(text)):
        return text, ""
    return " ".join(tokens[ends[-1] :]), " ".join(tokens[: ends[-1]])


def _employed(text: str, words: Words) -> tuple[str, str]:
    """Part "Ada Brook of the Courier" and "the Courier's Ada Brook"."""
    of = _of(words).search(text)
    if of:
        return text[: of.start()], of["whose"]
    whose = _POSSESSIVE.match(text)
    if whose and looks_like_name(whose["who"]):
        return whose["who"], whose["whose"]
    return text, ""


def _name_first(text: str, words: Words) -> tuple[str, str]:
    """Part "ADA BROOK STAFF WRITER", a name of two words before a post."""
    tokens = text.split()
    if len(tokens) <= _WORDS_OF_NAME or not _is_post(tokens[-1], words):
        return text, ""
    known = [n for n, token in enumerate(tokens) if _is_post(token, words)]
    if known[0] < _WORDS_OF_NAME or known[0] > _WORDS_OF_NAME + 1:
        return text, ""
    name, role = " ".join(tokens[:_WORDS_OF_NAME]), " ".join(tokens[_WORDS_OF_NAME:])
    return (text, "") if is_organisation(name) else (name, role)


def _is_plural(role: str, words: Words) -> bool:
    return _singular(role, words) != role


def _singular(role: str, words: Words) -> str:
    """Return one person's post from that of several: "staff writers" are a staff writer each."""
    last = fold(role).rpartition(" ")[2]
    endings = [
        end for end in _PLURALS if last.endswith(end) and last.removesuffix(end) in words.roles
    ]
    return role[: -len(endings[0])] if endings else role
