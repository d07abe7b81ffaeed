"""One file takes all feeds into a feed reader."""

from dataclasses import replace

from lxml import etree

from syndicate.domain.feeds import ALL, CORRECTIONS, Feed
from syndicate.render.opml import opml
from tests.render.feed_samples import SITE

HARBOUR = Feed(name="sections/harbour", label="Harbour & <Coast>")


def outlines(*feeds: Feed) -> list[dict[str, str]]:
    lines = etree.fromstring(opml(feeds, SITE)).iter("outline")
    return [{str(name): str(value) for name, value in line.items()} for line in lines]


def test_the_whole_site_and_corrections_come_first_and_once() -> None:
    addresses = [line["xmlUrl"] for line in outlines(CORRECTIONS, HARBOUR, ALL)]
    assert addresses == [
        SITE.url("/feeds/all.atom"),
        SITE.url("/feeds/corrections.atom"),
        SITE.url("/feeds/sections/harbour.atom"),
    ]


def test_a_line_names_its_feed_and_the_page_beside_it() -> None:
    line = outlines(HARBOUR)[-1]
    assert line["type"] == "rss"
    assert line["text"] == line["title"] == f"{SITE.title}: Harbour & <Coast>"
    assert line["htmlUrl"] == SITE.url("/sections/harbour")


def test_a_title_that_xml_forbids_costs_no_file() -> None:
    assert b"A\xef\xbf\xbe" not in opml((), replace(SITE, title="A\ufffe\x00B"))
