"""The way of a change to those who subscribed to it, over real sockets (W3C WebSub)."""

import hmac
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Semaphore

import pytest
from starlette.applications import Starlette

from syndicate.domain.articles import Kind
from syndicate.web.hub import HubFace
from tests.flows.hub_site import ATOM, ask, hub_site, subscribe
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in, with_body
from tests.web.visitor import Visitor

HUB = "https://harbour.example/hub"
SIGNED_BY = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="
TEN_DAYS = 10 * 24 * 3600


@pytest.fixture
def newsroom(tmp_path: Path, sqlite_url: str) -> Iterator[Newsroom]:
    """Open a site with one article; what is kept in the store is tested on both elsewhere."""
    with hub_site(tmp_path, sqlite_url) as opened:
        opened.publish(FERRY)
        yield opened


@pytest.fixture
def reader() -> Iterator[Receiver]:
    """Run a subscriber that means what is asked."""
    with receiving() as running:
        yield running


def callbacks(newsroom: Newsroom) -> list[str]:
    """Return the callbacks that are subscribed."""
    return [each.url for each in newsroom.app.show_errands.callbacks()]


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


def test_websub_4_feeds_name_the_hub_and_themselves_in_headers_and_documents(
    newsroom: Newsroom,
) -> None:
    for suffix in ("atom", "rss", "json"):
        for answer in (
            newsroom.visitor.get(f"/feeds/all.{suffix}"),
            newsroom.visitor.head(f"/feeds/all.{suffix}"),
        ):
            own = f"https://harbour.example/feeds/all.{suffix}"
            assert answer.headers["link"] == f'<{own}>; rel="self", <{HUB}>; rel="hub"'
    assert f'<link href="{HUB}" rel="hub"/>' in newsroom.visitor.get("/feeds/all.atom").text
    assert f'rel="hub" href="{HUB}"' in newsroom.visitor.get("/feeds/all.rss").text
    assert f'"url": "{HUB}"' in newsroom.visitor.get("/feeds/all.json").text


def test_websub_5_1_a_request_is_accepted_and_unknown_parameters_are_ignored(
    newsroom: Newsroom, reader: Receiver
) -> None:
    assert ask(newsroom, "subscribe", reader.url, shoe_size="44").status == 202
    assert reader.got == []


SENSELESS = (
    ("hub.topic=T&hub.callback=C", "hub.mode is missing"),
    ("hub.mode=subscribe&hub.callback=C", "hub.topic is missing"),
    ("hub.mode=subscribe&hub.topic=T", "hub.callback is missing"),
    ("hub.mode=subscribe&hub.topic=T&hub.callback=", "hub.callback is missing"),
    ("hub.mode=eat&hub.topic=T&hub.callback=C", "neither subscribe nor unsubscribe"),
    ("hub.mode=subscribe&hub.topic=T&hub.callback=ftp://x.org/", "no address to send to"),
    ("hub.mode=subscribe&hub.topic=T&hub.callback=http://x.org:22/", "port 22"),
    ("hub.mode=subscribe&hub.topic=T&hub.callback=C&hub.callback=C", "more than once"),
    ("hub.mode=subscribe&hub.topic=T&hub.callback=C&hub.lease_seconds=-1", "no number"),
    (f"hub.mode=subscribe&hub.topic=T&hub.callback=C&hub.secret={'s' * 200}", "200 bytes"),
    ("hub.mode=subscribe&hub.topic=https://x.org/a.atom&hub.callback=C", "no feed of this"),
    ("hub.mode=subscribe&hub.topic=T?a=1&hub.callback=C", "no feed of this site"),
    ("hub.mode=publish", "hub.url is missing"),
    ("hub.mode=publish&hub.url=https://x.org/", "no feed of this site"),
)


def test_websub_5_1_1_what_is_missing_or_makes_no_sense_is_told(newsroom: Newsroom) -> None:
    for fields, told in SENSELESS:
        sent = fields.replace("=T", f"={ATOM}").replace("=C", "=https://reader.example.org/push")
        answer = newsroom.visitor.post("/hub", sent)
        assert answer.status == 400, fields
        assert told in answer.text, fields


def test_websub_5_2_a_subscription_is_denied_where_its_feed_is_closed(
    newsroom: Newsroom, reader: Receiver
) -> None:
    topic = "https://harbour.example/articles/ferry-stops-at-noon/revisions.atom"
    subscribe(newsroom, reader.url, topic)
    newsroom.app.revise.withdraw("ferry-stops-at-noon", Kind.TAKEDOWN, "Withdrawn.")
    newsroom.app.run_errands()
    denied = reader.asked()[-1]
    assert (denied.asks("hub.mode"), denied.asks("hub.topic")) == ("denied", topic)
    assert denied.asks("hub.reason") == "the feed is closed"
    assert callbacks(newsroom) == []


def test_websub_5_3_intent_is_verified_by_a_new_challenge_and_the_query_is_kept(
    newsroom: Newsroom, reader: Receiver
) -> None:
    for _ in range(2):
        subscribe(newsroom, f"{reader.url}/push?for=ada&x=%26")
    one, two = reader.asked()
    assert (one.path, one.asks("for"), one.asks("x")) == ("/push", "ada", "&")
    assert (one.asks("hub.mode"), one.asks("hub.topic")) == ("subscribe", ATOM)
    assert one.asks("hub.lease_seconds") == str(TEN_DAYS)
    assert len(one.asks("hub.challenge")) > 20
    assert one.asks("hub.challenge") != two.asks("hub.challenge")


@pytest.mark.parametrize(
    "said",
    [
        Said(status=404),
        Said(body=b"something else"),
        Said(status=302, headers={"Location": "/yes"}),
        Said(status=410),
    ],
)
def test_websub_5_3_1_what_was_not_meant_never_becomes_a_subscription(
    newsroom: Newsroom, reader: Receiver, said: Said
) -> None:
    reader.answer = lambda got: agrees(got) if got.path == "/yes" else said
    subscribe(newsroom, reader.url)
    newsroom.later(days=1)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    assert callbacks(newsroom) == []
    assert len(reader.got) == 1


def test_websub_5_3_1_a_callback_that_is_down_is_asked_again_a_few_times(
    newsroom: Newsroom, reader: Receiver
) -> None:
    reader.answer = lambda _: Said(status=503)
    subscribe(newsroom, reader.url)
    reader.answer = agrees
    newsroom.later(minutes=1)
    newsroom.app.run_errands()
    assert callbacks(newsroom) == [reader.url]


def test_websub_5_3_leaving_is_verified_too(newsroom: Newsroom, reader: Receiver) -> None:
    subscribe(newsroom, reader.url)
    reader.answer = lambda _: Said(status=404)
    ask(newsroom, "unsubscribe", reader.url)
    newsroom.app.run_errands()
    assert callbacks(newsroom) == [reader.url]
    reader.answer = agrees
    ask(newsroom, "unsubscribe", reader.url)
    newsroom.app.run_errands()
    assert reader.asked()[-1].asks("hub.mode") == "unsubscribe"
    assert callbacks(newsroom) == []


def test_websub_5_1_subscribing_again_renews_and_yields_one_notification(
    newsroom: Newsroom, reader: Receiver
) -> None:
    subscribe(newsroom, reader.url, secret="old")
    newsroom.later(days=9)
    subscribe(newsroom, reader.url, secret="new")
    newsroom.later(days=9)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    (told,) = reader.told()
    signed = hmac.digest(b"new", told.body, "sha256").hex()
    assert told.headers["x-hub-signature"] == f"sha256={signed}"


@pytest.mark.parametrize(
    ("asked", "granted"),
    [("", TEN_DAYS), ("86400", 86400), ("1", 3600), ("99999999", 3 * TEN_DAYS)],
)
def test_websub_5_1_leases_are_within_bounds_and_are_enforced(
    newsroom: Newsroom, reader: Receiver, asked: str, granted: int
) -> None:
    subscribe(newsroom, reader.url, lease_seconds=asked)
    assert reader.asked()[0].asks("hub.lease_seconds") == str(granted)
    newsroom.later(seconds=granted)
    newsroom.publish(BRIDGE)
    newsroom.app.run_errands()
    assert reader.told() == []
    newsroom.app.show_errands.clear()
    assert callbacks(newsroom) == []


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


def test_a_host_has_only_so_many_subscriptions(tmp_path: Path, sqlite_url: str) -> None:
    more = "[websub]\nmost_per_host = 2\n"
    with hub_site(tmp_path, sqlite_url, more) as newsroom, receiving() as reader:
        for number in range(2):
            assert ask(newsroom, "subscribe", f"{reader.url}/{number}").status == 202
        newsroom.app.run_errands()
        answer = ask(newsroom, "subscribe", f"{reader.url}/2")
        assert (answer.status, "which is the most" in answer.text) == (400, True)
        assert ask(newsroom, "unsubscribe", f"{reader.url}/1").status == 202


def test_one_host_gets_only_so_many_connections_at_once(
    newsroom: Newsroom, reader: Receiver
) -> None:
    for number in range(40):
        ask(newsroom, "subscribe", f"{reader.url}/{number}")
    newsroom.app.run_errands()
    newsroom.publish(BRIDGE)
    under_way = Semaphore(newsroom.app.settings.websub.per_host)
    crowded: list[str] = []

    def takes_its_time(got: Got) -> Said:
        if not under_way.acquire(blocking=False):
            crowded.append(got.path)
            return Said()
        time.sleep(0.03)  # all that may connect at once have connected by then
        under_way.release()
        return Said()

    reader.answer = takes_its_time
    reader.connections = 0
    assert newsroom.app.run_errands() == 40
    assert reader.connections == 5  # runs of eight, over a connection each
    assert crowded == []
    assert {int(each.path[1:]) for each in reader.told()} == set(range(40))


def test_so_much_is_heeded_from_one_network_only(newsroom: Newsroom) -> None:
    app = newsroom.app
    face = HubFace(app.ask_hub, replace(app.hub_trace, most_an_hour=2), app.lease, app.site)
    visitor = Visitor(Starlette(routes=face.routes()))
    asked = f"hub.mode=subscribe&hub.topic={ATOM}&hub.callback=https://reader.example.org/"
    answers = [visitor.post("/hub", asked) for _ in range(3)]
    assert [answer.status for answer in answers] == [202, 202, 429]
    assert answers[-1].headers["retry-after"] == "3600"
    newsroom.later(hours=1)
    assert visitor.post("/hub", asked).status == 202


def test_nothing_is_asked_of_private_addresses_unless_it_is_allowed(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    with newsroom_of(settings_in(tmp_path, sqlite_url)) as newsroom:
        newsroom.publish(FERRY)
        for host in ("127.0.0.1", "localhost"):
            subscribe(newsroom, reader.url.replace("127.0.0.1", host))
        assert reader.connections == 0
        assert callbacks(newsroom) == []


def test_what_is_allowed_for_programs_of_the_settings_is_not_allowed_to_strangers(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    more = (
        '[egress]\nallow = ["127.0.0.1"]\n'
        f'[webhooks.desk]\nurl = "{reader.url}/events"\nsecret = "{SIGNED_BY}"\n'
    )
    with newsroom_of(settings_in(tmp_path, sqlite_url, more)) as newsroom:
        newsroom.publish(FERRY)
        subscribe(newsroom, f"{reader.url}/admin/flush?all=1")
        assert [(got.method, got.path) for got in reader.got] == [("POST", "/events")]


def test_requests_that_nobody_verified_and_that_hang_keep_no_subscriber_waiting(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    told = Event()
    after_it: list[bool] = []
    everywhere = "0.0.0.0"  # noqa: S104 - on all of loopback's addresses
    with (
        hub_site(tmp_path, sqlite_url, "[websub]\nconnections = 4\n") as newsroom,
        receiving(host=everywhere) as hanging,
    ):
        newsroom.publish(FERRY)
        subscribe(newsroom, reader.url)
        first = iter([True])

        def takes(_: Got) -> Said:
            told.set()
            return Said()

        def hangs(_: Got) -> Said:
            if next(first, False):
                newsroom.publish(BRIDGE)
            after_it.append(told.wait(8))
            return Said()

        reader.answer, hanging.answer = takes, hangs
        for number in range(1, 9):
            ask(newsroom, "subscribe", hanging.url.replace(everywhere, f"127.0.1.{number}"))
        newsroom.app.run_errands()
        assert after_it == [True] * 8


def test_a_hub_that_is_off_is_not_there_and_not_named(tmp_path: Path, sqlite_url: str) -> None:
    with hub_site(tmp_path, sqlite_url, "[websub]\nhub = false\n") as newsroom:
        newsroom.publish(FERRY)
        assert newsroom.visitor.get("/hub").status == 404
        assert "hub" not in newsroom.visitor.get("/feeds/all.atom").headers["link"]


def test_a_ping_for_a_feed_of_ours_is_accepted(newsroom: Newsroom) -> None:
    for name in ("hub.url", "hub.topic"):
        answer = newsroom.visitor.post("/hub", f"hub.mode=publish&{name}={ATOM}")
        assert answer.status == 202


def test_outside_hubs_are_told_which_documents_changed_until_they_take_it(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    more = f'[websub]\nhub = false\nhubs = ["{reader.url}/"]\n'
    with hub_site(tmp_path, sqlite_url, more) as newsroom:
        reader.answer = lambda _: Said(status=503)
        newsroom.publish(replace(FERRY, tags=(), section="", authors=()))
        newsroom.app.run_errands()
        reader.got.clear()
        reader.answer = agrees
        newsroom.later(minutes=1)
        newsroom.app.run_errands()
        topics = {told.body.decode() for told in reader.told()}
        topic = "https%3A%2F%2Fharbour.example%2Ffeeds%2Fall.atom"
        assert f"hub.mode=publish&hub.url={topic}&hub.topic={topic}" in topics
        assert len(topics) == 6  # the site's and the article's own, in three formats
        newsroom.later(days=1)
        assert newsroom.app.run_errands() == 0


def test_an_outside_hub_that_never_answers_is_given_up_after_a_day(
    tmp_path: Path, sqlite_url: str, reader: Receiver
) -> None:
    reader.answer = lambda _: Said(status=503)
    with hub_site(tmp_path, sqlite_url, f'[websub]\nhubs = ["{reader.url}/"]\n') as newsroom:
        newsroom.publish(FERRY)
        newsroom.app.run_errands()
        newsroom.later(days=1)
        assert newsroom.app.run_errands() > 0
        newsroom.later(days=1)
        assert newsroom.app.run_errands() == 0
