"""What does the JSON Feed document say (version 1.1)?"""

import json
from dataclasses import replace
from typing import Any

from syndicate.domain.archives import Page
from syndicate.domain.articles import Image, Kind
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.readings import Reading
from syndicate.domain.site import Site
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import CONTENT, MORNING, SITE, original, told


def document(*readings: Reading, site: Site = SITE) -> dict[str, Any]:
    renderer = FeedRenderer(site)
    items = [renderer.entry(reading, FeedFormat.JSON) for reading in readings]
    body = renderer.document(Page(feed=ALL), FeedFormat.JSON, items, updated=MORNING)
    parsed: dict[str, Any] = json.loads(body)
    return parsed


def item(reading: Reading) -> dict[str, Any]:
    parsed: dict[str, Any] = document(reading)["items"][0]
    return parsed


def test_the_head_has_version_title_addresses_language_and_author() -> None:
    head = document()
    assert head["version"] == "https://jsonfeed.org/version/1.1"
    assert head["title"] == "The Estuary & Coast"
    assert head["home_page_url"] == "https://estuary.example/"
    assert head["feed_url"] == "https://estuary.example/feeds/all.json"
    assert head["language"] == "en-GB"
    assert head["authors"] == [{"name": "Estuary Press"}]
    assert head["items"] == []


def test_hubs_are_told_where_there_are_any() -> None:
    assert document()["hubs"] == [{"type": "WebSub", "url": "https://hub.estuary.example/"}]
    assert "hubs" not in document(site=replace(SITE, hubs=()))


def test_an_item_has_id_address_title_and_html() -> None:
    told_item = item(original())
    assert told_item["id"] == original().urn
    assert told_item["url"] == "https://estuary.example/articles/ferry-and-tram"
    assert told_item["title"] == CONTENT.headline
    assert told_item["content_html"].startswith("<p>One ticket is enough.</p>")
    assert told_item["summary"] == CONTENT.summary


def test_the_modification_date_moves_with_significant_changes_alone() -> None:
    assert item(told(Kind.UPDATE).read())["date_modified"] == "2026-03-02T07:30:00Z"
    minor = item(told(Kind.MINOR).read())
    assert minor["date_modified"] == minor["date_published"] == "2026-03-02T06:30:00Z"
    assert minor["_syndicate"]["edited"] == "2026-03-02T07:30:00Z"


def test_authors_tags_language_and_the_first_picture_are_told() -> None:
    told_item = item(original(replace(CONTENT, language="pt")))
    assert [author["name"] for author in told_item["authors"]] == ["Ines Okafor", "Tom Varga"]
    assert told_item["tags"] == ["Town & Harbour", "Ferries", "Fares"]
    assert told_item["language"] == "pt"
    assert told_item["image"] == "https://estuary.example/media/ferry.jpg"


def test_what_is_not_known_is_left_out() -> None:
    reading = original(replace(CONTENT, section="", tags=(), images=(Image(caption="C"),)))
    assert not {"tags", "image"} & item(reading).keys()


def test_the_extension_tells_the_kind_the_revision_the_history_and_every_note() -> None:
    extension = item(told(Kind.CORRECTION).read())["_syndicate"]
    assert extension["kind"] == "correction"
    assert extension["revision"] == 2
    assert extension["status"] == "published"
    assert extension["history"] == "https://estuary.example/articles/ferry-and-tram/history"
    assert extension["notes"] == [
        {
            "revision": 2,
            "kind": "correction",
            "at": "2026-03-02T07:30:00Z",
            "severity": "major",
            "text": "This is a note of kind correction.",
        }
    ]
