"""The way of an event to a webhook, over real sockets."""

import base64
import hmac
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.webhooks import CallStatus
from syndicate.errors import NotFound, Refused
from tests.flows.hub_site import hub_site
from tests.transports.receiver import Got, Receiver, Said, agrees, receiving
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

KEY = b"the key that events are signed by"
GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
SECRET = f"whsec_{base64.b64encode(KEY).decode()}"


@pytest.fixture
def desk() -> Iterator[Receiver]:
    """Run the program that is told."""
    with receiving() as running:
        yield running


@pytest.fixture
def newsroom(tmp_path: Path, sqlite_url: str, desk: Receiver) -> Iterator[Newsroom]:
    """Open a site with a webhook."""
    told = f'[webhooks.desk]\nurl = "{desk.url}/events"\nsecret = "{SECRET}"\n'
    with hub_site(tmp_path, sqlite_url, told) as opened:
        yield opened


def said(got: Got) -> Any:  # noqa: ANN401 - JSON
    return json.loads(got.body)


def test_an_event_is_told_signed_over_its_id_time_and_body(
    newsroom: Newsroom, desk: Receiver
) -> None:
    article = newsroom.publish(FERRY)
    newsroom.app.run_errands()
    (told,) = desk.told()
    key, at = told.headers["webhook-id"], told.headers["webhook-timestamp"]
    digest = hmac.digest(KEY, f"{key}.{at}.".encode() + told.body, "sha256")
    assert told.headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert at == str(int(newsroom.clock.now().timestamp()))
    event = said(told)
    assert event["type"] == "article.original"
    assert event["data"]["article"] == article.id.urn
    assert event["data"]["entry"]["title"] == "Ferry stops at noon"


def test_the_guide_shows_how_to_check_a_signature(newsroom: Newsroom, desk: Receiver) -> None:
    newsroom.publish(FERRY)
    newsroom.app.run_errands()
    (told,) = desk.told()
    (shown,) = re.findall(r"```python\n(import base64.*?)```", GUIDE.read_text(), re.DOTALL)
    guide: dict[str, Any] = {}
    exec(shown.replace("time.time()", "NOW"), guide)  # noqa: S102 - ours
    guide["NOW"] = newsroom.clock.now().timestamp()
    headers = {name.title(): value for name, value in told.headers.items()}
    assert guide["is_ours"](headers, told.body, SECRET)
    assert not guide["is_ours"](headers, told.body + b" ", SECRET)
    guide["NOW"] += 301
    assert not guide["is_ours"](headers, told.body, SECRET)


def test_an_event_that_fails_is_told_again_under_the_same_id(
    newsroom: Newsroom, desk: Receiver
) -> None:
    desk.answer = lambda _: Said(status=500)
    newsroom.publish(FERRY)
    newsroom.app.run_errands()
    desk.answer = agrees
    newsroom.later(minutes=1)
    newsroom.app.run_errands()
    assert len({told.headers["webhook-id"] for told in desk.told()}) == 1
    (call,) = newsroom.app.show_errands.calls("desk", CallStatus.TAKEN)
    assert (call.attempts, call.said) == (2, "200")


def test_a_replay_tells_the_newest_state_and_never_withdrawn_words(
    newsroom: Newsroom, desk: Receiver
) -> None:
    newsroom.publish(with_body(BRIDGE, "Words that were a mistake."))
    newsroom.app.run_errands()
    newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "Withdrawn.")
    newsroom.app.run_errands()
    first = next(newsroom.app.show_errands.calls(None, None))
    newsroom.app.show_errands.replay(first.id)
    newsroom.app.run_errands()
    original, takedown, replayed = desk.told()
    assert b"mistake" in original.body
    assert replayed.headers["webhook-id"] == original.headers["webhook-id"]
    assert said(replayed)["type"] == "article.original"
    assert said(replayed)["data"]["status"] == "taken-down"
    for told in (takedown, replayed):
        assert not any(word in told.body for word in (b"mistake", b"Bridge", b"bridge-opens"))


def test_a_takedown_reaches_a_webhook_that_was_down_without_the_words(
    newsroom: Newsroom, desk: Receiver
) -> None:
    desk.answer = lambda _: Said(status=503)
    newsroom.publish(with_body(BRIDGE, "Words that were a mistake."))
    newsroom.app.run_errands()
    newsroom.app.revise.withdraw("bridge-opens-again", Kind.TAKEDOWN, "Withdrawn.")
    desk.got.clear()
    desk.answer = agrees
    newsroom.later(hours=1)
    newsroom.app.run_errands()
    assert [said(told)["type"] for told in desk.told()] == ["article.original", "article.takedown"]
    assert not any(b"mistake" in told.body for told in desk.told())


def test_an_unpublished_article_has_no_entry(newsroom: Newsroom, desk: Receiver) -> None:
    newsroom.publish(FERRY)
    newsroom.app.revise.unpublish("ferry-stops-at-noon")
    newsroom.app.run_errands()
    assert [said(told)["data"]["entry"] for told in desk.told()] == [None, None]


def test_a_webhook_that_never_answers_has_failed_after_three_days_and_can_be_told_again(
    newsroom: Newsroom, desk: Receiver
) -> None:
    desk.answer = lambda _: Said(status=503)
    newsroom.publish(FERRY)
    newsroom.app.run_errands()
    newsroom.later(days=3)
    newsroom.app.run_errands()
    (failed,) = newsroom.app.show_errands.calls("desk", CallStatus.FAILED)
    assert newsroom.app.run_errands() == 0
    desk.answer = agrees
    newsroom.app.show_errands.replay(failed.id)
    assert newsroom.app.run_errands() == 1


def test_410_ends_an_event_at_once(newsroom: Newsroom, desk: Receiver) -> None:
    desk.answer = lambda _: Said(status=410)
    newsroom.publish(FERRY)
    newsroom.app.run_errands()
    assert [call.said for call in newsroom.app.show_errands.calls(None, CallStatus.FAILED)] == [
        "410"
    ]


def test_only_changes_that_a_webhook_wants_are_told_and_imports_never(
    tmp_path: Path, sqlite_url: str, desk: Receiver
) -> None:
    told = f'[webhooks.desk]\nurl = "{desk.url}"\nsecret = "{SECRET}"\nchanges = ["update"]\n'
    with hub_site(tmp_path, sqlite_url, told) as newsroom:
        newsroom.publish(FERRY)
        newsroom.app.publish(newsroom.draft(BRIDGE, announce=False))
        newsroom.update("ferry-stops-at-noon", with_body(FERRY, "At one."), note="Later.")
        newsroom.app.run_errands()
    assert [said(got)["type"] for got in desk.told()] == ["article.update"]


def test_calls_are_forgotten_after_thirty_days(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.app.run_errands()
    newsroom.later(days=31)
    newsroom.app.show_errands.clear()
    assert list(newsroom.app.show_errands.calls(None, None)) == []


def test_what_is_not_there_cannot_be_told_again(newsroom: Newsroom) -> None:
    with pytest.raises(NotFound, match="there is no call 7; see syndicate webhook calls"):
        newsroom.app.show_errands.replay(7)


def test_a_webhook_that_was_taken_out_cannot_be_told_again(
    newsroom: Newsroom, tmp_path: Path, sqlite_url: str
) -> None:
    newsroom.publish(FERRY)
    (call,) = newsroom.app.show_errands.calls(None, None)
    with hub_site(tmp_path, sqlite_url) as without, pytest.raises(Refused, match="do not have"):
        without.app.show_errands.replay(call.id)


def test_what_waits_for_a_webhook_that_was_taken_out_has_failed_after_three_days(
    newsroom: Newsroom, tmp_path: Path, sqlite_url: str
) -> None:
    newsroom.publish(FERRY)
    with hub_site(tmp_path, sqlite_url) as without:
        without.later(days=2)
        without.app.show_errands.clear()
        assert [each.status for each in without.app.show_errands.calls(None, None)] == ["waiting"]
        without.later(days=1)
        without.app.show_errands.clear()
        (call,) = without.app.show_errands.calls(None, None)
    assert (call.status, call.settled) == (CallStatus.FAILED, without.clock.now())
    assert call.said == "the settings have no such webhook any more"


def test_what_waits_for_a_webhook_of_the_settings_is_not_ended_unasked(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.later(days=3)
    newsroom.app.show_errands.clear()
    assert newsroom.app.run_errands() == 1
