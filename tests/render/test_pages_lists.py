"""What leads readers to articles, changes and feeds."""

from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.feeds import Feed
from syndicate.domain.pages import corrections_of
from tests.render.page_reading import texts
from tests.render.page_samples import (
    BRIDGE,
    NOTED,
    PAGES,
    RETRACTED,
    TAKEN_DOWN,
    WELL,
    readings,
)
from tests.render.page_shelf import DIGEST, EDITIONS, MORNING, SECTIONS

FRONTS = PAGES.fronts


def test_the_front_page_leads_with_the_first_and_groups_the_others() -> None:
    page = FRONTS.front(readings())
    assert texts(page, "//article[@class='lead']//h2") == [
        "Harbor bridge shut after inspectors find cracked bearings"
    ]
    rubrics = texts(page, "//section[starts-with(@class, 'group')]/h2")
    assert rubrics == ["Health", "Town & Harbor", "Nature", "Culture"]


def test_a_changed_article_is_marked_in_lists() -> None:
    page = FRONTS.listing(SECTIONS[0], [BRIDGE.reading()])
    (mark,) = texts(page, "//p[starts-with(@class, 'mark')]")
    assert mark.startswith("Correction March 3, 2026, 11:05 a.m. EST")


def test_a_retracted_article_shows_its_notice_in_place_of_its_summary() -> None:
    page = FRONTS.listing(SECTIONS[0], [RETRACTED.reading()])
    assert "It would be the first in ninety years." not in page
    assert "The picture this report rests on" in page


def test_the_front_page_tells_what_changed() -> None:
    changes = texts(FRONTS.front(readings()), "//article[starts-with(@class, 'change')]/p[2]")
    assert changes[0].startswith("An earlier version said that all bearings were cracked.")
    assert "This article was updated with comments from stallholders." in changes


def test_a_withdrawn_article_is_in_no_list() -> None:
    gone = [TAKEN_DOWN.reading()]
    for page in (FRONTS.front(gone), FRONTS.listing(SECTIONS[0], gone), FRONTS.not_found(gone)):
        assert "secret-slug" not in page
        assert "Headline nobody may see" not in page


def test_a_long_list_goes_on_elsewhere() -> None:
    page = FRONTS.listing(SECTIONS[0], [], older="/sections/health?before=3&x=1")
    assert '<a rel="next" href="/sections/health?before=3&amp;x=1">' in page


def test_the_feeds_page_lists_every_feed_in_three_formats() -> None:
    page = FRONTS.feeds([*SECTIONS, Feed(name="tags/bridges", label="Bridges")])
    for name in ("all", "corrections", "sections/health", "tags/bridges"):
        for suffix in ("atom", "rss", "json"):
            assert f'href="/feeds/{name}.{suffix}"' in page
    assert 'href="/feeds.opml"' in page
    assert "<code>https://courier.example/feeds/all.atom</code>" in page


def test_corrections_stand_under_their_days_newest_first() -> None:
    told = corrections_of([r.reading() for r in (WELL, NOTED, BRIDGE)], DEFAULT_POLICY)
    page = FRONTS.corrections(told)
    assert (
        texts(page, "//section[@class='day']/h2")
        == [
            "March 3, 2026",
            "March 2, 2026",
            "March 3, 2026",
        ][: len(texts(page, "//section[@class='day']/h2"))]
    )
    assert "Adds the council’s meeting" not in page


def test_a_page_that_is_not_there_offers_the_newest() -> None:
    page = FRONTS.not_found([BRIDGE.reading()])
    assert 'href="/articles/harbor-bridge-shut"' in page


def test_the_archive_leads_to_every_edition() -> None:
    page = PAGES.newsletters.archive(MORNING, EDITIONS)
    assert 'href="/newsletters/morning/2026-03-05T07:00"' in page
    assert "March 5, 2026, 7:00 a.m." in page


def test_an_edition_shows_the_words_as_mailed_with_the_notes_of_today() -> None:
    page = PAGES.newsletters.edition(DIGEST)
    assert "Harbor bridge shut after inspection" in page
    assert "An earlier version said that all bearings were cracked." in page
    assert texts(page, "//section[@class='group']/h2") == ["Town & Harbor", "Health"]
