"""Do the commands of the hub and of webhooks show, end and replay what they say?"""

import json
from datetime import timedelta

import pytest

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.errands import Reply
from syndicate.domain.feeds import FeedFormat
from syndicate.domain.websub import Asked, Mode
from syndicate.settings import load
from tests.cli.site_folder import SiteFolder

HOOK = """
[webhooks.desk]
url = "https://desk.example.org/events"
secret = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVpbXF1eX2A="
"""
READER = "https://reader.example.org/push"


@pytest.fixture
def hooked(site: SiteFolder) -> SiteFolder:
    """Give a site with a webhook that is owed an event."""
    settings = site.path / "settings.toml"
    settings.write_text(settings.read_text() + HOOK)
    site.publish_story()
    return site


def without_hook(site: SiteFolder) -> None:
    settings = site.path / "settings.toml"
    settings.write_text(settings.read_text().replace(HOOK, ""))


def subscribed(site: SiteFolder, secret: str = "theirs") -> str:  # noqa: S107 - of no one
    """Have a program subscribe to the site's feed; return its number."""
    app = App(load(site.path / "settings.toml"))
    try:
        asked = Asked(
            mode=Mode.SUBSCRIBE,
            topic=app.site.feed_url("all", "atom"),
            callback=READER,
            lease=timedelta(days=10),
            secret=secret,
        )
        app.ask_hub(asked, "all", FeedFormat.ATOM)
        now = SystemClock().now()
        (errand,) = app.verify_intents.take(1, [], [], now)
        asked_of_it = app.verify_intents.request(errand)
        challenge = asked_of_it.url.partition("hub.challenge=")[2].partition("&")[0]
        meant = Reply(status=200, body=challenge.encode())
        app.verify_intents.settle([(errand, meant)], now)
        (callback,) = app.show_errands.callbacks()
        return str(callback.id)
    finally:
        app.close()


def answered(site: SiteFolder, status: int) -> None:
    """Have the webhook answer all it is owed."""
    app = App(load(site.path / "settings.toml"))
    try:
        now = SystemClock().now()
        errands = app.call_webhooks.take(9, [], [], now)
        app.call_webhooks.settle([(each, Reply(status=status)) for each in errands], now)
    finally:
        app.close()


def test_hub_list_says_so_where_nobody_subscribed(site: SiteFolder) -> None:
    assert site.done("hub", "list").out == "Nobody has subscribed yet.\n"
    assert site.done("hub", "list", "--json").json == []


def test_hub_list_shows_who_subscribed_to_what_but_no_secret(site: SiteFolder) -> None:
    site.publish_story()
    number = subscribed(site)
    told = site.done("hub", "list").out
    headings, row = (line.split() for line in told.splitlines())
    assert headings == ["ID", "FEED", "CALLBACK", "UNTIL", "TOLD", "SAID"]
    assert row[:3] == [number, "all.atom", READER]
    (account,) = site.done("hub", "list", "--json").json
    assert account["topic"] == "https://harbour.example/feeds/all.atom"
    assert (account["callback"], account["signed"], account["behind"]) == (READER, True, False)
    assert "theirs" not in told + json.dumps(account)


def test_hub_end_ends_a_subscription_and_knows_no_other(site: SiteFolder) -> None:
    site.publish_story()
    number = subscribed(site)
    assert site.done("hub", "end", number).out == f"Subscription {number} has ended.\n"
    assert site.done("hub", "list", "--json").json == []
    again = site.ask("hub", "end", number)
    assert again.code != 0
    assert f"there is no subscription {number}; see syndicate hub list" in again.err


def test_webhook_list_says_so_where_there_are_none(site: SiteFolder) -> None:
    assert site.done("webhook", "list").out == "There are none.\n"


def test_webhook_list_counts_calls_by_how_they_stand(hooked: SiteFolder) -> None:
    (desk,) = hooked.done("webhook", "list", "--json").json
    assert desk == {
        "name": "desk",
        "url": "https://desk.example.org/events",
        "waiting": 1,
        "taken": 0,
        "failed": 0,
    }
    answered(hooked, 200)
    assert hooked.done("webhook", "list").out.split()[-3:] == ["0", "1", "0"]


def test_webhook_list_keeps_one_that_was_taken_out_while_there_are_calls_of_it(
    hooked: SiteFolder,
) -> None:
    without_hook(hooked)
    (desk,) = hooked.done("webhook", "list", "--json").json
    assert (desk["name"], desk["url"], desk["waiting"]) == ("desk", "", 1)


def test_webhook_calls_are_listed_by_webhook_and_by_status(hooked: SiteFolder) -> None:
    (call,) = hooked.done("webhook", "calls", "--json").json
    assert (call["webhook"], call["change"], call["status"]) == ("desk", "original", "waiting")
    assert hooked.done("webhook", "calls", "--status", "taken", "--json").json == []
    assert hooked.done("webhook", "calls", "--webhook", "other").out == "There are no calls.\n"
    answered(hooked, 410)
    (failed,) = hooked.done("webhook", "calls", "--status", "failed", "--json").json
    assert (failed["id"], failed["said"], failed["attempts"]) == (call["id"], "410", 1)
    assert "failed" in hooked.done("webhook", "calls", "--webhook", "desk").out


def test_webhook_show_tells_what_would_be_told_now(hooked: SiteFolder) -> None:
    (call,) = hooked.done("webhook", "calls", "--json").json
    shown = hooked.done("webhook", "show", str(call["id"]), "--json").json
    event = json.loads(shown["body"])
    assert event["type"] == "article.original"
    assert event["data"]["entry"]["title"] == "Harbour bridge opens again"
    assert {key: shown[key] for key in call} == call
    printed = hooked.done("webhook", "show", str(call["id"])).out
    assert '"type": "article.original"' in printed
    assert "whsec_" not in printed


def test_webhook_replay_owes_a_call_once_more(hooked: SiteFolder) -> None:
    answered(hooked, 200)
    (taken,) = hooked.done("webhook", "calls", "--json").json
    number = str(taken["id"])
    again = hooked.done("webhook", "replay", number, "--json").json
    assert (again["status"], again["key"], again["attempts"]) == ("waiting", taken["key"], 0)
    assert f"Call {number} is made again" in hooked.done("webhook", "replay", number).out


def test_webhook_replay_refuses_what_nobody_could_be_told(hooked: SiteFolder) -> None:
    unknown = hooked.ask("webhook", "replay", "99")
    assert (unknown.code != 0, "there is no call 99" in unknown.err) == (True, True)
    (call,) = hooked.done("webhook", "calls", "--json").json
    without_hook(hooked)
    refused = hooked.ask("webhook", "replay", str(call["id"]))
    assert (refused.code != 0, "add [webhooks.desk]" in refused.err) == (True, True)
