"""Editions and waves: one a period, one an instant, whoever opens them."""

from datetime import timedelta

import pytest

from syndicate.domain.editions import UNDER_WAY, EditionStatus
from syndicate.errors import NotFound
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, at_once


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def test_a_period_has_one_edition_however_often_it_is_opened(ledger: Ledger) -> None:
    with ledger.store.write() as tx:
        first = tx.editions.open(ledger.newsletter.id, "p", NOW)
        assert tx.editions.open(ledger.newsletter.id, "p", NOW + HOUR) == first
        assert tx.editions.newest(None, 10) == [first]


def test_a_period_has_one_edition_whoever_opens_it_at_once(ledger: Ledger) -> None:
    number = ledger.newsletter.id
    opened = at_once(ledger.store, [lambda tx: tx.editions.open(number, "p", NOW)] * 4)
    assert len({edition.id for edition in opened}) == 1


def test_after_losing_the_race_a_transaction_goes_on(ledger: Ledger) -> None:
    def open_with_wave(tx: Transaction) -> int:
        edition = tx.editions.open(ledger.newsletter.id, "p", NOW)
        tx.editions.add_wave(edition.id, NOW)
        tx.editions.add_wave(edition.id, NOW + HOUR)
        return len(tx.editions.waves_of(edition.id))

    assert at_once(ledger.store, [open_with_wave] * 4) == [2] * 4


def test_periods_of_two_newsletters_are_apart(ledger: Ledger) -> None:
    other = ledger.add_newsletter("evening")
    with ledger.store.write() as tx:
        one = tx.editions.open(ledger.newsletter.id, "p", NOW)
        two = tx.editions.open(other.id, "p", NOW)
        assert one.id != two.id
        assert tx.editions.of_period(other.id, "p") == two


def test_an_instant_has_one_wave(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    with ledger.store.write() as tx:
        tx.editions.add_wave(edition.id, NOW)
        assert tx.editions.waves_of(edition.id) == [wave]


def test_waves_are_due_from_their_instant_on_until_they_are_planned(ledger: Ledger) -> None:
    _, wave = ledger.edition()
    with ledger.store.write() as tx:
        assert tx.editions.waves_due(NOW - timedelta(microseconds=1)) == []
        assert tx.editions.waves_due(NOW) == [wave]
        tx.editions.set_wave(wave.id, EditionStatus.SENDING)
        assert tx.editions.waves_due(NOW) == []


def test_a_planned_wave_keeps_its_span_and_zones(ledger: Ledger) -> None:
    _, wave = ledger.edition()
    with ledger.store.write() as tx:
        tx.editions.plan_wave(wave, NOW - HOUR, NOW, ("Asia/Tokyo", "UTC"))
    with ledger.store.read() as tx:
        planned = tx.editions.wave(wave.id)
    assert (planned.seen_from, planned.seen_to) == (NOW - HOUR, NOW)
    assert planned.timezones == ("Asia/Tokyo", "UTC")


def test_an_edition_that_is_locked_is_not_changed_by_anybody_else(ledger: Ledger) -> None:
    edition, _ = ledger.edition(status=EditionStatus.DUE)

    def cancel(tx: Transaction) -> None:
        if tx.editions.lock(edition.id).status is EditionStatus.DUE:
            tx.editions.set_status(edition.id, EditionStatus.CANCELLED)

    def send(tx: Transaction) -> None:
        if tx.editions.lock(edition.id).status is EditionStatus.DUE:
            tx.editions.set_status(edition.id, EditionStatus.SENDING)

    at_once(ledger.store, [cancel, send])
    with ledger.store.read() as tx:
        first = tx.editions.by_id(edition.id).status
    at_once(ledger.store, [send, cancel])
    with ledger.store.read() as tx:
        assert tx.editions.by_id(edition.id).status is first


@pytest.mark.parametrize("ask", ["by_id", "lock", "share"])
def test_an_unknown_edition_is_not_found(store: Store, ask: str) -> None:
    with store.write() as tx, pytest.raises(NotFound, match="there is no edition 5"):
        getattr(tx.editions, ask)(5)


def test_a_fault_is_kept_until_the_status_changes(ledger: Ledger) -> None:
    edition, _ = ledger.edition()
    with ledger.store.write() as tx:
        tx.editions.set_status(edition.id, EditionStatus.HELD, "line 7")
        assert tx.editions.by_id(edition.id).fault == "line 7"
        assert tx.editions.in_status(EditionStatus.HELD) == [tx.editions.by_id(edition.id)]
        tx.editions.set_status(edition.id, EditionStatus.SENDING)
        assert tx.editions.by_id(edition.id).fault == ""


@pytest.mark.parametrize("status", UNDER_WAY)
def test_waves_under_way_are_found_once_planned_until_their_edition_ends(
    ledger: Ledger, status: EditionStatus
) -> None:
    edition, wave = ledger.edition(status=status)
    with ledger.store.write() as tx:
        assert tx.editions.waves_under_way() == []
        for planned in (EditionStatus.SENDING, EditionStatus.MISSED):
            tx.editions.set_wave(wave.id, planned)
            assert [found.id for found in tx.editions.waves_under_way()] == [wave.id]
        tx.editions.set_status(edition.id, EditionStatus.SENT)
        assert tx.editions.waves_under_way() == []


def told(ledger: Ledger, number: int, wave: EditionStatus, edition: EditionStatus) -> None:
    """Open an edition some hours after another, told in the hour before."""
    due = NOW + number * HOUR
    with ledger.store.write() as tx:
        opened = tx.editions.open(ledger.newsletter.id, f"p{number}", due)
        tx.editions.set_status(opened.id, edition)
        tx.editions.add_wave(opened.id, due)
        (first,) = tx.editions.waves_of(opened.id)
        tx.editions.plan_wave(first, due - HOUR, due, ())
        tx.editions.set_wave(first.id, wave)


SENT, MISSED = EditionStatus.SENT, EditionStatus.MISSED


@pytest.mark.parametrize(
    ("wave", "edition"),
    [
        (MISSED, MISSED),
        (EditionStatus.DUE, EditionStatus.DUE),
        (EditionStatus.SENDING, EditionStatus.CANCELLED),
    ],
)
def test_what_told_nobody_is_passed_over(
    ledger: Ledger, wave: EditionStatus, edition: EditionStatus
) -> None:
    told(ledger, 1, SENT, SENT)
    told(ledger, 2, wave, edition)
    with ledger.store.read() as tx:
        assert tx.editions.told_until(ledger.newsletter.id, NOW + 3 * HOUR) == NOW + HOUR


@pytest.mark.parametrize("status", [EditionStatus.SENDING, SENT, EditionStatus.EMPTY])
def test_what_is_going_out_or_was_empty_counts_as_told(
    ledger: Ledger, status: EditionStatus
) -> None:
    told(ledger, 1, SENT, SENT)
    told(ledger, 2, status, status)
    with ledger.store.read() as tx:
        assert tx.editions.told_until(ledger.newsletter.id, NOW + 3 * HOUR) == NOW + 2 * HOUR
        assert tx.editions.told_until(ledger.newsletter.id, NOW + 2 * HOUR) == NOW + HOUR
        assert tx.editions.told_until(ledger.newsletter.id, NOW + HOUR) is None


def test_of_several_waves_the_earliest_looked_counts(ledger: Ledger) -> None:
    told(ledger, 1, SENT, SENT)
    with ledger.store.write() as tx:
        (edition,) = tx.editions.newest(None, 1)
        tx.editions.add_wave(edition.id, NOW + 9 * HOUR)
        (_, later) = tx.editions.waves_of(edition.id)
        tx.editions.plan_wave(later, NOW, NOW + 9 * HOUR, ())
        tx.editions.set_wave(later.id, SENT)
        assert tx.editions.told_until(ledger.newsletter.id, NOW + 20 * HOUR) == NOW + HOUR
        tx.editions.set_wave(later.id, MISSED)
        assert tx.editions.told_until(ledger.newsletter.id, NOW + 20 * HOUR) == NOW


def test_the_last_due_is_of_the_newsletter_alone(ledger: Ledger) -> None:
    told(ledger, 1, SENT, SENT)
    other = ledger.add_newsletter("evening")
    with ledger.store.read() as tx:
        assert tx.editions.last_due(ledger.newsletter.id) == NOW + HOUR
        assert tx.editions.last_due(other.id) is None
