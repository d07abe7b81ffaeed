"""Which story do the marked lines make?"""

import re
from html import escape

from syndicate.domain.articles import Content, PastRevision, Person, Related
from syndicate.domain.stories import Field, Line, Story
from syndicate.importers.cleaning import clean_content
from syndicate.importers.knowing import unknown_in
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.contributors import contributors_in
from syndicate.importers.pasted.images import images_of
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.people import (
    looks_like_name,
    names_in_byline,
    people_in,
)
from syndicate.importers.pasted.rows import Row

_TAG = {Field.BODY: "p", Field.SUBHEAD: "h2"}
_WIRES = "dpa|AP|AFP|EFE|Reuters|Lusa|ANSA|AFX|KNA|epd"
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [^\W\d_][\w.'’ -]{1,20})?(?: \([^()]{2,24}\))?"
    r"|[A-ZÀ-Þ][\w.'’ -]{2,24}(?:, [^\W\d_][\w.'’ -]{1,20})?"
    rf"(?: ?\((?:{_WIRES})[^()]{{0,12}}\)))"
    r"[,.]? ?[-–—]{1,2}\s?\S"
)


def assemble(
    rows: tuple[Row, ...],
    marks: Marks,
    past: tuple[PastRevision, ...],
    *,
    section: str,
    language: str,
    words: Words,
) -> Story:
    """Return the story, clean, with every line accounted for and what is unknown named."""
    content = clean_content(
        Content(
            headline=_first(rows, marks, Field.HEADLINE),
            summary=_first(rows, marks, Field.SUMMARY),
            section=section or _first(rows, marks, Field.SECTION),
            language=language,
            dateline=_dateline(rows, marks),
            authors=_authors(rows, marks, words),
            contributors=_contributors(rows, marks, words),
            images=images_of(rows, marks, words),
            body_html=_body(rows, marks),
            related=_related(rows, marks),
        )
    )
    return Story(
        content=content, past=past, unknown=unknown_in(content, past), lines=_lines(rows, marks)
    )


def _of(rows: tuple[Row, ...], marks: Marks, field: Field) -> list[Row]:
    return [row for row in rows if marks[row.index].field is field]


def _first(rows: tuple[Row, ...], marks: Marks, field: Field) -> str:
    return next((row.text for row in _of(rows, marks, field)), "")


def _body(rows: tuple[Row, ...], marks: Marks) -> str:
    blocks: list[str] = []
    for row in rows:
        tag = _TAG.get(marks[row.index].field)
        if tag:
            blocks.append(f"<{tag}>{escape(row.text, quote=False)}</{tag}>")
    return "\n".join(blocks)


def _dateline(rows: tuple[Row, ...], marks: Marks) -> str:
    """Return the place a wire story opens with; the paragraph keeps it too."""
    alone = _first(rows, marks, Field.DATELINE)
    opening = _DATELINE.match(_first(rows, marks, Field.BODY)[:120])
    return alone.rstrip(" –—-") or (opening["place"].strip() if opening else "")


def _authors(rows: tuple[Row, ...], marks: Marks, words: Words) -> tuple[Person, ...]:
    found: list[Person] = []
    for row in _of(rows, marks, Field.BYLINE):
        named = names_in_byline(row.text, words) or people_in(row.text, words)
        if named and not _is_role_of(row, found, words):
            found.extend(named)
        elif found:
            found = [_with_role(person, row.text) for person in found]
    return tuple(dict.fromkeys(found))


def _is_role_of(row: Row, found: list[Person], words: Words) -> bool:
    """Tell whether a second line below a name is that person's paper or post."""
    return bool(found) and not names_in_byline(row.text, words)


def _with_role(person: Person, role: str) -> Person:
    bare = re.sub(r"\s*@\w+", "", role).strip()
    return person if person.role or not bare else Person(name=person.name, role=bare)


def _contributors(rows: tuple[Row, ...], marks: Marks, words: Words) -> tuple[Person, ...]:
    found: list[Person] = []
    for row in _of(rows, marks, Field.CONTRIBUTORS):
        found.extend(
            person for person in contributors_in(row.text, words) if looks_like_name(person.name)
        )
    return tuple(dict.fromkeys(found))


def _related(rows: tuple[Row, ...], marks: Marks) -> tuple[Related, ...]:
    titles = dict.fromkeys(row.text for row in _of(rows, marks, Field.RELATED))
    return tuple(Related(title=title) for title in titles)


def _lines(rows: tuple[Row, ...], marks: Marks) -> tuple[Line, ...]:
    return tuple(
        Line(
            line=part.line,
            text=part.text,
            field=marks[row.index].field,
            sure=marks[row.index].sure,
            why=marks[row.index].why,
        )
        for row in rows
        for part in row.lines
    )
