"""The ledger: what is claimed is one batch's alone, and only that batch settles it."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.domain.audience import SubscriptionKey, SubscriptionStatus, SuppressionReason
from syndicate.domain.deliveries import (
    Clearance,
    DeliveryStatus,
    Numbers,
    Outcome,
    cancelled,
    released,
    sent,
)
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import EditionStatus
from syndicate.domain.message_ids import Identity
from syndicate.domain.notices import NoticeStatus
from syndicate.domain.turns import Urgency
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import HOUR, NOW, Ledger, at_once

PENDING, CLAIMED = DeliveryStatus.PENDING, DeliveryStatus.CLAIMED
WORDS = RenderedDigest(subject="Confirm", text="Yes?", html="", item_words=())


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def letter(ledger: Ledger) -> int:
    """Queue a mail outside editions."""
    (reader,) = ledger.readers(1)
    with ledger.store.write() as tx:
        return tx.deliveries.add(tx.cohorts.letter(WORDS, NOW), reader)


def set_edition(ledger: Ledger, number: int, status: EditionStatus) -> None:
    """Say how an edition stands."""
    with ledger.store.write() as tx:
        tx.editions.set_status(number, status)


def test_a_claim_tells_what_sending_needs(ledger: Ledger) -> None:
    edition = ledger.filled(1)
    (claim,) = ledger.claim()
    (delivery,) = ledger.page()
    assert (claim.id, claim.email, claim.attempts) == (delivery.id, delivery.email, 1)
    assert (claim.edition_id, claim.newsletter_id) == (edition.id, ledger.newsletter.id)
    assert (claim.cohort_id, claim.subscriber_id) == (delivery.cohort_id, delivery.subscriber_id)


def test_a_claim_of_a_mail_outside_editions_names_none(ledger: Ledger) -> None:
    number = letter(ledger)
    (claim,) = ledger.claim()
    assert (claim.id, claim.edition_id, claim.newsletter_id) == (number, None, None)


def test_claims_take_the_oldest_first_and_no_more_than_asked(ledger: Ledger) -> None:
    ledger.filled(5)
    assert [claim.id for claim in ledger.claim(2)] == [1, 2]
    assert [claim.id for claim in ledger.claim(2)] == [3, 4]
    assert [claim.id for claim in ledger.claim(2)] == [5]
    assert ledger.claim(2) == []


def test_claims_of_many_at_once_never_overlap_and_leave_nothing(ledger: Ledger) -> None:
    ledger.filled(60)

    def claim(tx: Transaction) -> list[int]:
        batch = tx.batches.open("w", NOW)
        return [claim.id for claim in tx.deliveries.claim(batch, 20, NOW)]

    taken = [number for numbers in at_once(ledger.store, [claim] * 4) for number in numbers]
    taken += [claim.id for claim in ledger.claim()]
    assert Counter(taken) == Counter(range(1, 61))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_rows_that_another_transaction_holds_are_skipped_not_waited_for(ledger: Ledger) -> None:
    ledger.filled(4)
    with ExitStack() as stack:
        one = stack.enter_context(ledger.store.write())
        other = stack.enter_context(ledger.store.write())
        first = one.deliveries.claim(one.batches.open("a", NOW), 2, NOW)
        second = other.deliveries.claim(other.batches.open("b", NOW), 9, NOW)
    assert [claim.id for claim in first] == [1, 2]
    assert [claim.id for claim in second] == [3, 4]


def test_what_is_to_be_tried_later_is_not_claimed_before(ledger: Ledger) -> None:
    ledger.filled(1)
    settle(ledger, released("busy", NOW + HOUR))
    assert ledger.claim(now=NOW + HOUR - timedelta(microseconds=1)) == []
    assert len(ledger.claim(now=NOW + HOUR)) == 1


def settle(ledger: Ledger, outcome: Outcome) -> None:
    """Claim everything and settle it alike."""
    claims = ledger.claim()
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        tx.deliveries.settle(batch, {claim.id: outcome for claim in claims}, NOW)
        tx.batches.close(batch, NOW)


@pytest.mark.parametrize("status", [EditionStatus.DUE, EditionStatus.PAUSED, EditionStatus.HELD])
def test_what_belongs_to_a_resting_edition_is_not_claimed(
    ledger: Ledger, status: EditionStatus
) -> None:
    edition = ledger.filled(2)
    number = letter(ledger)
    set_edition(ledger, edition.id, status)
    assert [claim.id for claim in ledger.claim()] == [number]
    set_edition(ledger, edition.id, EditionStatus.SENDING)
    assert len(ledger.claim()) == 2


@pytest.mark.parametrize(
    ("status", "clearance"),
    [
        (EditionStatus.SENDING, Clearance.GO),
        (EditionStatus.SENT, Clearance.GO),
        (EditionStatus.PAUSED, Clearance.WAIT),
        (EditionStatus.HELD, Clearance.WAIT),
        (EditionStatus.CANCELLED, Clearance.NEVER),
        (EditionStatus.MISSED, Clearance.NEVER),
    ],
)
def test_the_last_look_heeds_the_edition(
    ledger: Ledger, status: EditionStatus, clearance: Clearance
) -> None:
    edition = ledger.filled(1)
    (claim,) = ledger.claim()
    set_edition(ledger, edition.id, status)
    with ledger.store.read() as tx:
        assert tx.deliveries.clearances([claim.id])[claim.id] is clearance


def test_the_last_look_heeds_suppression_and_who_holds_it(ledger: Ledger) -> None:
    ledger.filled(2)
    (claim, _) = ledger.claim()
    with ledger.store.write() as tx:
        tx.subscribers.suppress(claim.email, SuppressionReason.BOUNCED, NOW)
        assert tx.deliveries.clearances([claim.id])[claim.id] is Clearance.NEVER
    ledger.filled(1, "later")
    with ledger.store.read() as tx:
        assert tx.deliveries.clearances([3])[3] is Clearance.NEVER  # nobody has claimed it


def test_a_mail_of_a_newsletter_waits_for_the_one_before_to_the_same_reader(
    ledger: Ledger,
) -> None:
    readers = ledger.readers(2)
    for period in ("p1", "p2"):
        edition, wave = ledger.edition(period)
        ledger.fill(edition, ledger.cohort(edition, wave), readers)
    first, other = ledger.claim(2)
    assert ledger.claim() == []
    with ledger.store.write() as tx:
        (batch, *_) = tx.batches.open_of("w")
        tx.deliveries.settle(batch, {first.id: sent("ok"), other.id: released("busy")}, NOW)
    assert [claim.subscriber_id for claim in ledger.claim()] == [
        other.subscriber_id,
        first.subscriber_id,
    ]


def test_newsletters_do_not_wait_for_each_other(ledger: Ledger) -> None:
    readers = ledger.readers(1)
    for newsletter in (ledger.newsletter.id, ledger.add_newsletter("evening").id):
        for reader in readers:
            ledger.stand(reader, SubscriptionStatus.ACTIVE, newsletter)
        edition, wave = ledger.edition(newsletter=newsletter)
        ledger.fill(edition, ledger.cohort(edition, wave), readers)
    assert len(ledger.claim()) == 2


def test_an_outcome_is_written_and_the_delivery_let_go(ledger: Ledger) -> None:
    ledger.filled(1)
    settle(ledger, Outcome(status=PENDING, reply="busy", not_before=NOW + HOUR))
    (delivery,) = ledger.page()
    assert (delivery.status, delivery.reply, delivery.attempts) == (PENDING, "busy", 1)
    assert delivery.not_before == NOW + HOUR
    with ledger.store.read() as tx:
        assert tx.deliveries.claimed_by(1) == []


def test_what_the_server_calls_it_is_kept(ledger: Ledger) -> None:
    ledger.filled(1)
    settle(ledger, sent("250 Ok 1", "<1@server.example>"))
    (delivery,) = ledger.page()
    assert (delivery.reply, delivery.server_id) == ("250 Ok 1", "<1@server.example>")


def test_whatever_servers_say_is_written_down_as_they_said_it(ledger: Ledger) -> None:
    said = [
        '"ok"',
        "back\\slash",
        '\\"',
        "a,b {c}",
        "{}",
        "NULL",
        "",
        "two\nlines",
        "Größe",
        "it's",
    ]
    ledger.filled(len(said))
    claims = ledger.claim()
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        told = zip(claims, said, strict=True)
        tx.deliveries.settle(batch, {claim.id: sent(each) for claim, each in told}, NOW)
    assert [delivery.reply for delivery in ledger.page()] == said


def test_what_was_not_tried_costs_no_attempt(ledger: Ledger) -> None:
    ledger.filled(1)
    settle(ledger, released("unreachable"))
    (delivery,) = ledger.page()
    assert delivery.attempts == 0


def test_a_batch_settles_its_own_rows_alone(ledger: Ledger) -> None:
    ledger.filled(3)
    (mine,) = ledger.claim(1)
    (other,) = ledger.claim(1, "v")
    everything = {1: sent("ok"), 2: sent("ok"), 3: sent("ok")}
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        tx.deliveries.settle(batch, everything, NOW)
    with ledger.store.write() as tx:
        tx.deliveries.settle(batch, {mine.id: cancelled("again")}, NOW)  # not its own any more
        tx.deliveries.settle(batch, {}, NOW)
    assert other.id == 2
    assert ledger.statuses() == [DeliveryStatus.SENT, CLAIMED, PENDING]


@pytest.mark.parametrize("status", [DeliveryStatus.SENT, PENDING])
def test_only_what_is_in_doubt_is_resolved(ledger: Ledger, status: DeliveryStatus) -> None:
    ledger.filled(1)
    settle(ledger, Outcome(status=DeliveryStatus.IN_DOUBT))
    with ledger.store.write() as tx:
        assert tx.deliveries.resolve(1, status, NOW)
        assert not tx.deliveries.resolve(1, DeliveryStatus.SENT, NOW)
    assert ledger.statuses() == [status]


def test_cancelling_an_edition_takes_what_waits_alone(ledger: Ledger) -> None:
    edition = ledger.filled(3)
    ledger.filled(1, "other")
    ledger.claim(1)
    with ledger.store.write() as tx:
        each = [tx.deliveries.cancel_waiting(edition.id, "cancelled", NOW, 1) for _ in range(3)]
        assert each == [1, 1, 0]
    assert ledger.statuses() == [CLAIMED, *[DeliveryStatus.CANCELLED] * 2, PENDING]


def test_cancelling_a_wave_leaves_the_editions_others(ledger: Ledger) -> None:
    edition, wave = ledger.edition()
    with ledger.store.write() as tx:
        tx.editions.add_wave(edition.id, NOW + HOUR)
        _, later = tx.editions.waves_of(edition.id)
    for each in (wave, later):
        ledger.fill(edition, ledger.cohort(edition, each), ledger.readers(1))
    with ledger.store.write() as tx:
        assert tx.deliveries.cancel_wave(later, "missed", NOW, 9) == 1
    assert ledger.statuses() == [PENDING, DeliveryStatus.CANCELLED]


def test_cancelling_for_a_reader_takes_that_newsletters_mails_alone(ledger: Ledger) -> None:
    readers = ledger.readers(2)
    for newsletter in (ledger.newsletter.id, ledger.add_newsletter("evening").id):
        for reader in readers:
            ledger.stand(reader, SubscriptionStatus.ACTIVE, newsletter)
        edition, wave = ledger.edition(newsletter=newsletter)
        ledger.fill(edition, ledger.cohort(edition, wave), readers)
    key = SubscriptionKey(subscriber_id=readers[0], newsletter_id=ledger.newsletter.id)
    with ledger.store.write() as tx:
        assert tx.deliveries.cancel_for(key, "unsubscribed", NOW) == 1
    assert Counter(ledger.statuses()) == {PENDING: 3, DeliveryStatus.CANCELLED: 1}


def test_an_edition_is_unsettled_until_nothing_waits_or_is_under_way(ledger: Ledger) -> None:
    edition = ledger.filled(2)
    for outcome in (released("busy"), sent("ok")):
        with ledger.store.read() as tx:
            assert tx.deliveries.unsettled(edition.id)
        settle(ledger, outcome)
    with ledger.store.read() as tx:
        assert not tx.deliveries.unsettled(edition.id)
        assert tx.deliveries.counts(edition.id) == {DeliveryStatus.SENT: 2}


def test_there_is_something_due_exactly_when_it_can_be_claimed(ledger: Ledger) -> None:
    def due() -> bool:
        with ledger.store.read() as tx:
            return tx.deliveries.due(NOW)

    assert not due()
    edition = ledger.filled(1)
    assert due()
    set_edition(ledger, edition.id, EditionStatus.PAUSED)
    assert not due()
    set_edition(ledger, edition.id, EditionStatus.SENDING)
    ledger.claim()
    assert not due()


def test_pages_go_on_after_the_last_one_seen(ledger: Ledger) -> None:
    edition = ledger.filled(3)
    ledger.filled(1, "other")
    with ledger.store.read() as tx:
        page = tx.deliveries.page(edition.id, after=1, limit=1)
        assert [delivery.id for delivery in page] == [2]
        assert len(tx.deliveries.page(status=PENDING)) == 4
        assert tx.deliveries.page(edition.id, DeliveryStatus.SENT) == []


def test_letters_go_before_notices_and_both_before_digests(ledger: Ledger) -> None:
    edition = ledger.filled(3)
    (reader,) = ledger.readers(1)
    notice = ledger.notice(reader)
    number = letter(ledger)
    first, second, *others = ledger.claim()
    assert (first.id, first.urgency) == (number, Urgency.LETTER)
    assert (second.notice_id, second.edition_id) == (notice, None)
    assert second.newsletter_id == ledger.newsletter.id
    assert [claim.edition_id for claim in others] == [edition.id] * 3


def test_a_flood_of_letters_leaves_digests_their_share(ledger: Ledger) -> None:
    ledger.filled(3)
    for _ in range(20):
        letter(ledger)
    kinds = Counter(claim.urgency for claim in ledger.claim(50))
    assert kinds == {Urgency.LETTER: 8, Urgency.DIGEST: 2}


def test_a_notice_waits_for_its_moment(ledger: Ledger) -> None:
    (reader,) = ledger.readers(1)
    ledger.notice(reader, NOW + HOUR)
    with ledger.store.read() as tx:
        assert not tx.deliveries.urgent(Urgency.DIGEST, NOW)
        assert tx.deliveries.urgent(Urgency.DIGEST, NOW + HOUR)
    assert ledger.claim() == []
    assert len(ledger.claim(now=NOW + HOUR)) == 1


def test_a_withdrawn_or_unsubscribed_notice_must_not_go(ledger: Ledger) -> None:
    one, other, third = ledger.readers(3)
    withdrawn = ledger.notice(one)
    ledger.notice(other)
    ledger.notice(third)
    claims = {claim.subscriber_id: claim.id for claim in ledger.claim()}
    ledger.stand(other, SubscriptionStatus.ENDED)
    with ledger.store.write() as tx:
        notice = tx.notices.lock(withdrawn)
        tx.notices.save(replace(notice, status=NoticeStatus.WITHDRAWN))
    with ledger.store.read() as tx:
        looks = {
            reader: tx.deliveries.clearances([number])[number] for reader, number in claims.items()
        }
    assert looks == {one: Clearance.NEVER, other: Clearance.NEVER, third: Clearance.GO}


def test_notices_are_no_letters_and_end_with_the_subscription(ledger: Ledger) -> None:
    (reader,) = ledger.readers(1)
    ledger.notice(reader)
    key = SubscriptionKey(subscriber_id=reader, newsletter_id=ledger.newsletter.id)
    with ledger.store.write() as tx:
        assert tx.deliveries.letters_since(reader, NOW - HOUR) == 0
        assert tx.deliveries.cancel_for(key, "left", NOW) == 1


def test_a_mail_is_found_by_what_its_message_id_tells(ledger: Ledger) -> None:
    edition, alone = ledger.filled(1), letter(ledger)
    first, last = ledger.page()
    assert last.id == alone

    def known(kind: str, number: int, reader: int) -> Numbers:
        about = Identity(kind=kind, number=number, subscriber_id=reader)
        with ledger.store.read() as tx:
            return tx.deliveries.known_as(about)

    of_edition = Numbers(delivery=first.id, edition=edition.id)
    assert known("e", edition.id, first.subscriber_id) == of_edition
    assert known("m", alone, last.subscriber_id) == Numbers(delivery=alone)
    assert known("e", edition.id, last.subscriber_id) == Numbers()
    assert known("n", 1, first.subscriber_id) == Numbers()


def test_the_newest_edition_that_a_reader_was_mailed_is_the_last_of_its_newsletter(
    ledger: Ledger,
) -> None:
    edition = ledger.filled(1)
    (delivery,) = ledger.page()
    key = SubscriptionKey(subscriber_id=delivery.subscriber_id, newsletter_id=edition.newsletter_id)
    with ledger.store.write() as tx:
        assert tx.deliveries.last_of(key) == Numbers()  # it waits still
        batch = tx.batches.open("w", NOW)
        (claim,) = tx.deliveries.claim(batch, 1, NOW)
        tx.deliveries.settle(batch, {claim.id: sent("250 ok")}, NOW)
        assert tx.deliveries.last_of(key) == Numbers(delivery=claim.id, edition=edition.id)
        assert tx.deliveries.last_of(replace(key, newsletter_id=99)) == Numbers()
