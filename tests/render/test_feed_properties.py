"""Do feeds of any history over any texts stay well-formed, true and readable?"""

import json
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Any

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from syndicate.domain.archives import Page
from syndicate.domain.articles import Content, Image, Kind, Person
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.readings import Reading
from syndicate.render.feed_documents import FeedRenderer
from syndicate.render.feed_text import fit, one_line
from tests.render.feed_samples import MORNING, SITE, History, texts

RENDERER = FeedRenderer(SITE)
CHANGES = [kind for kind in Kind if kind not in {Kind.ORIGINAL, Kind.RETRACTION, Kind.TAKEDOWN}]
ENDS = [Kind.RETRACTION, Kind.TAKEDOWN]

MARKUP = ["]]>", "<b>", "</b>", "&", "&amp;", "<", "</entry>", "</item>", "<![CDATA["]
UNUSUAL = ["\x00", "\x1b", "\uffff", "\ud83d", "\x85", "\r\n", "\u2028", "\u202e", "\U0001f6a2"]
TOKENS = st.sampled_from([*MARKUP, *UNUSUAL, "مرحبا", "שלום", "«\xa0x\xa0»"])
TEXT = st.lists(st.one_of(TOKENS, st.text(max_size=8)), max_size=6).map("".join)


@dataclass(frozen=True)
class Told:
    """A history with the reading after each of its revisions."""

    history: History
    readings: tuple[Reading, ...]


@st.composite
def contents(draw: st.DrawFn) -> Content:
    text, other = draw(TEXT), draw(TEXT)
    return Content(
        headline=draw(TEXT) + "headline",
        summary=other,
        section=draw(TEXT),
        authors=(Person(name=draw(TEXT)),),
        images=(Image(url=draw(st.none() | TEXT), caption=text, credit=other, position=1),),
        body_html=f"<p>{escape(text)} told</p><p>{escape(other)}</p>",
        tags=(draw(TEXT),),
    )


@st.composite
def histories(draw: st.DrawFn) -> Told:
    kinds = draw(st.lists(st.sampled_from(CHANGES), max_size=5))
    kinds += draw(st.lists(st.sampled_from(ENDS), max_size=1))
    history = History()
    readings: list[Reading] = []
    for kind in [Kind.ORIGINAL, *kinds]:
        history.then(kind, draw(contents()), draw(TEXT))
        readings.append(history.read())
    return Told(history=history, readings=tuple(readings))


def document(format_: FeedFormat, *readings: Reading) -> bytes:
    entries = [RENDERER.entry(reading, format_, predecessor=1) for reading in readings]
    return RENDERER.document(Page(feed=ALL), format_, entries, updated=MORNING)


def parsed(body: bytes) -> list[Any]:
    read = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not read.bozo, read.bozo_exception
    entries: list[Any] = read.entries
    return entries


def title_of(reading: Reading) -> str:
    item = json.loads(RENDERER.entry(reading, FeedFormat.JSON))
    title: str = item["title"]
    return title


def as_feedparser_has_it(text: str) -> str:
    """Return the text after feedparser's trimming and its mending of what looks mis-encoded."""
    try:
        return text.strip().encode("iso-8859-1").decode()
    except UnicodeError:
        return text.strip()


def words_of(body_html: str) -> str:
    return one_line(lxml_html.fragment_fromstring(body_html, create_parent="div").text_content())


@given(histories())
def test_atom_is_well_formed_and_reads_back_title_id_updated_and_content(told: Told) -> None:
    body = document(FeedFormat.ATOM, *told.readings)
    entries = parsed(body)
    for reading, entry in zip(told.readings, entries, strict=True):
        assert entry.id == reading.urn
        assert entry.title == as_feedparser_has_it(title_of(reading))
        assert entry.updated == f"{reading.updated:%Y-%m-%dT%H:%M:%SZ}"
    contents = texts(body, "//a:entry/a:content/text()")
    assert [e.content[0].value for e in entries] == [as_feedparser_has_it(c) for c in contents]


@given(histories())
def test_rss_is_well_formed_and_reads_back_guid_dates_and_content(told: Told) -> None:
    body = document(FeedFormat.RSS, *told.readings)
    entries = parsed(body)
    assert [e.id for e in entries] == [r.urn for r in told.readings]
    assert [e.updated for e in entries] == [
        f"{r.updated:%Y-%m-%dT%H:%M:%SZ}" for r in told.readings
    ]
    contents = texts(body, "//item/c:encoded/text()")
    assert [e.content[0].value for e in entries] == [as_feedparser_has_it(c) for c in contents]


@given(TEXT)
def test_a_title_is_the_headline_on_one_line(text: str) -> None:
    content = Content(headline=text + "headline")
    reading = History().then(Kind.ORIGINAL, content).read()
    assert title_of(reading) == one_line(fit(text + "headline"))


@given(histories())
def test_titles_are_the_same_plain_text_in_every_format(told: Told) -> None:
    titles = [title_of(reading) for reading in told.readings]
    assert texts(document(FeedFormat.ATOM, *told.readings), "//a:entry/a:title/text()") == titles
    assert texts(document(FeedFormat.RSS, *told.readings), "//item/title/text()") == titles


@given(histories())
def test_feedparser_reads_the_rss_titles_that_it_does_not_take_for_html(told: Told) -> None:
    entries = parsed(document(FeedFormat.RSS, *told.readings))
    for reading, entry in zip(told.readings, entries, strict=True):
        if entry.title_detail.type == "text/plain":
            assert entry.title == as_feedparser_has_it(title_of(reading))


@given(histories())
def test_the_contents_words_survive_to_the_letter(told: Told) -> None:
    content = told.history.revisions[0].content
    assert content is not None
    (carried,) = texts(document(FeedFormat.ATOM, told.readings[0]), "//a:entry/a:content/text()")
    first = words_of(fit(content.body_html).split("</p>")[0])
    assert words_of(carried).startswith(first)


@given(histories())
def test_updated_moved_exactly_on_significant_kinds(told: Told) -> None:
    for format_, path in (
        (FeedFormat.ATOM, "//a:entry/a:updated/text()"),
        (FeedFormat.RSS, "//item/a:updated/text()"),
    ):
        dates = texts(document(format_, *told.readings), path)
        moved = [before != after for before, after in pairwise(dates)]
        kinds = [revision.kind for revision in told.history.revisions[1:]]
        assert moved == [DEFAULT_POLICY.significant(kind) for kind in kinds]


@given(histories())
def test_the_publication_date_never_moves(told: Told) -> None:
    assert len(set(texts(document(FeedFormat.RSS, *told.readings), "//item/pubDate/text()"))) == 1


@given(histories())
def test_every_revision_has_an_entry_in_every_format(told: Told) -> None:
    readings = [told.history.read(r.number) for r in told.history.revisions]
    for format_ in FeedFormat:
        entries = [RENDERER.revision_entry(reading, format_) for reading in readings]
        body = RENDERER.document(Page(feed=ALL), format_, entries, updated=MORNING)
        if format_ is FeedFormat.JSON:
            assert len(json.loads(body)["items"]) == len(readings)
        else:
            assert len(parsed(body)) == len(readings)


@given(contents(), TEXT)
def test_documents_splice_back_byte_for_byte(content: Content, note: str) -> None:
    reading = replace(History().then(Kind.ORIGINAL, content, note).read(), updated=MORNING)
    for format_ in (FeedFormat.ATOM, FeedFormat.RSS):
        kept = RENDERER.entry(reading, format_, predecessor=1)
        joined = document(format_, reading, reading, reading)
        assert joined.count(kept) == 3
        assert len(texts(joined, "//a:entry/a:id/text() | //item/guid/text()")) == 3
