"""Which words of a language tell what a line of a newspaper page is?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from syndicate.domain.articles import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """One language's (or several languages') words, all folded to lower case.

    A table is equal to itself only, so that what is compiled from it can be cached.

    Entries of `sentences`, `originally`, `contributed` and `promotion` are
    regular expressions over a folded line; all others are plain words.

    `common`: words that every text of the language is full of.
    `months`, `weekdays`: names and abbreviations without a full stop.
    `by`: what stands before an author. `roles`: what an author may be.
    `published`, `updated`: labels of an instant. `originally`: a sentence that
    tells the first publication. `clock`: words around a time of day.
    `labels`: a label that makes a line a note. `sentences`: a sentence that does.
    `contributed`: what follows contributors' names; its group `this` makes that
    certain, `from` tells the last one's place. `contributing`: what stands before
    them, with a `role` or around the `names`. `reported`: a verb between a name
    and a place. `is_`: what stands between a name and its role.
    `credits`: labels of a picture's credit. `captions`: labels of
    its caption. `depicting`: words found in captions.
    `furniture`: whole lines of a page's own. `promotion`: parts of such lines.
    `boxes`: headings of lists of links. `endings`: headings after the story's end.
    `and_`: what joins the last two names of a list. `in_`: what stands before a place.
    `of_`: what stands before an employer.
    """

    code: str
    common: frozenset[str]
    months: Mapping[str, int]
    weekdays: tuple[str, ...]
    by: tuple[str, ...]
    roles: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    originally: tuple[str, ...]
    clock: tuple[str, ...]
    labels: Mapping[str, Kind]
    sentences: tuple[tuple[str, Kind], ...]
    contributed: tuple[str, ...]
    contributing: tuple[str, ...]
    reported: tuple[str, ...]
    is_: tuple[str, ...]
    credits: tuple[str, ...]
    captions: tuple[str, ...]
    depicting: tuple[str, ...]
    furniture: frozenset[str]
    promotion: tuple[str, ...]
    boxes: tuple[str, ...]
    endings: tuple[str, ...]
    and_: tuple[str, ...]
    in_: tuple[str, ...]
    of_: tuple[str, ...]


def months(*names: str) -> dict[str, int]:
    """Return the numbers of twelve space-separated lists of a month's names, January first."""
    return {name: number for number, line in enumerate(names, 1) for name in line.split()}


def spaced(text: str) -> tuple[str, ...]:
    """Return the words of a table in which blanks stand between them."""
    return tuple(text.split())


def listed(text: str) -> tuple[str, ...]:
    """Return the phrases of a table in which `|` stands between them."""
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


def lines(text: str) -> tuple[str, ...]:
    """Return the non-blank lines of a table written as a block of text."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def any_of(words: Iterable[str]) -> str:
    """Return the regular expression that matches any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def merged(tables: Iterable[Words]) -> Words:
    """Return one table with the words of all; the first wins where two disagree."""
    every = list(tables)
    return Words(
        code=every[0].code,
        common=every[0].common.union(*(table.common for table in every)),
        months={k: v for table in reversed(every) for k, v in table.months.items()},
        weekdays=tuple(word for table in every for word in table.weekdays),
        by=tuple(word for table in every for word in table.by),
        roles=tuple(word for table in every for word in table.roles),
        published=tuple(word for table in every for word in table.published),
        updated=tuple(word for table in every for word in table.updated),
        originally=tuple(phrase for table in every for phrase in table.originally),
        clock=tuple(word for table in every for word in table.clock),
        labels={k: v for table in reversed(every) for k, v in table.labels.items()},
        sentences=tuple(phrase for table in every for phrase in table.sentences),
        contributed=tuple(phrase for table in every for phrase in table.contributed),
        contributing=tuple(phrase for table in every for phrase in table.contributing),
        reported=tuple(word for table in every for word in table.reported),
        is_=tuple(word for table in every for word in table.is_),
        credits=tuple(word for table in every for word in table.credits),
        captions=tuple(word for table in every for word in table.captions),
        depicting=tuple(word for table in every for word in table.depicting),
        furniture=every[0].furniture.union(*(table.furniture for table in every)),
        promotion=tuple(phrase for table in every for phrase in table.promotion),
        boxes=tuple(phrase for table in every for phrase in table.boxes),
        endings=tuple(phrase for table in every for phrase in table.endings),
        and_=tuple(word for table in every for word in table.and_),
        in_=tuple(word for table in every for word in table.in_),
        of_=tuple(word for table in every for word in table.of_),
    )
