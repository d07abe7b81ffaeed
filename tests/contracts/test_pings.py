"""Does every store hand out pings of one hub while another has as many as it may have?"""

from datetime import timedelta

from syndicate.domain.feeds import FeedFormat
from syndicate.store.unit_of_work import Store
from tests.contracts.words import NOON

FIRST, SECOND = "https://first.example/", "https://second.example:8443/publish"
EACH = len(FeedFormat)


def owed(store: Store) -> None:
    with store.write() as tx:
        tx.pings.owe([FIRST], ["all", "news"], NOON)
        tx.pings.owe([SECOND], ["all"], NOON)


def test_pings_of_a_host_that_is_full_do_not_take_the_place_of_others(store: Store) -> None:
    owed(store)
    with store.read() as tx:
        found = tx.pings.waiting(EACH, [], ["first.example"], NOON)
        assert [ping.hub for ping in found] == [SECOND] * EACH
        assert len(tx.pings.waiting(99, [], [], NOON)) == 3 * EACH
        assert tx.pings.waiting(99, [], ["first.example", "second.example"], NOON) == []


def test_pings_under_way_or_put_off_are_not_handed_out(store: Store) -> None:
    owed(store)
    with store.write() as tx:
        first, second, *rest = tx.pings.waiting(99, [], [], NOON)
        tx.pings.put_off(first, "503", NOON + timedelta(hours=1))
        found = tx.pings.waiting(99, [second.id], [], NOON)
        assert {ping.id for ping in found} == {ping.id for ping in rest}
        later = tx.pings.waiting(99, [], [], NOON + timedelta(hours=1))
        assert {ping.id: ping.attempts for ping in later}[first.id] == 1


def test_a_ping_put_off_by_a_clock_that_ran_ahead_waits_no_longer(store: Store) -> None:
    owed(store)
    with store.write() as tx:
        for ping in tx.pings.waiting(99, [], [], NOON):
            tx.pings.put_off(ping, "503", NOON + timedelta(days=400))
        assert len(tx.pings.waiting(99, [], [], NOON)) == 3 * EACH
        assert tx.pings.due(NOON)


def test_a_ping_is_owed_still_where_its_document_changed_again(store: Store) -> None:
    owed(store)
    with store.write() as tx:
        before = tx.pings.waiting(99, [], [], NOON)
        tx.pings.owe([SECOND], ["all"], NOON)
        for ping in before:
            tx.pings.settle(ping)
        assert {ping.hub for ping in tx.pings.waiting(99, [], [], NOON)} == {SECOND}
