"""What does the RSS document say (RSS 2.0 and the Advisory Board's profile)?"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import feedparser
from lxml import etree

from syndicate.domain.archives import Page
from syndicate.domain.articles import Content, Image, Kind
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.readings import Reading
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import CONTENT, HOUR, MORNING, SITE, original, texts, told


def document(*readings: Reading) -> bytes:
    renderer = FeedRenderer(SITE)
    items = [renderer.entry(reading, FeedFormat.RSS) for reading in readings]
    return renderer.document(Page(feed=ALL), FeedFormat.RSS, items, updated=MORNING + HOUR)


def found(path: str, *readings: Reading) -> list[str]:
    return texts(document(*readings), path)


@contextmanager
def calls_seen() -> Iterator[set[str]]:
    names: set[str] = set()

    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            names.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        yield names
    finally:
        sys.setprofile(before)


def test_the_channel_links_to_the_page_and_not_to_the_feed() -> None:
    assert found("/rss/channel/link/text()") == ["https://estuary.example/"]


def test_the_channel_points_to_itself_and_to_every_hub() -> None:
    self_url = ["https://estuary.example/feeds/all.rss"]
    assert found("/rss/channel/a:link[@rel='self']/@href") == self_url
    assert found("/rss/channel/a:link[@rel='hub']/@href") == list(SITE.hubs)


def test_the_channel_has_title_description_language_rights_and_time_to_live() -> None:
    assert found("/rss/channel/title/text()") == ["The Estuary & Coast"]
    assert found("/rss/channel/description/text()") == ["Estuary Press"]
    assert found("/rss/channel/language/text()") == ["en-GB"]
    assert found("/rss/channel/copyright/text()") == ["© Estuary Press"]
    assert found("/rss/channel/ttl/text()") == ["15"]


def test_the_build_date_is_the_newest_change_in_english() -> None:
    assert found("/rss/channel/lastBuildDate/text()") == ["Mon, 02 Mar 2026 07:30:00 +0000"]


def test_an_update_leaves_the_publication_date_and_moves_atoms() -> None:
    reading = told(Kind.UPDATE).read()
    assert found("//item/pubDate/text()", reading) == ["Mon, 02 Mar 2026 06:30:00 +0000"]
    assert found("//item/a:updated/text()", reading) == ["2026-03-02T07:30:00Z"]


def test_dates_are_written_without_touching_the_process_wide_locale() -> None:
    with calls_seen() as names:
        document(told(Kind.UPDATE).read())
    assert "rss_str" in names
    assert "setlocale" not in names


def test_the_guid_is_the_atom_id_and_no_address() -> None:
    reading = original()
    assert found("//item/guid/text()", reading) == [reading.urn]
    assert found("//item/guid/@isPermaLink", reading) == ["false"]


def test_the_description_stands_before_the_content() -> None:
    names = [etree.QName(e).localname for e in etree.fromstring(document(original())).iter("{*}*")]
    assert names.index("encoded") == names.index("description", names.index("item")) + 1


def test_a_description_is_html_so_its_plain_text_is_escaped_once_more() -> None:
    shown = "A single ticket &lt;valid on both&gt; costs less than two."
    assert found("//item/description/text()", original()) == [shown]


def test_without_any_words_the_description_is_the_content() -> None:
    reading = original(Content(headline="Gallery", images=(Image(url="/a.jpg"),)))
    (description,) = found("//item/description/text()", reading)
    assert description.startswith("<figure><img")


def test_the_content_is_escaped_and_never_in_a_cdata_section() -> None:
    reading = original(replace(CONTENT, body_html="<p>array[x[0]]&gt;1 </item> ]]&gt;</p>"))
    assert b"CDATA" not in document(reading)
    assert b"]]>" not in document(reading)
    (content,) = found("//item/c:encoded/text()", reading)
    assert "array[x[0]]&gt;1" in content


def test_a_title_is_plain_text_and_keeps_its_ampersands_and_angles() -> None:
    for title in ("Tom & Jerry <b>live</b>", "AT&T: 3 < 4", "When <script> was new"):
        reading = original(replace(CONTENT, headline=title))
        assert found("//item/title/text()", reading) == [title]
        assert feedparser.parse(document(reading)).entries[0].title == title


def test_every_author_is_a_creator_and_none_an_author() -> None:
    assert found("//item/d:creator/text()", original()) == ["Ines Okafor", "Tom Varga"]
    assert found("//item/author", original()) == []


def test_without_a_byline_the_publisher_is_the_creator() -> None:
    reading = original(replace(CONTENT, authors=()))
    assert found("//item/d:creator/text()", reading) == ["Estuary Press"]


def test_section_and_tags_are_categories() -> None:
    labels = ["Town & Harbour", "Ferries", "Fares"]
    assert found("//item/category/text()", original()) == labels


def test_of_several_pictures_the_first_is_the_one_enclosure() -> None:
    images = (Image(url="/first.webp"), Image(url="/second.jpg"))
    reading = original(replace(CONTENT, images=images))
    assert found("//item/enclosure/@url", reading) == ["https://estuary.example/first.webp"]
    assert found("//item/enclosure/@type", reading) == ["image/webp"]
    assert found("//item/enclosure/@length", reading) == ["0"]
    assert len(found("//item/m:content/@url", reading)) == 2


def test_a_picture_of_unknown_type_has_the_type_that_claims_nothing() -> None:
    reading = original(replace(CONTENT, images=(Image(url="/photo?id=7"),)))
    assert found("//item/enclosure/@type", reading) == ["application/octet-stream"]


def test_a_pictures_words_do_not_replace_the_items() -> None:
    image = replace(CONTENT.images[0], title="The title of the picture")
    reading = original(replace(CONTENT, images=(image,)))
    entry = feedparser.parse(document(reading)).entries[0]
    assert entry.title == CONTENT.headline
    assert entry.summary.startswith("A single ticket")


def test_an_item_links_to_the_article_and_says_its_language() -> None:
    reading = original(replace(CONTENT, language="fr"))
    assert found("//item/link/text()", reading) == [
        "https://estuary.example/articles/ferry-and-tram"
    ]
    assert found("//item/@xml:lang", reading) == ["fr"]
