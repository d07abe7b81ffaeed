"""Does every store keep readers, what they agreed to, and whom not to mail?"""

from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import select

from syndicate.domain.audience import (
    Consent,
    Subscriber,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    SuppressionReason,
    step,
)
from syndicate.errors import NotFound
from syndicate.store.tables import suppressions
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, at_once

ADA, BOB = "ada@example.org", "bøb@exämple.org"
ACTIVE, ENDED = SubscriptionStatus.ACTIVE, SubscriptionStatus.ENDED
EXACT = NOW + timedelta(microseconds=123456)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def ada(store: Store) -> Subscriber:
    with store.write() as tx:
        return tx.subscribers.ensure(ADA, "Europe/Berlin", EXACT)


def key(ledger: Ledger, reader: int, newsletter: int = 0) -> SubscriptionKey:
    return SubscriptionKey(subscriber_id=reader, newsletter_id=newsletter or ledger.newsletter.id)


# Readers


def test_everything_of_a_reader_is_kept(store: Store) -> None:
    known = ada(store)
    assert known == Subscriber(id=known.id, email=ADA, timezone="Europe/Berlin", created=EXACT)
    with store.read() as tx:
        assert tx.subscribers.find(ADA) == known
        assert tx.subscribers.by_email(ADA) == known
        assert tx.subscribers.by_id(known.id) == known


def test_a_reader_who_is_known_stays_as_he_was(store: Store) -> None:
    known = ada(store)
    with store.write() as tx:
        assert tx.subscribers.ensure(ADA, "Asia/Tokyo", NOW + HOUR) == known


def test_an_address_added_twice_at_once_is_one_reader(store: Store) -> None:
    def add(tx: Transaction) -> int:
        return tx.subscribers.ensure(BOB, "UTC", NOW).id

    assert len(set(at_once(store, [add] * 4))) == 1


def test_who_is_not_there_is_said_to_be_so(store: Store) -> None:
    with store.read() as tx:
        assert tx.subscribers.find(ADA) is None
        with pytest.raises(NotFound, match=ADA):
            tx.subscribers.by_email(ADA)
        with pytest.raises(NotFound, match="number 7"):
            tx.subscribers.by_id(7)


def test_readers_come_in_pages_by_number(ledger: Ledger) -> None:
    numbers = ledger.readers(5)
    with ledger.store.read() as tx:
        first = tx.subscribers.page(2)
        rest = tx.subscribers.page(10, first[-1].id)
        assert [reader.id for reader in (*first, *rest)] == numbers
        assert tx.subscribers.page(10, numbers[-1]) == []


def test_a_reader_moves_to_a_time_zone_alone(ledger: Ledger) -> None:
    one, other = ledger.readers(2)
    with ledger.store.write() as tx:
        tx.subscribers.set_timezone(one, "Asia/Tokyo")
    with ledger.store.read() as tx:
        assert tx.subscribers.by_id(one).timezone == "Asia/Tokyo"
        assert tx.subscribers.by_id(other).timezone == "UTC"


def test_only_the_zones_of_active_readers_count_and_each_once(ledger: Ledger) -> None:
    ledger.readers(2, "Europe/Berlin")
    (ended,) = ledger.readers(1, "Asia/Tokyo")
    ledger.stand(ended, ENDED)
    ada(ledger.store)  # subscribes to nothing
    other = ledger.add_newsletter("evening").id
    with ledger.store.read() as tx:
        assert tx.subscribers.timezones(ledger.newsletter.id) == ["Europe/Berlin"]
        assert tx.subscribers.timezones(other) == []


# Subscriptions


def test_a_reader_stands_towards_each_newsletter_by_itself(ledger: Ledger) -> None:
    (reader,) = ledger.readers(1)
    other = ledger.add_newsletter("evening").id
    ledger.stand(reader, ENDED, other)
    with ledger.store.read() as tx:
        stands = {s.newsletter_id: s.status for s in tx.subscribers.subscriptions(reader)}
        assert stands == {ledger.newsletter.id: ACTIVE, other: ENDED}
        assert tx.subscribers.subscriptions(reader + 1) == []
        assert tx.subscribers.subscription(reader + 1, other) is None


def test_the_newest_standing_takes_the_place_of_the_former(ledger: Ledger) -> None:
    (reader,) = ledger.readers(1)
    newest = Subscription(
        subscriber_id=reader, newsletter_id=ledger.newsletter.id, status=ENDED, since=EXACT
    )
    with ledger.store.write() as tx:
        tx.subscribers.stand(newest)
    with ledger.store.read() as tx:
        assert tx.subscribers.subscription(reader, ledger.newsletter.id) == newest
        assert tx.subscribers.subscriptions(reader) == [newest]


def test_of_two_who_look_at_a_standing_to_change_it_one_waits(ledger: Ledger) -> None:
    reader = key(ledger, ada(ledger.store).id)
    meeting = Barrier(2)

    def end(tx: Transaction) -> bool:
        known = tx.subscribers.standing(reader)
        with suppress(BrokenBarrierError):
            meeting.wait(0.1)  # they would meet here if neither waited
        tx.subscribers.take(step(reader, ENDED, how="link", now=NOW))
        return known is None

    assert sorted(at_once(ledger.store, [end] * 2)) == [False, True]


# Consents


def test_a_step_is_a_standing_and_its_consent(ledger: Ledger) -> None:
    reader = key(ledger, ada(ledger.store).id)
    taken = step(reader, ACTIVE, how="link", words="Yes, “daily” please.", now=EXACT)
    with ledger.store.write() as tx:
        tx.subscribers.take(taken)
    with ledger.store.read() as tx:
        known = tx.subscribers.subscription(reader.subscriber_id, reader.newsletter_id)
        assert known == taken.subscription
        assert tx.subscribers.consents(reader.subscriber_id) == [taken.consent]


def test_consents_stay_in_the_order_in_which_they_were_given(ledger: Ledger) -> None:
    one, other = ledger.readers(2)
    given = [_consent(ledger, one, ACTIVE), _consent(ledger, one, ENDED)]
    with ledger.store.write() as tx:
        for consent in (given[0], _consent(ledger, other, ACTIVE), given[1]):
            tx.subscribers.record(consent)
    with ledger.store.read() as tx:
        assert tx.subscribers.consents(one) == given


def _consent(ledger: Ledger, reader: int, status: SubscriptionStatus) -> Consent:
    return step(key(ledger, reader), status, how="form", now=NOW).consent


# Suppressions


def test_an_address_is_suppressed_whether_it_is_a_readers_or_not(store: Store) -> None:
    with store.write() as tx:
        tx.subscribers.suppress(BOB, SuppressionReason.COMPLAINED, NOW)
    with store.read() as tx:
        assert tx.subscribers.suppressed(BOB)
        assert not tx.subscribers.suppressed(ADA)


def test_the_first_reason_to_suppress_an_address_stays(store: Store) -> None:
    with store.write() as tx:
        tx.subscribers.suppress(ADA, SuppressionReason.BOUNCED, EXACT)
        tx.subscribers.suppress(ADA, SuppressionReason.OPERATOR, NOW + HOUR)
    with store.read() as tx:
        rows = tx.connection.execute(select(suppressions)).all()
    assert rows == [(ADA, SuppressionReason.BOUNCED, EXACT)]


def test_an_address_can_be_suppressed_by_many_at_once(store: Store) -> None:
    def bar(tx: Transaction) -> bool:
        tx.subscribers.suppress(ADA, SuppressionReason.BOUNCED, NOW)
        return tx.subscribers.suppressed(ADA)

    assert at_once(store, [bar] * 4) == [True] * 4
