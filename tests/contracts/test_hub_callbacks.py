"""Does every store keep subscriptions of the hub, until when, and what they were told last?"""

from dataclasses import replace
from datetime import datetime

import pytest

from syndicate.domain.errands import Part, host_of, number_of
from syndicate.domain.websub import Intent
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.hub import (
    DAY,
    HOUR,
    OTHER,
    READER,
    asked,
    behind,
    changed,
    intents,
    subscribed,
    topic,
)
from tests.contracts.words import NOON


def renewing(tx: Transaction, secret: str) -> Intent:
    """Have a callback ask again; return what is to be verified."""
    tx.hub_intents.put(asked(secret=secret), topic(tx))
    (intent,) = intents(tx)
    return intent


def urls(tx: Transaction, now: datetime = NOON, *full: str) -> list[str]:
    return sorted(each.url for each in tx.hub_callbacks.behind(99, [], full, now))


def test_a_subscription_is_kept_with_all_that_is_known_of_it(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx, secret="theirs")
        (kept,) = tx.hub_callbacks.page(0, 9)
        assert (kept.url, kept.feed, kept.secret) == (READER, "all", "theirs")
        assert (kept.since, kept.until) == (NOON, NOON + DAY)
        assert (kept.behind, kept.closed, kept.attempts, kept.said) == (False, False, 0, "")
        assert tx.hub_callbacks.has(kept.topic_id, READER)
        assert not tx.hub_callbacks.has(kept.topic_id, OTHER)


def test_renewing_keeps_one_subscription_and_lifts_its_back_off(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "two")
        tx.hub_callbacks.put_off([(each, "503", NOON + DAY) for each in behind(tx)])
        assert (urls(tx), tx.hub_callbacks.due(NOON)) == ([], False)
        tx.hub_callbacks.put(renewing(tx, "new"), NOON + HOUR)
        (kept,) = tx.hub_callbacks.page(0, 9)
        assert (kept.secret, kept.since, kept.until) == ("new", NOON, NOON + HOUR + DAY)
        assert (kept.attempts, kept.not_before, kept.behind) == (0, None, True)
        assert (urls(tx), tx.hub_callbacks.due(NOON)) == ([READER], True)


def test_who_subscribes_after_a_change_is_owed_what_came_since_it_asked(store: Store) -> None:
    with store.write() as tx:
        intent = renewing(tx, "")
        changed(tx, "two")
        tx.hub_topics.close_told()
        assert not tx.hub_callbacks.due(NOON)
        tx.hub_callbacks.put(intent, NOON)
        assert tx.hub_callbacks.due(NOON)
        tx.hub_callbacks.end_of(intent.topic_id, intent.url)
        tx.hub_callbacks.put(replace(intent, version=topic(tx).version), NOON)
        assert not tx.hub_callbacks.due(NOON)


def test_who_was_told_is_owed_nothing_until_the_next_change(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        assert behind(tx) == []
        changed(tx, "two")
        (owed,) = behind(tx)
        changed(tx, "three")
        tx.hub_callbacks.told([(owed, "200")])
        (still,) = behind(tx)
        assert (still.version, still.said) == (2, "200")
        tx.hub_callbacks.told([(still, "204")])
        assert (behind(tx), tx.hub_callbacks.due(NOON)) == ([], False)


def test_who_was_put_off_by_a_clock_that_ran_ahead_waits_no_longer(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "two")
        tx.hub_callbacks.put_off([(each, "503", NOON + 400 * DAY) for each in behind(tx)])
        assert (urls(tx), tx.hub_callbacks.due(NOON)) == ([READER], True)


def test_who_was_put_off_is_owed_it_from_then_on(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "two")
        for _ in range(2):
            (owed,) = tx.hub_callbacks.page(0, 9)
            tx.hub_callbacks.put_off([(owed, "503 busy", NOON + HOUR)])
        assert (urls(tx), urls(tx, NOON + HOUR)) == ([], [READER])
        (kept,) = tx.hub_callbacks.page(0, 9)
        assert (kept.attempts, kept.said, kept.not_before) == (2, "503 busy", NOON + HOUR)


def test_neither_what_is_under_way_nor_what_a_full_host_is_owed_is_handed_out(
    store: Store,
) -> None:
    with store.write() as tx:
        for url in (READER, OTHER):
            subscribed(tx, url)
        changed(tx, "two")
        assert urls(tx) == sorted([READER, OTHER])
        assert urls(tx, NOON, "other.example.com") == [READER]
        (first, *_) = behind(tx)
        assert [each.id for each in tx.hub_callbacks.behind(99, [first.id], [], NOON)] != [first.id]
        assert len(tx.hub_callbacks.behind(99, [first.id], [], NOON)) == 1
        assert len(tx.hub_callbacks.behind(1, [], [], NOON)) == 1


def test_a_lease_that_has_ended_is_owed_nothing_and_is_ended(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "two")
        before = NOON + DAY - HOUR
        assert (urls(tx, before), tx.hub_callbacks.lapsed(before)) == ([READER], 0)
        assert (urls(tx, NOON + DAY), tx.hub_callbacks.lapsed(NOON + DAY)) == ([], 1)
        tx.hub_callbacks.end_lapsed(before)
        assert len(tx.hub_callbacks.page(0, 9)) == 1
        tx.hub_callbacks.end_lapsed(NOON + DAY)
        assert tx.hub_callbacks.page(0, 9) == []


def test_a_topic_without_a_state_is_closed(store: Store) -> None:
    with store.write() as tx:
        subscribed(tx)
        changed(tx, "")
        assert [each.closed for each in behind(tx)] == [True]


@pytest.mark.parametrize("many", [0, 1, 2])
def test_subscriptions_are_ended_by_number(store: Store, many: int) -> None:
    with store.write() as tx:
        for url in (READER, OTHER):
            subscribed(tx, url)
        ids = [each.id for each in tx.hub_callbacks.page(0, 9)]
        assert tx.hub_callbacks.end(ids[:many]) == many
        assert [each.id for each in tx.hub_callbacks.page(0, 9)] == ids[many:]


def test_leaving_a_topic_leaves_no_other(store: Store) -> None:
    with store.write() as tx:
        left, kept = subscribed(tx, READER, "left"), subscribed(tx, READER, "kept")
        tx.hub_callbacks.end_of(left.id, READER)
        assert [each.topic_id for each in tx.hub_callbacks.page(0, 9)] == [kept.id]


def test_subscriptions_are_counted_by_host_and_listed_in_pages(store: Store) -> None:
    with store.write() as tx:
        for number in range(3):
            subscribed(tx, f"https://reader.example.org/{number}")
        subscribed(tx, OTHER)
        assert tx.hub_callbacks.of_host("reader.example.org") == 3
        assert tx.hub_callbacks.of_host("example.org") == 0
        first = tx.hub_callbacks.page(0, 3)
        rest = tx.hub_callbacks.page(first[-1].id, 3)
        assert [each.url for each in (*first, *rest)] == [
            *(f"https://reader.example.org/{number}" for number in range(3)),
            OTHER,
        ]


def test_each_callback_is_in_the_one_part_that_its_host_is_in(store: Store) -> None:
    hosts = [f"reader{number}.example.org" for number in range(40)]
    with store.write() as tx:
        for host in hosts:
            subscribed(tx, f"https://{host}/push")
        changed(tx, "two")
        parts = [Part(number, 4) for number in range(4)]
        found = [tx.hub_callbacks.behind(99, [], [], NOON, part) for part in parts]
        assert [{host_of(each.url) for each in own} for own in found] == [
            {host for host in hosts if number_of(host) % 4 == part.number} for part in parts
        ]
        assert all(tx.hub_callbacks.due(NOON, part) for part in parts)
        tx.hub_callbacks.told([(each, "200") for each in found[0]])
        assert [tx.hub_callbacks.due(NOON, part) for part in parts] == [False, True, True, True]


def test_hosts_that_the_operator_named_are_in_the_first_part(store: Store) -> None:
    hosts = [f"reader{number}.example.org" for number in range(8)]
    with store.write() as tx:
        for host in hosts:
            subscribed(tx, f"https://{host}/push")
        changed(tx, "two")
        parts = [Part(number, 4, tuple(hosts[:4])) for number in range(4)]
        found = [tx.hub_callbacks.behind(99, [], [], NOON, part) for part in parts]
        first, *others = [{host_of(each.url) for each in own} for own in found]
        assert set(hosts[:4]) <= first
        assert sorted([*first, *(host for each in others for host in each)]) == hosts


def test_who_is_owed_something_is_counted_up_to_so_many(store: Store) -> None:
    with store.write() as tx:
        for url in (READER, OTHER):
            subscribed(tx, url)
        assert tx.hub_callbacks.count_behind(9, NOON) == 0
        changed(tx, "two")
        assert [tx.hub_callbacks.count_behind(most, NOON) for most in (1, 9)] == [1, 2]


def test_an_answer_about_a_feed_that_moved_meanwhile_says_nothing_of_where_it_is_now(
    store: Store,
) -> None:
    with store.write() as tx:
        subscribed(tx, feed="old")
        for etag in ("two", "three"):
            changed(tx, etag, "old")
        under_way = behind(tx)
        tx.hub_topics.touch(["old"])
        (old,) = tx.hub_topics.touched()
        tx.hub_topics.lead(old, "new", "four")
        tx.hub_callbacks.told([(each, "200") for each in under_way])
        (moved,) = behind(tx)
        assert (moved.feed, moved.url, moved.said) == ("new", READER, "")
        tx.hub_callbacks.put_off([(each, "503", NOON + DAY) for each in under_way])
        assert [(each.feed, each.attempts) for each in behind(tx)] == [("new", 0)]
