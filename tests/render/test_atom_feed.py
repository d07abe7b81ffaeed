"""What does the Atom document say (RFC 4287, RFC 5829, Media RSS)?"""

from dataclasses import replace

import feedparser

from syndicate.domain.archives import Page
from syndicate.domain.articles import Content, Image, Kind
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.readings import Reading
from syndicate.render.feed_documents import FeedRenderer
from tests.render.feed_samples import CONTENT, HOUR, MORNING, SITE, original, texts, told


def document(*readings: Reading, predecessor: int | None = None) -> bytes:
    renderer = FeedRenderer(SITE)
    entries = [renderer.entry(r, FeedFormat.ATOM, predecessor=predecessor) for r in readings]
    return renderer.document(Page(feed=ALL), FeedFormat.ATOM, entries, updated=MORNING)


def found(path: str, *readings: Reading, predecessor: int | None = None) -> list[str]:
    return texts(document(*readings, predecessor=predecessor), path)


def test_rfc4287_4_1_1_the_head_has_one_id_one_title_and_the_update_it_was_given() -> None:
    assert found("/a:feed/a:title/text()") == ["The Estuary & Coast"]
    assert len(found("/a:feed/a:id/text()")) == 1
    assert found("/a:feed/a:updated/text()") == ["2026-03-02T06:30:00Z"]


def test_rfc4287_4_2_7_the_head_points_to_itself_to_its_page_and_to_every_hub() -> None:
    assert found("/a:feed/a:link[@rel='self']/@href") == ["https://estuary.example/feeds/all.atom"]
    assert found("/a:feed/a:link[@rel='alternate']/@href") == ["https://estuary.example/"]
    assert found("/a:feed/a:link[@rel='hub']/@href") == list(SITE.hubs)


def test_rfc4287_4_1_1_the_head_names_the_publisher_the_rights_and_the_language() -> None:
    assert found("/a:feed/a:author/a:name/text()") == ["Estuary Press"]
    assert found("/a:feed/a:rights/text()") == ["© Estuary Press"]
    assert found("/a:feed/@xml:lang") == ["en-GB"]


def test_rfc4287_4_1_2_an_entry_carries_the_articles_id_and_both_of_its_dates() -> None:
    reading = told(Kind.UPDATE).read()
    assert found("//a:entry/a:id/text()", reading) == [reading.urn]
    assert found("//a:entry/a:published/text()", reading) == ["2026-03-02T06:30:00Z"]
    assert found("//a:entry/a:updated/text()", reading) == ["2026-03-02T07:30:00Z"]


def test_rfc4287_4_1_2_an_entry_has_one_alternate_that_is_the_article() -> None:
    links = found("//a:entry/a:link[not(@rel) or @rel='alternate']/@href", original())
    assert links == ["https://estuary.example/articles/ferry-and-tram"]


def test_rfc5829_3_an_entry_links_to_the_revision_before_and_to_the_history() -> None:
    path = "//a:entry/a:link[@rel='{}']/@href"
    article = "https://estuary.example/articles/ferry-and-tram"
    reading = told(Kind.UPDATE).read()
    before = found(path.format("predecessor-version"), reading, predecessor=1)
    assert before == [f"{article}/revisions/1"]
    assert found(path.format("version-history"), reading) == [f"{article}/history"]


def test_a_first_revision_has_no_predecessor() -> None:
    assert found("//a:entry/a:link[@rel='predecessor-version']", original()) == []


def test_rfc4287_3_1_1_a_title_is_plain_text_and_keeps_its_ampersands_and_angles() -> None:
    title = "Q&A: is 3 < 4 & <b>bold</b> &amp; so on?"
    reading = original(replace(CONTENT, headline=title))
    assert found("//a:entry/a:title/text()", reading) == [title]
    assert feedparser.parse(document(reading)).entries[0].title == title


def test_rfc4287_4_1_3_summary_and_full_content_are_both_there() -> None:
    entry = feedparser.parse(document(original())).entries[0]
    assert entry.summary == CONTENT.summary
    assert entry.content[0].type == "text/html"
    assert "One ticket is enough." in entry.content[0].value


def test_without_a_summary_the_text_begins_it() -> None:
    reading = original(replace(CONTENT, summary=""))
    assert found("//a:entry/a:summary/text()", reading) == ["One ticket is enough."]


def test_a_long_beginning_is_cut_between_words() -> None:
    body = f"<p>{'lighthouse ' * 60}</p>"
    (summary,) = found(
        "//a:entry/a:summary/text()", original(Content(headline="H", body_html=body))
    )
    assert summary.endswith("lighthouse…")
    assert len(summary) < 300


def test_rfc4287_4_2_2_section_and_tags_are_categories_with_term_and_label() -> None:
    terms = ["town-harbour", "ferries", "fares"]
    assert found("//a:entry/a:category/@term", original()) == terms
    labels = ["Town & Harbour", "Ferries", "Fares"]
    assert found("//a:entry/a:category/@label", original()) == labels


def test_a_tag_that_repeats_the_section_is_told_once() -> None:
    reading = original(replace(CONTENT, section="Fares", tags=("fares", "Ferries")))
    assert found("//a:entry/a:category/@label", reading) == ["Fares", "Ferries"]


def test_rfc4287_4_2_1_every_author_and_contributor_is_named() -> None:
    names = found("//a:entry/a:author/a:name/text()", original())
    assert names == ["Ines Okafor", "Tom Varga"]
    assert found("//a:entry/a:contributor/a:name/text()", original()) == ["Lena Brandt"]


def test_without_a_byline_the_publisher_is_the_author() -> None:
    reading = original(replace(CONTENT, authors=()))
    assert found("//a:entry/a:author/a:name/text()", reading) == ["Estuary Press"]


def test_rfc4287_4_2_10_rights_carry_the_year_of_first_publication() -> None:
    assert found("//a:entry/a:rights/text()", original()) == ["© 2026 Estuary Press"]


def test_rfc4287_2_an_entry_says_its_own_language() -> None:
    reading = original(replace(CONTENT, language="de"))
    assert found("//a:entry/@xml:lang", reading) == ["de"]


def test_rfc4287_2_a_language_that_is_none_is_the_sites() -> None:
    for language, tag in (("de_AT", "de-AT"), ("tlhIngan Hol", "en-GB")):
        reading = original(replace(CONTENT, language=language))
        assert found("//a:entry/@xml:lang", reading) == [tag]


def test_rfc4287_4_2_7_2_every_picture_with_an_address_is_an_enclosure_with_its_type() -> None:
    images = (Image(url="https://p.example/a.PNG"), Image(url="/b"), Image(caption="C"))
    reading = original(replace(CONTENT, images=images))
    enclosures = "//a:entry/a:link[@rel='enclosure']"
    addresses = ["https://p.example/a.PNG", "https://estuary.example/b"]
    assert found(f"{enclosures}/@href", reading) == addresses
    assert found(f"{enclosures}/@type", reading) == ["image/png"]


def test_rfc4287_4_2_7_6_a_length_that_nobody_knows_is_not_claimed() -> None:
    assert found("//a:link[@rel='enclosure']/@length", original()) == []


def test_a_picture_stands_bare_with_its_credit_and_description() -> None:
    path = "//a:entry/m:content"
    assert found(f"{path}/@url", original()) == ["https://estuary.example/media/ferry.jpg"]
    assert found(f"{path}/m:credit/text()", original()) == ["R. Sund"]
    assert found(f"{path}/m:description/text()", original()) == ["The ferry at the new quay"]


def test_a_picture_without_an_address_is_a_caption_in_the_text_alone() -> None:
    reading = original(replace(CONTENT, images=CONTENT.images[1:]))
    entry = feedparser.parse(document(reading)).entries[0]
    assert "A tram, drawn by a pupil" in entry.content[0].value
    assert "<img" not in entry.content[0].value
    assert "media_content" not in entry
    assert entry.enclosures == []


def test_a_pictures_words_do_not_replace_the_entrys() -> None:
    image = replace(CONTENT.images[0], title="The title of the picture")
    reading = original(replace(CONTENT, images=(image,)))
    entry = feedparser.parse(document(reading)).entries[0]
    assert (entry.title, entry.summary) == (CONTENT.headline, CONTENT.summary)


def test_links_in_the_text_hold_wherever_it_is_read() -> None:
    (content,) = found("//a:entry/a:content/text()", original())
    assert 'href="https://estuary.example/timetable"' in content


def test_rfc4287_4_2_15_a_minor_edit_changes_the_text_and_not_the_date() -> None:
    before, after = told(Kind.MINOR).read(1), told(Kind.MINOR).read()
    changed = replace(after, content=replace(CONTENT, body_html="<p>One ticket suffices.</p>"))
    assert document(before) != document(changed)
    assert found("//a:entry/a:updated/text()", changed) == ["2026-03-02T06:30:00Z"]


def test_no_second_modification_date_contradicts_updated() -> None:
    assert b"dcterms" not in document(told(Kind.MINOR).read())


def test_rfc4287_3_3_instants_keep_their_fractions_and_are_utc() -> None:
    reading = replace(original(), updated=MORNING + HOUR / 7)
    assert found("//a:entry/a:updated/text()", reading) == ["2026-03-02T06:38:34.285714Z"]
