"""Batches: open until they are closed, each its worker's."""

import pytest

from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger, at_once


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def test_workers_with_open_batches_are_known_until_the_last_is_closed(store: Store) -> None:
    with store.write() as tx:
        numbers = [tx.batches.open(worker, NOW) for worker in ("a", "a", "b")]
        assert sorted(tx.batches.open_workers()) == ["a", "b"]
        assert tx.batches.open_of("a") == numbers[:2]
        tx.batches.close(numbers[0], NOW)
        assert tx.batches.open_of("a") == numbers[1:2]
        tx.batches.close(numbers[1], NOW)
        assert tx.batches.open_of("a") == []
        assert tx.batches.open_workers() == ["b"]


def test_closing_twice_is_closing_once(store: Store) -> None:
    with store.write() as tx:
        number = tx.batches.open("a", NOW)
        tx.batches.close(number, NOW)
        tx.batches.close(number, NOW)
        assert tx.batches.open_workers() == []


def test_a_batch_holds_what_it_claimed_and_nothing_else(ledger: Ledger) -> None:
    ledger.filled(3)
    one = ledger.claim(1, "a")
    other = ledger.claim(2, "b")
    with ledger.store.read() as tx:
        assert tx.deliveries.claimed_by(1) == one
        assert tx.deliveries.claimed_by(2) == other


def test_numbers_of_batches_are_never_used_again(ledger: Ledger) -> None:
    def open_one(tx: Transaction) -> int:
        return tx.batches.open("w", NOW)

    assert len(set(at_once(ledger.store, [open_one] * 4))) == 4
