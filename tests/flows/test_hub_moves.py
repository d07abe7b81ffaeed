"""What becomes of subscribers while the feed that they ask for moves to another name?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.hub_site import ask, hub_site, subscribe
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving
from tests.web.newsroom import FERRY, Newsroom, with_body

OLD, NEW = (
    f"https://harbour.example/articles/{slug}/revisions.atom"
    for slug in ("ferry-stops-at-noon", "ferry-stops")
)


@pytest.fixture
def newsroom(tmp_path: Path, database_url: str) -> Iterator[Newsroom]:
    """Open a site with one article, on either database."""
    with hub_site(tmp_path, database_url) as opened:
        opened.publish(FERRY)
        yield opened


@pytest.fixture
def reader() -> Iterator[Receiver]:
    """Run a subscriber that means only what it asked for."""

    def means(got: Got) -> Said:
        return Said(status=404) if got.asks("hub.topic") == NEW else agrees(got)

    with receiving(means) as running:
        yield running


def rename(newsroom: Newsroom) -> None:
    newsroom.app.revise.rename("ferry-stops-at-noon", "ferry-stops")


def topics(newsroom: Newsroom) -> list[str]:
    """Return what is subscribed to."""
    return [each.feed for each in newsroom.app.show_errands.callbacks()]


def test_who_asked_before_a_feed_moved_is_asked_about_that_name_and_follows_it(
    newsroom: Newsroom, reader: Receiver
) -> None:
    ask(newsroom, "subscribe", reader.url, OLD)
    rename(newsroom)
    newsroom.app.run_errands()
    assert [got.asks("hub.topic") for got in reader.asked()] == [OLD]
    assert topics(newsroom) == ["articles/ferry-stops/revisions"]
    reader.got.clear()
    newsroom.update("ferry-stops", with_body(FERRY, "It stops at one."))
    newsroom.app.run_errands()
    assert [f'<{NEW}>; rel="self"' in told.headers["link"] for told in reader.told()] == [True]


def test_who_was_asked_while_a_feed_moved_follows_it(newsroom: Newsroom, reader: Receiver) -> None:
    means = reader.answer

    def moves(got: Got) -> Said:
        if got.asks("hub.mode") == "subscribe":
            rename(newsroom)
        return means(got)

    reader.answer = moves
    subscribe(newsroom, reader.url, OLD)
    assert topics(newsroom) == ["articles/ferry-stops/revisions"]


def test_who_was_about_to_leave_when_a_feed_moved_has_left(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url, OLD)
    ask(newsroom, "unsubscribe", reader.url, OLD)
    rename(newsroom)
    newsroom.app.run_errands()
    assert [got.asks("hub.mode") for got in reader.asked()] == ["subscribe", "unsubscribe"]
    assert topics(newsroom) == []


def test_subscribers_of_an_articles_revisions_follow_it_to_its_new_address(
    newsroom: Newsroom, reader: Receiver
) -> None:
    old = "https://harbour.example/articles/ferry-stops-at-noon/revisions.atom"
    subscribe(newsroom, reader.url, old)
    newsroom.app.revise.rename("ferry-stops-at-noon", "ferry-stops")
    newsroom.app.run_errands()
    newsroom.update("ferry-stops", with_body(FERRY, "It stops at one."))
    newsroom.app.run_errands()
    renamed = "https://harbour.example/articles/ferry-stops/revisions.atom"
    assert [f'<{renamed}>; rel="self"' in told.headers["link"] for told in reader.told()] == [
        True,
        True,
    ]
