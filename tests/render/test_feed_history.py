"""What do documents say of what is older, and of what is gone (RFC 5005 §4, RFC 6721 §3)?"""

import json
from typing import Any
from uuid import UUID

import pytest
from lxml import etree

from syndicate.domain.archives import Page
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.tombstones import Tombstone
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import HOUR, MORNING, SITE, original, texts

GONE = [
    Tombstone(feed="all", urn=f"urn:uuid:{UUID(int=number)}", article_id=UUID(int=number), at=at)
    for number, at in ((7, MORNING + HOUR), (8, MORNING))
]
OLDER = Page(feed=ALL, older=3)
ARCHIVE = Page(feed=ALL, number=3, older=2)
OLDEST = Page(feed=ALL, number=1)
WITH_STONES = {"at": "http://purl.org/atompub/tombstones/1.0"}


def document(page: Page, format_: FeedFormat) -> bytes:
    renderer = FeedRenderer(SITE)
    entries = [renderer.entry(original(), format_)]
    gone = () if page.number else GONE
    return renderer.document(page, format_, entries, updated=MORNING + HOUR, tombstones=gone)


def head(page: Page) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(document(page, FeedFormat.JSON))
    return read


def test_rfc6721_3_a_tombstone_says_what_is_gone_since_when_by_whom_and_no_more() -> None:
    feed = etree.fromstring(document(OLDER, FeedFormat.ATOM))
    stones = feed.findall("at:deleted-entry", WITH_STONES)
    told = [(stone.get("ref"), stone.get("when")) for stone in stones]
    assert told == [(GONE[0].urn, "2026-03-02T07:30:00Z"), (GONE[1].urn, "2026-03-02T06:30:00Z")]
    for stone in stones:
        by, comment = stone
        assert etree.QName(by).localname == "by"
        assert [name.text for name in by] == ["Estuary Press"]
        assert (etree.QName(comment).localname, comment.text) == (
            "comment",
            "This article has been removed.",
        )


def test_rfc6721_2_tombstones_leave_the_entries_of_their_feed_as_they_are() -> None:
    atom = document(OLDER, FeedFormat.ATOM)
    assert texts(atom, "/a:feed/a:entry/a:id/text()") == [original().urn]
    assert texts(atom, "/a:feed/a:updated/text()") == ["2026-03-02T07:30:00Z"]


def test_json_feeds_tell_what_is_gone_in_their_extension() -> None:
    assert head(OLDER)["_syndicate"]["deleted"] == [
        {"id": GONE[0].urn, "when": "2026-03-02T07:30:00Z"},
        {"id": GONE[1].urn, "when": "2026-03-02T06:30:00Z"},
    ]


@pytest.mark.parametrize(
    ("page", "older"),
    [
        (OLDER, "https://estuary.example/feeds/all/archive/3.json"),
        (ARCHIVE, "https://estuary.example/feeds/all/archive/2.json"),
        (OLDEST, None),
    ],
)
def test_json_feed_1_1_next_url_leads_to_older_items_and_never_to_itself(
    page: Page, older: str | None
) -> None:
    told = head(page)
    assert told.get("next_url") == older
    assert told["feed_url"] != older


def test_json_archives_say_so_and_where_the_feed_is() -> None:
    told = head(ARCHIVE)["_syndicate"]
    current = "https://estuary.example/feeds/all.json"
    assert told == {"archive": True, "current_url": current}


@pytest.mark.parametrize("page", [OLDER, ARCHIVE])
@pytest.mark.parametrize("format_", [FeedFormat.ATOM, FeedFormat.RSS])
def test_no_document_asks_for_a_style_sheet(page: Page, format_: FeedFormat) -> None:
    assert texts(document(page, format_), "//processing-instruction()") == []
    assert etree.fromstring(document(page, format_)).getprevious() is None


@pytest.mark.parametrize("format_", list(FeedFormat))
def test_archives_change_too_seldom_to_be_pushed_and_name_no_hub(format_: FeedFormat) -> None:
    assert b"hub.estuary.example" in document(OLDER, format_)
    assert b"hub.estuary.example" not in document(ARCHIVE, format_)
