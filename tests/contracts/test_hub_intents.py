"""Does every store keep requests to the hub until their callbacks were asked?"""

from datetime import timedelta

from syndicate.domain.errands import Part, host_of, number_of
from syndicate.domain.websub import Mode
from syndicate.store.unit_of_work import Store
from tests.contracts.hub import DAY, HOUR, OTHER, READER, asked, intents, topic
from tests.contracts.words import NOON


def test_a_request_is_kept_with_all_that_was_asked(store: Store) -> None:
    with store.write() as tx:
        of = topic(tx)
        tx.hub_intents.put(asked(secret="theirs"), of)
        (kept,) = intents(tx)
        assert (kept.topic_id, kept.feed, kept.format) == (of.id, of.feed, of.format)
        assert (kept.mode, kept.url, kept.secret) == (Mode.SUBSCRIBE, READER, "theirs")
        assert (kept.lease, kept.version, kept.attempts) == (DAY, of.version, 0)
        assert tx.hub_intents.has(of.id, READER)
        assert not tx.hub_intents.has(of.id, OTHER)


def test_a_newer_request_of_a_callback_replaces_the_older_one_wholly(store: Store) -> None:
    with store.write() as tx:
        tx.hub_intents.put(asked(), topic(tx))
        (older,) = intents(tx)
        tx.hub_intents.put_off(older.id, NOON + HOUR)
        tx.hub_intents.put(asked(mode=Mode.UNSUBSCRIBE), topic(tx))
        (newer,) = tx.hub_intents.waiting(9, [], [], NOON)
        assert (newer.mode, newer.attempts) == (Mode.UNSUBSCRIBE, 0)
        assert not tx.hub_intents.taken(older.id)
        assert tx.hub_intents.taken(newer.id)
        assert intents(tx) == []


def test_requests_of_a_callback_for_two_topics_are_two(store: Store) -> None:
    with store.write() as tx:
        for feed in ("all", "news"):
            tx.hub_intents.put(asked(), topic(tx, feed))
        assert [each.feed for each in intents(tx)] == ["all", "news"]


def test_a_request_that_was_put_off_waits_until_then(store: Store) -> None:
    with store.write() as tx:
        assert not tx.hub_intents.due(NOON)
        tx.hub_intents.put(asked(), topic(tx))
        assert tx.hub_intents.due(NOON)
        tx.hub_intents.put_off(intents(tx)[0].id, NOON + HOUR)
        almost = NOON + HOUR - timedelta(seconds=1)
        assert (tx.hub_intents.due(almost), tx.hub_intents.waiting(9, [], [], almost)) == (
            False,
            [],
        )
        assert tx.hub_intents.due(NOON + HOUR)
        assert [each.attempts for each in tx.hub_intents.waiting(9, [], [], NOON + HOUR)] == [1]


def test_neither_what_is_under_way_nor_what_a_full_host_is_asked_is_handed_out(
    store: Store,
) -> None:
    with store.write() as tx:
        for url in (READER, OTHER):
            tx.hub_intents.put(asked(url), topic(tx))
        first, second = intents(tx)
        assert tx.hub_intents.waiting(9, [first.id], [], NOON) == [second]
        assert tx.hub_intents.waiting(9, [], ["other.example.com"], NOON) == [first]
        assert len(tx.hub_intents.waiting(1, [], [], NOON)) == 1


def test_requests_are_counted_by_host(store: Store) -> None:
    with store.write() as tx:
        for number in range(3):
            tx.hub_intents.put(asked(f"{READER}&{number}"), topic(tx))
        assert tx.hub_intents.of_host("reader.example.org") == 3
        assert tx.hub_intents.of_host("other.example.com") == 0


def test_a_request_put_off_by_a_clock_that_ran_ahead_waits_no_longer(store: Store) -> None:
    with store.write() as tx:
        tx.hub_intents.put(asked(), topic(tx))
        tx.hub_intents.put_off(intents(tx)[0].id, NOON + 400 * DAY)
        assert tx.hub_intents.due(NOON)
        assert len(tx.hub_intents.waiting(9, [], [], NOON)) == 1


def test_who_was_not_asked_yet_goes_before_who_did_not_answer(store: Store) -> None:
    with store.write() as tx:
        for number in range(3):
            tx.hub_intents.put(asked(f"{READER}&{number}"), topic(tx))
        first, second, third = intents(tx)
        tx.hub_intents.put_off(first.id, NOON)
        order = [each.id for each in tx.hub_intents.waiting(9, [], [], NOON)]
        assert order == [second.id, third.id, first.id]
        assert [each.id for each in tx.hub_intents.waiting(2, [], [], NOON)] == order[:2]


def test_each_request_is_in_the_one_part_that_its_host_is_in(store: Store) -> None:
    hosts = {f"reader-{number}.example" for number in range(20)}
    parts = [Part(number, 4) for number in range(4)]
    with store.write() as tx:
        of = topic(tx)
        for host in hosts:
            tx.hub_intents.put(asked(f"https://{host}/"), of)
        for part in parts:
            found = tx.hub_intents.waiting(99, [], [], NOON, part)
            assert tx.hub_intents.due(NOON, part)
            assert {host_of(each.url) for each in found} == {
                host for host in hosts if number_of(host) % 4 == part.number
            }
