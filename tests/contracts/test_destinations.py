"""What waits for its destination is passed over, until the destination's moment comes."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from syndicate.domain.destinations import Destination
from syndicate.store.tables import subscribers
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, at_once

GMAIL = Destination(name="gmail.com", next_at=NOW + HOUR)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def keep_back(ledger: Ledger, count: int, place: Destination = GMAIL) -> None:
    """Let the oldest so many deliveries wait for a destination."""
    numbers = [claim.id for claim in ledger.claim(count)]
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        tx.destinations.locked([place.name])
        tx.destinations.save([place])
        tx.deliveries.keep_back(batch, numbers, place, "too many")
        tx.batches.close(batch, NOW)


def test_what_waits_for_its_destination_is_neither_due_nor_claimed(ledger: Ledger) -> None:
    ledger.filled(3)
    keep_back(ledger, 2)
    assert [claim.id for claim in ledger.claim(now=NOW + 2 * HOUR)] == [3]
    with ledger.store.read() as tx:
        assert not tx.deliveries.due(NOW + 2 * HOUR)
        assert tx.destinations.waiting() == {"gmail.com": 2}
    delivery, *_ = ledger.page()
    assert (delivery.status.value, delivery.reply) == ("pending", "too many")
    assert (delivery.attempts, delivery.not_before) == (0, GMAIL.next_at)


def test_a_destination_is_ready_once_its_moment_has_come_and_while_something_waits(
    ledger: Ledger,
) -> None:
    ledger.filled(2)
    keep_back(ledger, 1)
    with ledger.store.write() as tx:
        assert tx.destinations.ready(NOW) == []
        assert tx.destinations.ready(NOW + HOUR) == ["gmail.com"]
        batch = tx.batches.open("v", NOW)
        assert tx.deliveries.claim_kept(batch, "gmail.com", 5) == 1
        assert [claim.id for claim in tx.deliveries.claimed_by(batch)] == [1]
        assert tx.destinations.ready(NOW + HOUR) == []


def test_what_was_kept_back_and_is_put_back_waits_no_more(ledger: Ledger) -> None:
    ledger.filled(1)
    keep_back(ledger, 1)
    with ledger.store.write() as tx:
        batch = tx.batches.open("v", NOW)
        tx.deliveries.claim_kept(batch, "gmail.com", 5)
    with ledger.store.read() as tx:
        assert tx.destinations.waiting() == {}


def test_a_destination_is_kept_as_it_was_saved(ledger: Ledger) -> None:
    place = Destination(
        name="gmail.com",
        full_at=NOW + timedelta(microseconds=1),
        next_at=NOW,
        strikes=3,
        trips=2,
        probing=True,
        since=NOW,
        said="421 too much",
    )
    with ledger.store.write() as tx:
        assert tx.destinations.locked(["gmail.com"]) == {"gmail.com": Destination(name="gmail.com")}
        assert tx.destinations.troubled() == []
        tx.destinations.save([place])
        assert tx.destinations.locked(["gmail.com", "x.org"])["gmail.com"] == place
        assert tx.destinations.troubled() == [place]


def test_seats_are_taken_by_batches_under_way_alone(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        one, other = (tx.batches.open("w", NOW) for _ in range(2))
        tx.destinations.locked(["gmail.com"])
        for batch in (one, one, other):
            tx.destinations.seat("gmail.com", batch)
        assert tx.destinations.busy("gmail.com", other) == 1
        tx.batches.close(one, NOW)
        assert tx.destinations.busy("gmail.com", other) == 0
        tx.destinations.seat("gmail.com", other)


def test_many_at_once_change_one_destination_after_each_other(ledger: Ledger) -> None:
    def strike(tx: Transaction) -> None:
        place = tx.destinations.locked(["a.org", "gmail.com"])["gmail.com"]
        tx.destinations.save([Destination(name=place.name, strikes=place.strikes + 1)])

    at_once(ledger.store, [strike] * 4)
    with ledger.store.read() as tx:
        assert [place.strikes for place in tx.destinations.troubled()] == [4]


def test_a_reader_of_any_address_can_be_kept_back(ledger: Ledger) -> None:
    ledger.filled(1)
    with ledger.store.write() as tx:
        tx.connection.execute(update(subscribers).values(email="no address"))
    keep_back(ledger, 1, Destination(name=""))
    assert ledger.claim() == []
