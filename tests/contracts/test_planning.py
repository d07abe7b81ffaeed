"""The filling of the ledger: a delivery a reader, in runs, again without effect."""

from collections import Counter

import pytest

from syndicate.domain.audience import SubscriptionStatus, SuppressionReason
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.unit_of_work import Store, Transaction
from tests.contracts.ledger import NOW, Ledger, at_once, everybody, item


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def test_readers_come_in_runs_that_meet_and_end(ledger: Ledger) -> None:
    readers = ledger.readers(5)
    runs, after = [], 0
    with ledger.store.read() as tx:
        while run := tx.planning.next_run(ledger.newsletter.id, (), after, 2):
            runs.append((run.first, run.last))
            after = run.last
    assert runs == [
        (1, readers[1]),
        (readers[1] + 1, readers[3]),
        (readers[3] + 1, readers[4]),
    ]


def test_a_newsletter_without_readers_has_no_run(ledger: Ledger) -> None:
    with ledger.store.read() as tx:
        assert tx.planning.next_run(ledger.newsletter.id, (), 0, 10) is None


def test_everybody_gets_the_others_cohort_but_those_with_one_of_their_own_or_none(
    ledger: Ledger,
) -> None:
    readers = ledger.readers(4)
    edition, wave = ledger.edition()
    own = ledger.cohort(edition, wave, item(ledger.article()))
    others = ledger.cohort(edition, wave)
    run = everybody(ledger.newsletter.id)
    with ledger.store.write() as tx:
        tx.planning.fill(edition.id, run, {readers[1]: own, readers[2]: None}, others)
    cohorts = {delivery.subscriber_id: delivery.cohort_id for delivery in ledger.page()}
    assert cohorts == {readers[0]: others, readers[1]: own, readers[3]: others}
    assert set(ledger.statuses()) == {DeliveryStatus.PENDING}


def test_without_a_cohort_for_the_others_they_get_nothing(ledger: Ledger) -> None:
    readers = ledger.readers(3)
    edition, wave = ledger.edition()
    ledger.fill(edition, ledger.cohort(edition, wave), readers[:1])
    assert [delivery.subscriber_id for delivery in ledger.page()] == readers[:1]


def test_filling_again_adds_nothing_and_changes_nothing(ledger: Ledger) -> None:
    readers = ledger.readers(3)
    edition, wave = ledger.edition()
    first, other = (
        ledger.cohort(edition, wave),
        ledger.cohort(edition, wave, item(ledger.article())),
    )
    ledger.fill(edition, first, readers)
    ledger.claim(1)
    before = ledger.page()
    ledger.fill(edition, other, readers)
    assert ledger.page() == before


def test_filling_at_once_gives_each_reader_one_delivery(ledger: Ledger) -> None:
    readers = ledger.readers(50)
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    run = everybody(ledger.newsletter.id)

    def fill(tx: Transaction) -> None:
        tx.editions.lock(edition.id)
        tx.planning.fill(edition.id, run, {}, cohort)

    at_once(ledger.store, [fill] * 4)
    assert Counter(d.subscriber_id for d in ledger.page()) == Counter(readers)


@pytest.mark.parametrize("status", [SubscriptionStatus.PENDING, SubscriptionStatus.ENDED])
def test_only_active_readers_are_mailed(ledger: Ledger, status: SubscriptionStatus) -> None:
    reader, other = ledger.readers(2)
    edition, wave = ledger.edition()
    ledger.stand(reader, status)
    ledger.fill(edition, ledger.cohort(edition, wave), [reader, other])
    assert [delivery.subscriber_id for delivery in ledger.page()] == [other]


def test_the_suppressed_are_not_mailed(ledger: Ledger) -> None:
    reader, other = ledger.readers(2)
    edition, wave = ledger.edition()
    with ledger.store.write() as tx:
        email = tx.subscribers.by_id(reader).email
        tx.subscribers.suppress(email, SuppressionReason.COMPLAINED, NOW)
    ledger.fill(edition, ledger.cohort(edition, wave), [reader, other])
    assert [delivery.subscriber_id for delivery in ledger.page()] == [other]


def test_a_run_in_some_zones_leaves_out_the_others(ledger: Ledger) -> None:
    (tokyo,), (_,) = ledger.readers(1, "Asia/Tokyo"), ledger.readers(1, "Europe/Berlin")
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    run = everybody(ledger.newsletter.id, "Asia/Tokyo", "Asia/Seoul")
    with ledger.store.write() as tx:
        tx.planning.fill(edition.id, run, {}, cohort)
        tx.planning.refresh_statistics()
        assert tx.planning.next_run(ledger.newsletter.id, ("Asia/Seoul",), 0, 10) is None
    assert [delivery.subscriber_id for delivery in ledger.page()] == [tokyo]


def test_a_wave_is_planned_once_it_has_a_delivery(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    with ledger.store.read() as tx:
        assert not tx.planning.planned(wave.id)
    ledger.fill(edition, cohort, ledger.readers(1))
    with ledger.store.read() as tx:
        assert tx.planning.planned(wave.id)
