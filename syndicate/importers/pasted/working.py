"""Who wrote the story, and who else worked on it?"""

import re
from dataclasses import replace

from syndicate.domain.articles import Person
from syndicate.domain.stories import Field
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.bylines import names_in_byline, people_in
from syndicate.importers.pasted.contributors import contributors_in
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.rows import Row, fold


def workers_of(
    rows: tuple[Row, ...], marks: Marks, words: Words
) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
    """Return the authors and the contributors.

    A closing line about an author ("Brook is a staff writer.") tells the
    author's role; it makes no contributor of him.
    """
    authors = _authors(rows, marks, words)
    named = [
        person
        for row in rows
        if marks[row.index].field is Field.CONTRIBUTORS
        for person in contributors_in(row.text, words)
    ]
    contributors = [who for who in named if not any(_same(author, who) for author in authors)]
    told = [_with_all(author, named) for author in authors]
    return tuple(dict.fromkeys(told)), tuple(dict.fromkeys(contributors))


def _authors(rows: tuple[Row, ...], marks: Marks, words: Words) -> list[Person]:
    found: list[Person] = []
    for row in rows:
        if marks[row.index].field is not Field.BYLINE:
            continue
        byline = names_in_byline(row.text, words)
        if byline or not found:
            found.extend(byline or people_in(row.text, words))
        else:
            found = [_with_role(person, row.text) for person in found]
    return found


def _with_role(person: Person, role: str) -> Person:
    """Add the paper or post that a second line below a name tells."""
    bare = re.sub(r"\s*@\w+", "", role).strip()
    return person if person.role or not bare else replace(person, role=bare)


def _same(author: Person, other: Person) -> bool:
    """Tell whether the other is the author, by the whole name or the family name."""
    full, told = fold(author.name), fold(other.name)
    return told == full or full.endswith(f" {told}")


def _with_all(author: Person, told: list[Person]) -> Person:
    for other in told:
        if _same(author, other):
            author = replace(
                author, role=author.role or other.role, location=author.location or other.location
            )
    return author
