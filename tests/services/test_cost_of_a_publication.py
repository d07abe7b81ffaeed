"""What a publication costs the store is counted, so that nobody adds to it unseen.

Readers wait for it: what is asked once for each feed and format is asked twelve times at the
least, and takes as long as everything else together.
"""

from dataclasses import replace

from syndicate.domain.articles import Content
from tests.services.statements import statements
from tests.web.newsroom import FERRY, Newsroom, with_body

MOST = 49
FEW, MANY = ("ferries",), ("ferries", "boats", "quays", "tides", "islands", "bridges")


def story(number: int, tags: tuple[str, ...] = FEW) -> Content:
    words = " ".join(f"word{number}x{n}" for n in range(20))
    return replace(with_body(FERRY, words), headline=f"Story {number}", tags=tags)


def cost(newsroom: Newsroom, content: Content) -> list[str]:
    """Publish an article; return the statements of it."""
    slug = newsroom.draft(content)
    newsroom.later(minutes=1)
    with statements(newsroom.app.engines) as seen:
        newsroom.app.publish(slug)
    return seen


def test_a_publication_costs_as_many_statements_in_any_store(newsroom: Newsroom) -> None:
    cost(newsroom, story(1))  # names its feeds
    few = cost(newsroom, story(2))
    for number in range(3, 60):
        newsroom.publish(story(number))
    many = cost(newsroom, story(60))
    assert len(many) == len(few) <= MOST, many


def test_what_waits_to_be_relayed_is_looked_for_once(newsroom: Newsroom) -> None:
    seen = cost(newsroom, story(1))
    assert len([one for one in seen if "FROM outbox" in one and one.startswith("SELECT")]) == 1


def test_a_feed_more_costs_no_statement(newsroom: Newsroom) -> None:
    for tags in (FEW, MANY):
        cost(newsroom, story(len(tags), tags))
    few, many = cost(newsroom, story(11)), cost(newsroom, story(12, MANY))
    assert len(many) == len(few), many


def test_articles_that_come_together_cost_as_much_as_one(newsroom: Newsroom) -> None:
    cost(newsroom, story(1))
    one = cost(newsroom, story(2))
    slugs = [newsroom.draft(story(number)) for number in range(3, 9)]
    relay = newsroom.app.publish.relay
    together = replace(newsroom.app.publish, relay=lambda: None)
    for slug in slugs:
        together(slug)
    with statements(newsroom.app.engines) as seen:
        relay()
    assert len(seen) <= len(one), seen
