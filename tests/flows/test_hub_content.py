"""How do changes reach those who subscribed to a feed? Over real sockets (W3C WebSub §7, §8)."""

import hmac
from dataclasses import replace
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from tests.flows.hub_site import ATOM, HUB, ask, callbacks, hub_site, subscribe
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body


def test_a_publication_reaches_a_subscriber_on_either_database(
    tmp_path: Path, database_url: str, reader: Receiver
) -> None:
    with hub_site(tmp_path, database_url) as newsroom:
        newsroom.publish(FERRY)
        subscribe(newsroom, reader.url)
        newsroom.publish(BRIDGE)
        assert newsroom.app.run_errands() == 1
        assert b"Bridge opens again" in reader.told()[0].body
        assert newsroom.app.run_errands() == 0


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_websub_7_the_whole_content_is_told_with_its_type_and_links(
    newsroom: Newsroom, reader: Receiver, suffix: str
) -> None:
    topic = f"https://harbour.example/feeds/all.{suffix}"
    subscribe(newsroom, f"{reader.url}/push?for=ada", topic)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    (told,) = reader.told()
    served = newsroom.visitor.get(f"/feeds/all.{suffix}")
    assert (told.path, told.asks("for"), told.body) == ("/push", "ada", served.body)
    assert told.headers["content-type"] == served.headers["content-type"]
    assert told.headers["link"] == f'<{HUB}>; rel="hub", <{topic}>; rel="self"'
    assert "x-hub-signature" not in told.headers


def test_websub_7_only_the_feeds_that_changed_are_told(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url, "https://harbour.example/feeds/sections/harbour.atom")
    newsroom.publish(BRIDGE)
    assert newsroom.app.run_errands() == 0
    newsroom.update("ferry-stops-at-noon", with_body(FERRY, "It stops at one."))
    assert newsroom.app.run_errands() == 1


def test_websub_7_a_callback_that_is_gone_is_told_no_more(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=410)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    assert callbacks(newsroom) == []


@pytest.mark.parametrize("status", [500, 503, 404, 302])
def test_websub_7_a_callback_that_fails_is_told_again(
    newsroom: Newsroom, reader: Receiver, status: int
) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=status)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    assert newsroom.app.run_errands() == 0
    reader.answer = agrees
    newsroom.later(minutes=1)
    assert newsroom.app.run_errands() == 1
    newsroom.later(hours=2)
    assert newsroom.app.run_errands() == 0
    assert len(reader.told()) == 2


def test_a_callback_whose_answer_cannot_be_kept_harms_no_other(
    tmp_path: Path, database_url: str, reader: Receiver
) -> None:
    poison = Said(
        status=503,
        body=b"oops\0oops",
        headers={"Retry-After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"},
    )
    with (
        hub_site(tmp_path, database_url) as newsroom,
        receiving(host="127.0.0.9") as other,
    ):
        newsroom.publish(FERRY)
        for each in (reader, other):
            subscribe(newsroom, each.url)
        other.answer = lambda _: poison
        newsroom.publish(BRIDGE)
        assert [newsroom.app.run_errands() for _ in range(3)] == [2, 0, 0]
        assert [len(each.told()) for each in (reader, other)] == [1, 1]
        said = {each.url: each.said for each in newsroom.app.show_errands.callbacks()}
        assert said == {reader.url: "200", other.url: "503 oops oops"}


def test_a_callback_that_subscribes_anew_is_told_at_once_what_it_missed(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=503, headers={"Retry-After": "86400"})
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    reader.got.clear()
    reader.answer = agrees
    subscribe(newsroom, reader.url)
    assert [got.method for got in reader.got] == ["GET", "POST"]
    (kept,) = newsroom.app.show_errands.callbacks()
    assert (kept.attempts, kept.behind) == (0, False)


def test_a_callback_is_left_alone_for_as_long_as_it_asked(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=429, headers={"Retry-After": "7200"})
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    newsroom.later(seconds=7199)
    assert newsroom.app.run_errands() == 0
    newsroom.later(seconds=1)
    assert newsroom.app.run_errands() == 1


def test_a_takedown_reaches_a_callback_that_was_down_and_the_old_words_never_do(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=503)
    newsroom.publish(with_body(BRIDGE, "Words that were a mistake."))
    newsroom.app.run_errands()
    reader.got.clear()
    newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "Withdrawn.")
    reader.answer = agrees
    newsroom.later(hours=2)
    newsroom.app.run_errands()
    (told,) = reader.told()
    assert b"mistake" not in told.body
    assert b"This article has been removed" in told.body


def test_words_withdrawn_while_a_fan_out_is_under_way_reach_nobody_after_it(
    newsroom: Newsroom, reader: Receiver
) -> None:
    for number in range(20):
        ask(newsroom, "subscribe", f"{reader.url}/{number}")
    newsroom.app.run_errands()
    newsroom.publish(with_body(BRIDGE, "Words that were a mistake."))

    once = iter([True])
    withdrawn: list[int] = []

    def withdraws(got: Got) -> Said:
        if len(reader.told()) >= 3 and next(once, False):
            newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "Withdrawn.")
            withdrawn.append(len(reader.told()))
        return agrees(got)

    reader.answer = withdraws
    newsroom.app.run_errands()
    under_way = newsroom.app.settings.websub.per_host
    later = reader.told()[withdrawn[0] + under_way :]
    last: dict[str, bytes] = {each.path: each.body for each in reader.told()}
    assert b"mistake" in reader.told()[0].body
    assert not any(b"mistake" in each.body for each in later)
    assert len(last) == 20
    assert not any(b"mistake" in body for body in last.values())


def test_an_import_is_told_to_nobody(newsroom: Newsroom, reader: Receiver) -> None:
    subscribe(newsroom, reader.url)
    newsroom.app.publish(newsroom.draft(BRIDGE, announce=False))
    assert newsroom.app.run_errands() == 0
    newsroom.publish(replace(BRIDGE, headline="Another"))
    assert newsroom.app.run_errands() == 1


def test_a_change_between_asking_and_verifying_is_told(
    newsroom: Newsroom, reader: Receiver
) -> None:
    ask(newsroom, "subscribe", reader.url)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    assert len(reader.told()) == 1


def test_websub_8_content_is_signed_by_the_secret_that_the_subscriber_gave(
    newsroom: Newsroom, reader: Receiver
) -> None:
    secret = "s" * 197 + "ñ"  # 199 bytes, the most
    subscribe(newsroom, reader.url, secret=secret)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    (told,) = reader.told()
    signed = hmac.digest(secret.encode(), told.body, "sha256").hex()
    assert told.headers["x-hub-signature"] == f"sha256={signed}"


def test_websub_8_a_secret_need_not_be_spelled_in_percents(
    newsroom: Newsroom, reader: Receiver
) -> None:
    asked = f"hub.mode=subscribe&hub.topic={ATOM}&hub.callback={reader.url}&hub.secret=señal"
    assert newsroom.visitor.post("/hub", asked).status == 202
    newsroom.app.run_errands()
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    (told,) = reader.told()
    signed = hmac.digest("señal".encode(), told.body, "sha256").hex()
    assert told.headers["x-hub-signature"] == f"sha256={signed}"
