"""Which story do the marked lines make?"""

import re
from html import escape

from syndicate.domain.articles import Content, PastRevision, Related
from syndicate.domain.stories import Field, Line, Story
from syndicate.importers.cleaning import clean_content
from syndicate.importers.knowing import unknown_in
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.images import images_of
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.rows import Row
from syndicate.importers.pasted.titles import section_of, without_paper
from syndicate.importers.pasted.working import workers_of

_TAG = {Field.BODY: "p", Field.SUBHEAD: "h2"}
_NO_PLACES = {"SIR", "MADAM", "BREAKING", "EXCLUSIVE", "UPDATE", "NEW", "LIVE", "WATCH", "OPINION"}
_WIRES = "dpa|AP|AFP|EFE|Reuters|Lusa|ANSA|AFX|KNA|epd"
_DATELINE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,30}(?:, [^\W\d_][\w.'’ -]{1,20}?)?(?: \([^()]{2,24}\))?"
    r"|[A-ZÀ-Þ][\w.'’ -]{2,24}(?:, [^\W\d_][\w.'’ -]{1,20}?)?"
    rf"(?: ?\((?:{_WIRES})[^()]{{0,12}}\)))"
    r"[,.]?(?: \w+\.? \d{1,2}(?:, \d{4})?,?)? ?[-–—]{1,2}\s?\S"
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
    authors, contributors = workers_of(rows, marks, words)
    content = clean_content(
        Content(
            headline=without_paper(_first(rows, marks, Field.HEADLINE), rows),
            summary=_summary(rows, marks),
            section=section or _section(rows, marks),
            language=language,
            dateline=_dateline(rows, marks),
            authors=authors,
            contributors=contributors,
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


def _section(rows: tuple[Row, ...], marks: Marks) -> str:
    return section_of(_first(rows, marks, Field.SECTION))


def _summary(rows: tuple[Row, ...], marks: Marks) -> str:
    """Return the summary; its points, where it is a list, are parted by semicolons."""
    told = _of(rows, marks, Field.SUMMARY)
    parts = [row.text if row.ends_sentence else f"{row.text};" for row in told]
    return " ".join(parts).removesuffix(";")


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
    place = opening["place"].strip() if opening else ""
    return alone.rstrip(" –—-") or ("" if place in _NO_PLACES else place)


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
