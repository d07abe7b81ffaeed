"""Do kept entries and heads join into the documents that were meant?"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from uuid import UUID

import pytest
from lxml import etree

from syndicate.domain.archives import Page
from syndicate.domain.articles import Content, Image, Kind
from syndicate.domain.feeds import ALL, CORRECTIONS, Feed, FeedFormat, revisions_of
from syndicate.domain.readings import Reading
from syndicate.domain.tombstones import Tombstone
from syndicate.errors import Broken
from syndicate.render import xml_feeds
from syndicate.render.feed_documents import FeedRenderer, head_of
from syndicate.render.feed_entries import article_entry
from tests.render.feed_samples import CONTENT, MORNING, SITE, every_kind, original, texts, told

FORMATS = list(FeedFormat)
RENDERER = FeedRenderer(SITE)
XML = {FeedFormat.ATOM: xml_feeds.atom, FeedFormat.RSS: xml_feeds.rss}


def document(format_: FeedFormat, *readings: Reading, feed: Feed = ALL) -> bytes:
    entries = [RENDERER.entry(reading, format_) for reading in readings]
    return RENDERER.document(Page(feed=feed), format_, entries, updated=MORNING)


@pytest.mark.parametrize("format_", list(XML))
def test_joined_entries_are_the_bytes_of_writing_all_at_once(format_: FeedFormat) -> None:
    readings = [history.read() for history in every_kind()]
    head = head_of(Page(feed=ALL), format_, SITE, MORNING)
    at_once = XML[format_](head, [article_entry(reading, SITE, None) for reading in readings])
    assert document(format_, *readings) == at_once


@pytest.mark.parametrize("format_", list(XML))
def test_an_entry_cut_out_of_a_document_is_the_kept_entry(format_: FeedFormat) -> None:
    kept = RENDERER.entry(told(Kind.CORRECTION).read(), format_)
    joined = document(format_, original(), told(Kind.CORRECTION).read(), original())
    assert joined.count(kept) == 1
    assert b"xmlns" not in kept


def test_joined_items_are_the_json_of_reading_each_alone() -> None:
    readings = [history.read() for history in every_kind()]
    items = [json.loads(RENDERER.entry(reading, FeedFormat.JSON)) for reading in readings]
    assert json.loads(document(FeedFormat.JSON, *readings))["items"] == items


@pytest.mark.parametrize("format_", FORMATS)
def test_the_same_input_gives_the_same_bytes(format_: FeedFormat) -> None:
    again = FeedRenderer(SITE).entry(told(Kind.UPDATE).read(), format_)
    assert again == RENDERER.entry(told(Kind.UPDATE).read(), format_)
    assert document(format_, original()) == document(format_, original())


@pytest.mark.parametrize("format_", FORMATS)
def test_what_was_written_before_leaves_no_trace(format_: FeedFormat) -> None:
    gone = Tombstone(feed=ALL.name, urn="urn:gone", article_id=UUID(int=7), at=MORNING)
    pages = [Page(feed=feed, older=older) for feed in (ALL, CORRECTIONS) for older in (0, 1)]
    every = list(product(pages, (MORNING, MORNING + timedelta(days=1)), ((), (gone,))))

    def written(by: FeedRenderer, page: Page, at: datetime, gone: Sequence[Tombstone]) -> bytes:
        entries = [by.entry(original(), format_)]
        return by.document(page, format_, entries, updated=at, tombstones=gone)

    one = FeedRenderer(SITE)
    assert [written(one, *each) for each in every * 2] == [
        written(FeedRenderer(SITE), *each) for each in every * 2
    ]


@pytest.mark.parametrize("format_", FORMATS)
def test_the_zone_an_instant_is_written_in_does_not_matter(format_: FeedFormat) -> None:
    elsewhere = MORNING.astimezone(timezone(timedelta(hours=-7)))
    entries = [RENDERER.entry(replace(original(), updated=elsewhere), format_)]
    moved = RENDERER.document(Page(feed=ALL), format_, entries, updated=elsewhere)
    assert moved == document(format_, original())


@pytest.mark.parametrize("format_", FORMATS)
def test_entries_stand_in_the_order_they_are_given(format_: FeedFormat) -> None:
    first, second = (replace(CONTENT, headline=headline) for headline in ("Alpha", "Omega"))
    joined = document(format_, original(first), original(second))
    assert joined.index(b"Alpha") < joined.index(b"Omega")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_feed_without_entries_is_a_feed(format_: FeedFormat) -> None:
    empty = document(format_)
    if format_ is FeedFormat.JSON:
        assert json.loads(empty)["items"] == []
    else:
        assert etree.fromstring(empty).tag


def test_a_selection_is_named_in_the_title_and_the_address() -> None:
    feed = Feed(name="sections/town-harbour", label="Town & Harbour")
    atom = document(FeedFormat.ATOM, feed=feed)
    assert texts(atom, "/a:feed/a:title/text()") == ["The Estuary & Coast: Town & Harbour"]
    address = ["https://estuary.example/feeds/sections/town-harbour.atom"]
    assert texts(atom, "/a:feed/a:link[@rel='self']/@href") == address


@pytest.mark.parametrize(
    ("feed", "page"),
    [
        (ALL, "/"),
        (CORRECTIONS, "/corrections"),
        (revisions_of(original().id, "ferry", "Ferry"), "/articles/ferry/history"),
    ],
)
def test_a_feed_leads_to_its_page_for_people(feed: Feed, page: str) -> None:
    head = json.loads(document(FeedFormat.JSON, feed=feed))
    assert head["home_page_url"] == f"https://estuary.example{page}"


def test_feeds_differ_in_id_and_keep_it() -> None:
    ids = [
        texts(document(FeedFormat.ATOM, feed=feed), "/a:feed/a:id/text()")[0]
        for feed in (ALL, CORRECTIONS, ALL)
    ]
    assert ids[0] == ids[2] != ids[1]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_xml_forbids_is_dropped_and_costs_no_feed(format_: FeedFormat) -> None:
    bad = "a\x00b\x0bc\ud800d\uffffe\x85f"
    content = Content(
        headline=bad,
        summary=bad,
        section=bad,
        body_html=f"<p>{bad}&#1;&#xFFFF;</p>",
        images=(Image(url=f"/{bad}.jpg", caption=bad, credit=bad, title=bad),),
        tags=(bad,),
    )
    reading = replace(original(content), slug="ab\x01")
    feed = Feed(name="tags/ab", label=bad)
    joined = document(format_, reading, feed=feed)
    assert joined.count(b"abcdef") >= 8
    if format_ is not FeedFormat.JSON:
        assert etree.fromstring(joined).tag


@pytest.mark.parametrize("format_", list(XML))
def test_a_site_that_no_feed_can_name_is_told_in_our_own_words(format_: FeedFormat) -> None:
    nameless = FeedRenderer(replace(SITE, title="\x01", publisher=""))
    with pytest.raises(Broken, match=r"feeds/all\.(atom|rss) cannot be written"):
        nameless.document(Page(feed=ALL), format_, [], updated=MORNING)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_reader_of_bad_addresses_still_gets_a_feed(format_: FeedFormat) -> None:
    images = (Image(url="http://[not-an-address/a.jpg"),)
    body = '<p><a href="http://[neither">x</a></p>'
    assert document(format_, original(replace(CONTENT, images=images, body_html=body)))


def test_a_document_from_before_1970_is_dated_as_told() -> None:
    early = datetime(1912, 4, 15, 6, 20, tzinfo=UTC)
    rss = RENDERER.document(Page(feed=ALL), FeedFormat.RSS, [], updated=early)
    assert texts(rss, "//lastBuildDate/text()") == ["Mon, 15 Apr 1912 06:20:00 +0000"]
