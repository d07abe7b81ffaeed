"""The filling of the ledger: a delivery a reader, in runs, again without effect."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text, update

from syndicate.domain.audience import Kinds, SubscriptionStatus, SuppressionReason
from syndicate.domain.deliveries import DeliveryStatus, Outcome
from syndicate.domain.digests import CohortPlace
from syndicate.domain.editions import Edition
from syndicate.store.engines import Engines
from syndicate.store.tables import deliveries
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger, everybody, item

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
JUST = timedelta(microseconds=1)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def test_readers_come_in_runs_that_end(ledger: Ledger) -> None:
    readers = ledger.readers(5)
    runs, rest = [], everybody(ledger.newsletter.id)
    with ledger.store.read() as tx:
        while run := tx.planning.next_run(rest, LATER, 2):
            runs.append((run.first, run.last))
            rest = replace(rest, first=run.last + 1)
    assert runs == [
        (readers[0], readers[1]),
        (readers[2], readers[3]),
        (readers[4], readers[4]),
    ]


def test_a_newsletter_without_readers_has_no_run(ledger: Ledger) -> None:
    with ledger.store.read() as tx:
        assert tx.planning.next_run(everybody(ledger.newsletter.id), LATER, 10) is None


def plan(
    ledger: Ledger, edition: Edition, cohort: int, *zones: str, seen_to: datetime = LATER
) -> None:
    """Plan an edition for everybody, told the same."""
    run = everybody(ledger.newsletter.id, *zones)
    with ledger.store.write() as tx:
        tx.editions.share(edition.id)
        if tx.planning.gather(run, edition.id, NOW, seen_to) is not None:
            cohort_of = dict.fromkeys(tx.planning.alike(run, {}), cohort)
            tx.planning.fill(edition.id, run, cohort_of, seen_to)


def told_until(ledger: Ledger, reader: int) -> datetime | None:
    """Return up to when a reader was told."""
    with ledger.store.read() as tx:
        subscription = tx.subscribers.subscription(reader, ledger.newsletter.id)
    assert subscription is not None
    return subscription.told_until


def test_readers_of_one_past_are_one_class_and_get_the_cohort_of_it_or_none(
    ledger: Ledger,
) -> None:
    readers = ledger.readers(5)
    before, wave = ledger.edition("p1")
    one, other = (ledger.cohort(before, wave, item(ledger.article())) for _ in "ab")
    ledger.fill(before, one, readers[:2])
    ledger.fill(before, other, readers[2:3])
    edition, wave = ledger.edition("p2")
    own, others = ledger.cohort(edition, wave, item(ledger.article())), ledger.cohort(edition, wave)
    run = everybody(ledger.newsletter.id)
    brings = {one: Kinds(mailed=9, waiting=7), other: Kinds(mailed=9, waiting=8)}
    with ledger.store.write() as tx:
        assert tx.planning.gather(run, edition.id, NOW, LATER) == NOW
        alike = tx.planning.alike(run, brings)
        classes = {one.brought: spelt for spelt, one in alike.items()}
        assert classes.keys() == {frozenset({7}), frozenset({8}), frozenset()}
        cohort_of = {classes[frozenset({7})]: own, classes[frozenset()]: others}
        tx.planning.fill(edition.id, run, cohort_of, LATER)
    planned = {d.subscriber_id: d.cohort_id for d in ledger.page() if d.edition_id == edition.id}
    of = [own, own, None, others, others]
    wanted = zip(readers, of, strict=True)
    assert planned == {reader: cohort for reader, cohort in wanted if cohort}
    assert {told_until(ledger, reader) for reader in readers} == {LATER}


@pytest.mark.parametrize("status", DeliveryStatus)
def test_what_was_or_may_have_been_mailed_makes_a_past_and_what_was_not_does_not(
    ledger: Ledger, status: DeliveryStatus
) -> None:
    (reader,) = ledger.readers(1)
    before, wave = ledger.edition("p1")
    cohort = ledger.cohort(before, wave, item(ledger.article()))
    ledger.fill(before, cohort, [reader])
    edition, _ = ledger.edition("p2")
    run, brings = everybody(ledger.newsletter.id), Kinds(mailed=3, waiting=4)
    with ledger.store.write() as tx:
        tx.connection.execute(update(deliveries).values(status=status))
    with ledger.store.write() as tx:
        tx.planning.gather(run, edition.id, NOW, LATER)
        (alike,) = tx.planning.alike(run, {cohort: brings}).values()
    never = status in {DeliveryStatus.FAILED, DeliveryStatus.CANCELLED}
    kind = brings.waiting if status is DeliveryStatus.PENDING else brings.mailed
    assert alike.brought == (frozenset() if never else {kind})


def test_readers_told_up_to_different_instants_are_classes_apart(ledger: Ledger) -> None:
    first = ledger.readers(2)
    before, wave = ledger.edition("p1")
    plan(ledger, before, ledger.cohort(before, wave), seen_to=NOW - HOUR)
    ledger.readers(1)
    edition, _ = ledger.edition("p2")
    run = everybody(ledger.newsletter.id)
    with ledger.store.write() as tx:
        assert tx.planning.gather(run, edition.id, NOW, LATER) == NOW - HOUR
        classes = {alike.told_until for alike in tx.planning.alike(run, {}).values()}
    assert classes == {NOW - HOUR, NOW}
    assert told_until(ledger, first[0]) == NOW - HOUR


def test_who_was_told_already_or_has_a_delivery_is_not_planned_for_again(ledger: Ledger) -> None:
    readers = ledger.readers(3)
    edition, wave = ledger.edition()
    first, other = (
        ledger.cohort(edition, wave),
        ledger.cohort(edition, wave, item(ledger.article())),
    )
    ledger.fill(edition, first, readers[:1])
    plan(ledger, edition, first)
    ledger.claim(1)
    before = ledger.page()
    plan(ledger, edition, other)
    plan(ledger, edition, other, seen_to=LATER + HOUR)
    assert ledger.page() == before


def test_planning_at_once_gives_each_reader_one_delivery(ledger: Ledger) -> None:
    readers = ledger.readers(50)
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: plan(ledger, edition, cohort), range(4)))
    assert Counter(d.subscriber_id for d in ledger.page()) == Counter(readers)


def test_runs_that_overlap_give_each_reader_one_delivery(ledger: Ledger, engines: Engines) -> None:
    readers = ledger.readers(5)
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    gathered = Barrier(1 if engines.sqlite_file else 2)  # on SQLite writers take turns

    def planned(first: int, last: int) -> None:
        run = replace(everybody(ledger.newsletter.id), first=first, last=last)
        with ledger.store.write() as tx:
            tx.editions.share(edition.id)
            tx.planning.gather(run, edition.id, NOW, LATER)
            gathered.wait(60)
            cohort_of = dict.fromkeys(tx.planning.alike(run, {}), cohort)
            tx.planning.fill(edition.id, run, cohort_of, LATER)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(planned, [readers[0], readers[2]], [readers[3], readers[4]]))
    assert Counter(d.subscriber_id for d in ledger.page()) == Counter(readers)


@pytest.mark.parametrize("status", [DeliveryStatus.FAILED, DeliveryStatus.CANCELLED])
def test_whose_delivery_ended_unsent_is_set_back_to_where_it_began(
    ledger: Ledger, status: DeliveryStatus
) -> None:
    sent, lost = ledger.readers(2)
    edition, wave = ledger.edition()
    place = CohortPlace(wave_id=wave.id, edition_id=edition.id, seen_from=NOW)
    with ledger.store.write() as tx:
        cohort = tx.cohorts.ensure(place, (), NOW)
    plan(ledger, edition, cohort)
    outcomes = {
        claim.id: Outcome(status=status if claim.subscriber_id == lost else DeliveryStatus.SENT)
        for claim in ledger.claim()
    }
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        tx.deliveries.settle(batch, outcomes, LATER)
    assert (told_until(ledger, sent), told_until(ledger, lost)) == (LATER, NOW)


def test_what_of_a_wave_is_cancelled_sets_its_readers_back_and_who_began_anew_stays(
    ledger: Ledger,
) -> None:
    reader, anew = ledger.readers(2)
    edition, wave = ledger.edition()
    place = CohortPlace(wave_id=wave.id, edition_id=edition.id, seen_from=NOW)
    with ledger.store.write() as tx:
        cohort = tx.cohorts.ensure(place, (), NOW)
    plan(ledger, edition, cohort)
    ledger.stand(anew, SubscriptionStatus.ENDED)
    ledger.stand(anew, SubscriptionStatus.ACTIVE)
    with ledger.store.write() as tx:
        tx.deliveries.cancel_wave(wave, "late", LATER, 9)
    assert (told_until(ledger, reader), told_until(ledger, anew)) == (NOW, None)


@pytest.mark.parametrize("failed", [True, False])
def test_whose_notice_ended_unsent_is_set_back_to_before_what_it_told(
    ledger: Ledger, *, failed: bool
) -> None:
    reader, other = ledger.readers(2)
    edition, wave = ledger.edition()
    plan(ledger, edition, ledger.cohort(edition, wave))
    told = NOW + HOUR / 2
    notice = ledger.notice(reader, recorded=told)
    with ledger.store.write() as tx:
        if failed:
            batch = tx.batches.open("w", NOW)
            (claim,) = tx.deliveries.claim(batch, 1, NOW)
            assert claim.notice_id == notice
            tx.deliveries.settle(batch, {claim.id: Outcome(status=DeliveryStatus.FAILED)}, LATER)
        else:
            tx.notices.cancel(tx.notices.by_id(notice), "withdrawn", LATER)
    assert (told_until(ledger, reader), told_until(ledger, other)) == (told - JUST, LATER)


@pytest.mark.parametrize("status", [SubscriptionStatus.PENDING, SubscriptionStatus.ENDED])
def test_only_active_readers_are_mailed(ledger: Ledger, status: SubscriptionStatus) -> None:
    reader, other = ledger.readers(2)
    edition, wave = ledger.edition()
    ledger.stand(reader, status)
    plan(ledger, edition, ledger.cohort(edition, wave))
    assert [delivery.subscriber_id for delivery in ledger.page()] == [other]


def test_the_suppressed_are_not_mailed(ledger: Ledger) -> None:
    reader, other = ledger.readers(2)
    edition, wave = ledger.edition()
    with ledger.store.write() as tx:
        email = tx.subscribers.by_id(reader).email
        tx.subscribers.suppress(email, SuppressionReason.COMPLAINED, NOW)
    plan(ledger, edition, ledger.cohort(edition, wave))
    assert [delivery.subscriber_id for delivery in ledger.page()] == [other]


def test_a_run_in_some_zones_leaves_out_the_others(ledger: Ledger) -> None:
    (tokyo,), (_,) = ledger.readers(1, "Asia/Tokyo"), ledger.readers(1, "Europe/Berlin")
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    plan(ledger, edition, cohort, "Asia/Tokyo", "Asia/Seoul")
    with ledger.store.write() as tx:
        tx.planning.refresh_statistics()
        assert (
            tx.planning.next_run(everybody(ledger.newsletter.id, "Asia/Seoul"), LATER, 10) is None
        )
    assert [delivery.subscriber_id for delivery in ledger.page()] == [tokyo]


def test_how_much_there_is_is_known_by_rough_statistics(ledger: Ledger, engines: Engines) -> None:
    edition, wave = ledger.edition()
    ledger.fill(edition, ledger.cohort(edition, wave), ledger.readers(5))
    with ledger.store.write() as tx:
        tx.planning.refresh_statistics()
    with engines.write.connect() as connection:
        if engines.sqlite_file:
            known = text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_deliveries_edition_once'")
            assert connection.execute(known).scalar_one() == "5 5 1"
        else:
            known = text("SELECT reltuples FROM pg_class WHERE oid = 'deliveries'::regclass")
            assert connection.execute(known).scalar_one() == 5
            target = text("SHOW default_statistics_target")
            assert connection.execute(target).scalar_one() == "100"


def test_a_wave_is_planned_once_it_has_a_delivery(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave)
    with ledger.store.read() as tx:
        assert not tx.planning.planned(wave.id)
    ledger.fill(edition, cohort, ledger.readers(1))
    with ledger.store.read() as tx:
        assert tx.planning.planned(wave.id)
