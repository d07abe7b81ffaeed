"""How much are strangers asked in whose name somebody asks the hub for something?"""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.flows.hub_site import ask, hub_site, subscribe
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom

MOST = 2


@pytest.fixture
def newsroom(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site with one article, of which each host may have two subscriptions."""
    with hub_site(tmp_path, sqlite_url, f"[websub]\nmost_per_host = {MOST}\n") as opened:
        opened.publish(FERRY)
        yield opened


@pytest.fixture
def stranger() -> Iterator[Receiver]:
    """Run somebody who meant nothing."""
    with receiving(lambda _: Said(status=404)) as running:
        yield running


def test_leaving_what_nobody_subscribed_to_asks_nobody_anything(
    newsroom: Newsroom, stranger: Receiver
) -> None:
    for number in range(5):
        assert ask(newsroom, "unsubscribe", f"{stranger.url}/{number}").status == 202
    assert newsroom.app.run_errands() == 0
    assert stranger.got == []


def test_who_leaves_before_it_was_asked_is_asked_once_and_has_left(
    newsroom: Newsroom, stranger: Receiver
) -> None:
    stranger.answer = agrees
    ask(newsroom, "subscribe", stranger.url)
    ask(newsroom, "unsubscribe", stranger.url)
    newsroom.app.run_errands()
    assert [got.asks("hub.mode") for got in stranger.got] == ["unsubscribe"]
    assert list(newsroom.app.show_errands.callbacks()) == []


def test_a_host_is_asked_twice_an_hour_for_each_subscription_it_may_have_and_no_more(
    newsroom: Newsroom, stranger: Receiver
) -> None:
    for number in range(2 * MOST):
        subscribe(newsroom, f"{stranger.url}/{number}")
    answer = ask(newsroom, "subscribe", f"{stranger.url}/more")
    assert (answer.status, answer.headers["retry-after"]) == (429, "3600")
    newsroom.app.run_errands()
    assert len(stranger.got) == 2 * MOST
    with receiving(host="127.0.0.9") as other:
        subscribe(newsroom, other.url)
        assert len(other.got) == 1
    newsroom.later(hours=1)
    subscribe(newsroom, f"{stranger.url}/more")
    assert len(stranger.got) == 2 * MOST + 1


def test_a_subscriber_that_others_say_is_leaving_is_not_asked_without_end(
    newsroom: Newsroom, stranger: Receiver
) -> None:
    stranger.answer = agrees
    subscribe(newsroom, stranger.url)
    stranger.answer = lambda _: Said(status=404)
    answers = []
    for _ in range(5):
        answers.append(ask(newsroom, "unsubscribe", stranger.url).status)
        newsroom.app.run_errands()
    assert answers == [202, 202, 202, 429, 429]
    assert len(stranger.got) == 4
    assert len(list(newsroom.app.show_errands.callbacks())) == 1


def test_requests_that_hang_keep_no_subscriber_of_the_same_host_waiting(
    tmp_path: Path, sqlite_url: str, stranger: Receiver
) -> None:
    told = Event()
    before_it: list[bool] = []
    with hub_site(tmp_path, sqlite_url) as newsroom:
        newsroom.publish(FERRY)
        stranger.answer = agrees
        subscribe(newsroom, stranger.url)
        for number in range(8 * newsroom.app.settings.websub.per_host):
            ask(newsroom, "subscribe", f"{stranger.url}/{number}")
        first = iter([True])

        def hangs(got: Got) -> Said:
            if got.method == "POST":
                told.set()
                return Said()
            if next(first, False):
                newsroom.publish(BRIDGE)
            before_it.append(told.wait(8))
            return Said()

        stranger.answer = hangs
        newsroom.app.run_errands()
    assert before_it == [True] * 8 * 4


def test_websub_5_1_who_has_the_most_subscriptions_may_renew_each_of_them(
    newsroom: Newsroom, stranger: Receiver
) -> None:
    stranger.answer = agrees
    for number in range(MOST):
        subscribe(newsroom, f"{stranger.url}/{number}")
    newsroom.later(days=9)
    subscribe(newsroom, f"{stranger.url}/0")
    assert ask(newsroom, "subscribe", f"{stranger.url}/more").status == 400
    newsroom.later(days=9)
    newsroom.app.show_errands.clear()
    kept = list(newsroom.app.show_errands.callbacks())
    assert [each.url for each in kept] == [f"{stranger.url}/0"]
