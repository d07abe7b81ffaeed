"""How is the hub asked, and whom does it believe? Over real sockets (W3C WebSub §4 to §5)."""

import hmac
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from tests.flows.hub_site import ATOM, HUB, ask, callbacks, hub_site, subscribe
from tests.transports.receiver import Receiver, Said, agrees
from tests.web.newsroom import BRIDGE, FERRY, Newsroom

TEN_DAYS = 10 * 24 * 3600


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
    ("hub.mode=subscribe&hub.topic=https://[&hub.callback=C", "no feed of this site"),
    ("hub.mode=publish", "hub.url is missing"),
    ("hub.mode=publish&hub.url=https://x.org/", "no feed of this site"),
    ("hub.mode=publish&hub.url=https://harbour.example//[x", "no feed of this site"),
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


def test_a_hub_that_is_off_is_not_there_and_not_named(tmp_path: Path, sqlite_url: str) -> None:
    with hub_site(tmp_path, sqlite_url, "[websub]\nhub = false\n") as newsroom:
        newsroom.publish(FERRY)
        assert newsroom.visitor.get("/hub").status == 404
        assert "hub" not in newsroom.visitor.get("/feeds/all.atom").headers["link"]


def test_websub_a_ping_names_a_feed_by_hub_url_or_by_hub_topic(newsroom: Newsroom) -> None:
    for name in ("hub.url", "hub.topic"):
        answer = newsroom.visitor.post("/hub", f"hub.mode=publish&{name}={ATOM}")
        assert answer.status == 202
