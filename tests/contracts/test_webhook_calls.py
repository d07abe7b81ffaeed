"""Does every store keep what webhooks are owed, and the log of what they were told?"""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from syndicate.domain.changes import Change
from syndicate.domain.events import Event
from syndicate.domain.webhooks import Call, CallStatus
from syndicate.errors import NotFound
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.words import FERRY, NOON, article

HOUR = timedelta(hours=1)
BOTH = ["desk", "search"]
WAITING, TAKEN, FAILED = CallStatus.WAITING, CallStatus.TAKEN, CallStatus.FAILED


def event(seq: int) -> Event:
    return Event(seq=seq, article_id=FERRY, change=Change.UPDATE, number=seq, recorded=NOON)


@pytest.fixture
def owed(store: Store) -> Store:
    """Owe two webhooks two events each."""
    with store.write() as tx:
        tx.articles.add(article())
        for seq in (1, 2):
            for webhook in BOTH:
                tx.webhook_calls.owe(webhook, f"{webhook}-{seq}", event(seq), NOON)
    return store


def keys(calls: Sequence[Call]) -> list[str]:
    return [each.key for each in calls]


def waiting(tx: Transaction, *webhooks: str) -> Sequence[Call]:
    return tx.webhook_calls.waiting(webhooks or BOTH, 9, [], NOON)


def first(tx: Transaction) -> Call:
    return waiting(tx)[0]


def test_an_event_is_owed_as_it_happened_and_once_though_it_is_relayed_twice(owed: Store) -> None:
    with owed.write() as tx:
        tx.webhook_calls.owe("desk", "another key", event(1), NOON + HOUR)
        assert keys(waiting(tx)) == ["desk-1", "search-1", "desk-2", "search-2"]
        call = first(tx)
        assert (call.webhook, call.article_id, call.change) == ("desk", FERRY, Change.UPDATE)
        assert (call.number, call.recorded, call.began) == (1, NOON, NOON)
        assert (call.status, call.attempts, call.said, call.settled) == (WAITING, 0, "", None)


def test_only_webhooks_that_are_asked_for_are_called_and_nothing_twice_at_once(
    owed: Store,
) -> None:
    with owed.write() as tx:
        assert keys(waiting(tx, "desk")) == ["desk-1", "desk-2"]
        assert keys(tx.webhook_calls.waiting(BOTH, 1, [first(tx).id], NOON)) == ["search-1"]
        assert tx.webhook_calls.due(["desk"], NOON)
        assert not tx.webhook_calls.due(["nobody"], NOON)
        assert not tx.webhook_calls.due([], NOON)


def test_a_call_that_was_put_off_waits_until_then(owed: Store) -> None:
    with owed.write() as tx:
        for call in waiting(tx, "desk"):
            tx.webhook_calls.put_off(call, "503", NOON + HOUR)
        assert (waiting(tx, "desk"), tx.webhook_calls.due(["desk"], NOON)) == ([], False)
        later = tx.webhook_calls.waiting(["desk"], 9, [], NOON + HOUR)
        assert [(each.attempts, each.said) for each in later] == [(1, "503")] * 2


def test_a_call_put_off_by_a_clock_that_ran_ahead_waits_no_longer(owed: Store) -> None:
    with owed.write() as tx:
        for call in waiting(tx, "desk"):
            tx.webhook_calls.put_off(call, "503", NOON + 9_600 * HOUR)
        assert keys(waiting(tx, "desk")) == ["desk-1", "desk-2"]
        assert tx.webhook_calls.due(["desk"], NOON)


@pytest.mark.parametrize("status", [TAKEN, FAILED])
def test_a_call_that_has_ended_waits_no_more_and_stays_in_the_log(
    owed: Store, status: CallStatus
) -> None:
    with owed.write() as tx:
        ended = first(tx)
        tx.webhook_calls.settle(ended, status, "so it is", NOON + HOUR)
        assert ended.id not in {each.id for each in waiting(tx)}
        kept = tx.webhook_calls.get(ended.id)
        assert (kept.status, kept.said, kept.settled) == (status, "so it is", NOON + HOUR)
        assert kept.attempts == 1


def test_a_call_that_is_made_again_begins_anew_under_its_key(owed: Store) -> None:
    with owed.write() as tx:
        before = first(tx)
        tx.webhook_calls.settle(before, FAILED, "503", NOON)
        tx.webhook_calls.again(before.id, NOON + HOUR)
        again = tx.webhook_calls.get(before.id)
        assert (again.key, again.status, again.began) == (before.key, WAITING, NOON + HOUR)
        assert (again.attempts, again.not_before, again.settled) == (0, None, None)


def test_the_answer_to_a_call_that_began_anew_meanwhile_changes_nothing(owed: Store) -> None:
    with owed.write() as tx:
        before = first(tx)
        tx.webhook_calls.again(before.id, NOON + HOUR)
        again = tx.webhook_calls.get(before.id)
        tx.webhook_calls.settle(before, TAKEN, "200", NOON + HOUR)
        tx.webhook_calls.put_off(before, "503", NOON + HOUR)
        assert tx.webhook_calls.get(before.id) == again


def test_the_log_is_listed_in_pages_by_webhook_and_by_status(owed: Store) -> None:
    with owed.write() as tx:
        tx.webhook_calls.settle(first(tx), TAKEN, "200", NOON)
        start = tx.webhook_calls.page(None, None, 0, 3)
        rest = tx.webhook_calls.page(None, None, start[-1].id, 3)
        assert keys([*start, *rest]) == ["desk-1", "search-1", "desk-2", "search-2"]
        assert keys(tx.webhook_calls.page("desk", None, 0, 9)) == ["desk-1", "desk-2"]
        assert keys(tx.webhook_calls.page("desk", WAITING, 0, 9)) == ["desk-2"]
        assert tx.webhook_calls.counts() == {
            ("desk", TAKEN): 1,
            ("desk", WAITING): 1,
            ("search", WAITING): 2,
        }


def test_a_call_that_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound, match="no call 7"):
        tx.webhook_calls.get(7)


def test_what_waits_for_no_webhook_that_there_is_ends_once_it_is_old(owed: Store) -> None:
    with owed.write() as tx:
        early, late = NOON - HOUR, NOON + HOUR
        assert not tx.webhook_calls.orphaned(["search"], early)
        assert not tx.webhook_calls.orphaned(BOTH, late)
        assert tx.webhook_calls.end_orphaned(["search"], early, "gone", late) == 0
        assert tx.webhook_calls.orphaned(["search"], late)
        assert tx.webhook_calls.end_orphaned(["search"], late, "gone", late) == 2
        failed = tx.webhook_calls.page(None, FAILED, 0, 9)
        assert [(each.webhook, each.said, each.settled) for each in failed] == [
            ("desk", "gone", late)
        ] * 2
        assert tx.webhook_calls.orphaned([], late)
        assert tx.webhook_calls.end_orphaned([], late, "gone", late) == 2


def test_only_calls_that_were_settled_long_ago_are_forgotten(owed: Store) -> None:
    with owed.write() as tx:
        tx.webhook_calls.settle(first(tx), TAKEN, "200", NOON)
        assert not tx.webhook_calls.old(NOON)
        assert tx.webhook_calls.old(NOON + HOUR)
        tx.webhook_calls.drop_old(NOON)
        assert len(tx.webhook_calls.page(None, None, 0, 9)) == 4
        tx.webhook_calls.drop_old(NOON + HOUR)
        assert keys(tx.webhook_calls.page(None, None, 0, 9)) == ["search-1", "desk-2", "search-2"]
