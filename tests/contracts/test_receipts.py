"""Receipts: who was mailed which revision, told by deliveries, not by rows per reader."""

import pytest

from syndicate.domain.changes import DigestAs
from syndicate.domain.deliveries import DeliveryStatus, Outcome
from syndicate.domain.editions import EditionStatus
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger, item

EVERYBODY = (1, 10**6)


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def become(ledger: Ledger, status: DeliveryStatus) -> None:
    """Let everything that waits become so."""
    claims = ledger.claim()
    if status is DeliveryStatus.CLAIMED:
        return
    with ledger.store.write() as tx:
        (batch,) = tx.batches.open_of("w")
        tx.deliveries.settle(batch, {c.id: Outcome(status=status) for c in claims}, NOW)
        tx.batches.close(batch, NOW)


@pytest.mark.parametrize("status", DeliveryStatus)
def test_what_was_or_may_have_been_mailed_counts_and_what_was_not_does_not(
    ledger: Ledger, status: DeliveryStatus
) -> None:
    article = ledger.article()
    edition, wave = ledger.edition()
    (reader,) = ledger.readers(1)
    ledger.fill(edition, ledger.cohort(edition, wave, item(article)), [reader])
    become(ledger, status)
    never = status in {DeliveryStatus.FAILED, DeliveryStatus.CANCELLED}
    with ledger.store.read() as tx:
        pasts = tx.receipts.pasts(ledger.newsletter.id, [article], *EVERYBODY)
    assert pasts == ({} if never else {reader: {article: 1}})


def test_the_newest_revision_mailed_counts_article_by_article(ledger: Ledger) -> None:
    one, other, third = ledger.article(NOW, NOW), ledger.article(), ledger.article()
    readers = ledger.readers(2)
    edition, wave = ledger.edition("p1")
    ledger.fill(edition, ledger.cohort(edition, wave, item(one), item(other)), readers)
    edition, wave = ledger.edition("p2")
    updated = item(one, 2, DigestAs.UPDATED)
    ledger.fill(edition, ledger.cohort(edition, wave, updated, item(third)), readers[:1])
    with ledger.store.read() as tx:
        pasts = tx.receipts.pasts(ledger.newsletter.id, [one, other], *EVERYBODY)
    assert pasts == {readers[0]: {one: 2, other: 1}, readers[1]: {one: 1, other: 1}}


def test_only_the_readers_asked_for_are_told_of(ledger: Ledger) -> None:
    article = ledger.article()
    edition, wave = ledger.edition()
    readers = ledger.readers(4)
    ledger.fill(edition, ledger.cohort(edition, wave, item(article)), readers)
    with ledger.store.read() as tx:
        pasts = tx.receipts.pasts(ledger.newsletter.id, [article], readers[1], readers[2])
        assert pasts.keys() == set(readers[1:3])
        assert tx.receipts.pasts(ledger.newsletter.id, [], *EVERYBODY) == {}


def test_another_newsletters_mails_and_an_edition_planned_again_do_not_count(
    ledger: Ledger,
) -> None:
    article = ledger.article()
    edition, wave = ledger.edition()
    ledger.fill(edition, ledger.cohort(edition, wave, item(article)), ledger.readers(1))
    other = ledger.add_newsletter("evening").id
    with ledger.store.read() as tx:
        assert tx.receipts.pasts(other, [article], *EVERYBODY) == {}
        mine = ledger.newsletter.id
        assert tx.receipts.pasts(mine, [article], *EVERYBODY, besides=edition.id) == {}


def test_what_any_digest_of_a_newsletter_held_is_known(ledger: Ledger) -> None:
    one, other = ledger.article(NOW, NOW), ledger.article()
    edition, wave = ledger.edition()
    ledger.cohort(edition, wave, item(one))
    ledger.cohort(edition, wave, item(one, 2, DigestAs.UPDATED))
    mine = ledger.newsletter.id
    with ledger.store.read() as tx:
        assert tx.receipts.told(mine, [one, other]) == {one: 2}
        assert tx.receipts.told(mine, [one], besides=edition.id) == {}
        assert tx.receipts.told(mine + 1, [one]) == {}
        assert tx.receipts.told(mine, []) == {}


def test_what_a_missed_wave_or_a_cancelled_edition_held_was_not_told(ledger: Ledger) -> None:
    one, other = ledger.article(), ledger.article()
    edition, wave = ledger.edition("p1")
    ledger.cohort(edition, wave, item(one))
    called_off, its = ledger.edition("p2", EditionStatus.CANCELLED)
    ledger.cohort(called_off, its, item(other))
    with ledger.store.write() as tx:
        tx.editions.set_wave(wave.id, EditionStatus.MISSED)
        assert tx.receipts.told(ledger.newsletter.id, [one, other]) == {}


@pytest.mark.parametrize("status", DeliveryStatus)
def test_who_may_have_an_article_is_counted_and_listed(
    ledger: Ledger, status: DeliveryStatus
) -> None:
    article = ledger.article(NOW, NOW)
    for period, number, told in (("p1", 1, ledger.readers(3)), ("p2", 2, ledger.readers(1))):
        edition, wave = ledger.edition(period)
        ledger.fill(edition, ledger.cohort(edition, wave, item(article, number)), told)
        become(ledger, status)
    counted = {
        DeliveryStatus.SENT: (1, 0, 0),
        DeliveryStatus.IN_DOUBT: (0, 1, 0),
        DeliveryStatus.CLAIMED: (0, 0, 1),
    }.get(status)
    with ledger.store.read() as tx:
        holders = tx.article_receipts.holders(article)
        newest = tx.article_receipts.holders(article, 2)
        first = tx.article_receipts.page(article, None, (0, 0), 3)
        rest = tx.article_receipts.page(article, None, first[-1].place if first else (0, 0), 3)
    assert (holders.readers, newest.readers) == ((4, 1) if counted else (0, 0))
    assert (len(first), len(rest)) == ((3, 1) if counted else (0, 0))
    assert {receipt.status for receipt in (*first, *rest)} <= {status}
    for count in newest.carriers:
        assert (count.carrier.newsletter, count.carrier.period_key) == ("morning", "p2")
        assert (count.sent, count.in_doubt, count.claimed) == counted


def test_a_reader_who_was_mailed_an_article_twice_is_one(ledger: Ledger) -> None:
    article = ledger.article(NOW, NOW)
    told = ledger.readers(1)
    for period, number in (("p1", 1), ("p2", 2)):
        edition, wave = ledger.edition(period)
        as_ = DigestAs.NEW if number == 1 else DigestAs.UPDATED
        ledger.fill(edition, ledger.cohort(edition, wave, item(article, number, as_)), told)
        become(ledger, DeliveryStatus.SENT)
    with ledger.store.read() as tx:
        holders = tx.article_receipts.holders(article)
    assert (holders.readers, len(holders.carriers)) == (1, 2)


def test_a_reader_whose_first_mail_failed_after_the_next_was_planned_is_counted(
    ledger: Ledger,
) -> None:
    article = ledger.article(NOW, NOW)
    told = ledger.readers(3)
    outcomes = (DeliveryStatus.FAILED, DeliveryStatus.SENT)
    for period, number, outcome in zip(("p1", "p2"), (1, 2), outcomes, strict=True):
        edition, wave = ledger.edition(period)
        as_ = DigestAs.NEW if number == 1 else DigestAs.UPDATED
        ledger.fill(edition, ledger.cohort(edition, wave, item(article, number, as_)), told)
        become(ledger, outcome)
        with ledger.store.write() as tx:
            tx.editions.set_status(edition.id, EditionStatus.SENT)
    with ledger.store.read() as tx:
        assert tx.article_receipts.holders(article).readers == 3
        assert tx.article_receipts.holders(article, 1).readers == 0


@pytest.mark.parametrize("over", [EditionStatus.SENDING, EditionStatus.SENT])
def test_an_editions_mails_are_counted_alike_while_it_goes_out_and_when_it_has(
    ledger: Ledger, over: EditionStatus
) -> None:
    article = ledger.article()
    edition, wave = ledger.edition()
    cohort = ledger.cohort(edition, wave, item(article))
    for status in DeliveryStatus:
        if status not in {DeliveryStatus.PENDING, DeliveryStatus.CLAIMED}:
            ledger.fill(edition, cohort, ledger.readers(2))
            become(ledger, status)
    with ledger.store.write() as tx:
        tx.editions.set_status(edition.id, over)
    with ledger.store.read() as tx:
        holders = tx.article_receipts.holders(article)
    (count,) = holders.carriers
    assert (holders.readers, count.sent, count.in_doubt, count.claimed) == (4, 2, 2, 0)


def test_a_reader_of_two_newsletters_is_one(ledger: Ledger) -> None:
    article = ledger.article()
    told = ledger.readers(1)
    for newsletter in (ledger.newsletter.id, ledger.add_newsletter("evening").id):
        edition, wave = ledger.edition(newsletter=newsletter)
        ledger.fill(edition, ledger.cohort(edition, wave, item(article)), told)
        become(ledger, DeliveryStatus.SENT)
        with ledger.store.write() as tx:
            tx.editions.set_status(edition.id, EditionStatus.SENT)
    with ledger.store.read() as tx:
        holders = tx.article_receipts.holders(article)
    assert (holders.readers, len(holders.carriers)) == (1, 2)
