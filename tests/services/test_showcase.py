"""Do the public lists show what is public, newest first?"""

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import NotFound
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")


@pytest.fixture
def two(newsroom: Newsroom) -> Newsroom:
    """Publish two articles, an hour apart, and keep a draft."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.publish(BRIDGE)
    newsroom.later(hours=1)
    newsroom.draft(with_body(FERRY, "Quite other words, of a story nobody may read as yet."), "no")
    return newsroom


def slugs(newsroom: Newsroom) -> list[str]:
    return [reading.slug for reading in newsroom.app.showcase.front()]


def test_the_front_has_the_newest_first(two: Newsroom) -> None:
    assert slugs(two) == ["bridge-opens-again", SLUG]


def test_an_update_brings_an_article_to_the_front(two: Newsroom) -> None:
    two.update(SLUG, ONE, "It stops at one.")
    assert slugs(two) == [SLUG, "bridge-opens-again"]


def test_a_minor_change_leaves_it_where_it_was(two: Newsroom) -> None:
    isle = with_body(FERRY, "The ferry to the isle stops at noon on Sunday.")
    two.update(SLUG, isle, kind=Kind.MINOR)
    assert slugs(two) == ["bridge-opens-again", SLUG]


def test_a_list_has_the_articles_of_its_feed(two: Newsroom) -> None:
    showcase = two.app.showcase
    feed = showcase.feed("tags/ferries")
    assert feed.label == "Ferries"
    assert [reading.slug for reading in showcase.listed(feed)] == [SLUG]
    with pytest.raises(NotFound, match="there is no 'tags/nothing'"):
        showcase.feed("tags/nothing")


def test_feeds_are_those_of_published_articles(two: Newsroom) -> None:
    names = {feed.name for feed in two.app.showcase.feeds()}
    assert {"sections/harbour", "sections/town", "tags/bridges", "authors/wen-adair"} <= names


def test_the_sites_own_feeds_are_always_there_and_others_while_they_hold_something(
    newsroom: Newsroom,
) -> None:
    def names() -> list[str]:
        return [feed.name for feed in newsroom.app.showcase.feeds()]

    assert names() == ["all", "corrections"]
    newsroom.publish(FERRY)
    assert sorted(names()[2:]) == ["authors/ines-calder", "sections/harbour", "tags/ferries"]
    newsroom.app.revise.unpublish(SLUG)
    assert names() == ["all", "corrections"]


def test_corrections_come_newest_first_each_once(two: Newsroom) -> None:
    two.update(SLUG, ONE, "It stops at one.", Kind.CORRECTION)
    two.later(hours=1)
    two.update("bridge-opens-again", with_body(BRIDGE, "Shut."), "Shut.", Kind.CLARIFICATION)
    two.later(hours=1)
    two.update(SLUG, FERRY, "At noon after all.", Kind.CORRECTION)
    told = [entry.note.text for entry in two.app.showcase.corrections()]
    assert told == ["At noon after all.", "Shut.", "It stops at one."]


def test_a_newsletter_that_is_not_there_has_no_archive(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound):
        newsroom.app.showcase.archive("morning")
    with pytest.raises(NotFound):
        newsroom.app.showcase.edition("morning", "2026-03-02T07:00")
