"""How does a newspaper story, pasted as plain text, become a story with fields?

Each line is looked at alone first (a stamp, a byline, a note, a credit, a button
of the page?), then among its neighbours (a caption above a credit, links below a
heading). The heaviest stretch of running text is the body; what stands above and
below it finds its field from its place.
"""

from datetime import date
from zoneinfo import ZoneInfo

from syndicate.domain.stories import Story
from syndicate.importers.language.detecting import detect, words_of
from syndicate.importers.language.words import Words
from syndicate.importers.pasted.assembling import assemble
from syndicate.importers.pasted.captions import mark_captions
from syndicate.importers.pasted.closing import mark_body, mark_closing
from syndicate.importers.pasted.decoding import decode
from syndicate.importers.pasted.furniture import mark_boxes, mark_furniture
from syndicate.importers.pasted.heading import mark_heading
from syndicate.importers.pasted.headline import find_headline
from syndicate.importers.pasted.labels import mark_labels
from syndicate.importers.pasted.marks import Marks
from syndicate.importers.pasted.past import Place, past_of
from syndicate.importers.pasted.pictures import mark_credits
from syndicate.importers.pasted.region import Region, body_region
from syndicate.importers.pasted.rows import Row, is_spaced, rows_of


def read_text(
    data: bytes,
    *,
    date: date | None = None,
    timezone: ZoneInfo | None = None,
    section: str | None = None,
    language: str | None = None,
) -> Story:
    """Return the story that pasted text tells.

    `date` and `timezone` complete instants that the source states in part; they
    replace nothing it states. Raises Unreadable for binary or empty input.
    """
    text = decode(data)
    spoken = language or detect(text)
    words = words_of(spoken)
    rows = rows_of(text)
    marks, region = classify(rows, words)
    past = past_of(rows, marks, region.start, Place(day=date, zone=timezone), words)
    return assemble(rows, marks, past, section=section or "", language=spoken, words=words)


def classify(rows: tuple[Row, ...], words: Words) -> tuple[Marks, Region]:
    """Return a mark for every line, and the body's stretch."""
    marks = _by_looks(rows, words)
    region = body_region(rows, marks, words)
    headline = find_headline(rows, marks, region, words)
    if headline and region.start <= headline.index < region.end:
        region = Region(start=headline.index + 1, end=region.end)
    marks = mark_heading(rows, marks, region, headline, words)
    marks = mark_body(rows, marks, region, words)
    return mark_closing(rows, marks, region, words), region


def _by_looks(rows: tuple[Row, ...], words: Words) -> Marks:
    spaced = is_spaced(rows)
    marks = mark_labels(rows, words)
    marks = mark_credits(rows, marks, words)
    marks = mark_captions(rows, marks, spaced=spaced)
    marks = mark_furniture(rows, marks, words)
    return mark_boxes(rows, marks, words, spaced=spaced)
