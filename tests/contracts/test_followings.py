"""Followings are kept, one a reader and subject, and lapse once, on either database."""

from datetime import timedelta
from uuid import UUID

import pytest

from syndicate.domain.articles import Kind
from syndicate.domain.audience import SubscriptionStatus, SuppressionReason
from syndicate.domain.deliveries import Clearance, DeliveryStatus
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.followings import Following, article_subject
from syndicate.errors import NotFound
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger, at_once

DAY = timedelta(days=1)
KINDS = [kind for kind in Kind if kind is not Kind.MINOR]
ACTIVE, LAPSED = SubscriptionStatus.ACTIVE, SubscriptionStatus.LAPSED
LETTER = RenderedDigest(subject="s", text="t", html="h", item_words=())


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


def put(
    ledger: Ledger,
    reader: int,
    article: UUID,
    status: SubscriptionStatus = ACTIVE,
    days: int = 0,
) -> Following:
    """Have a reader follow an article, some days after it was published."""
    following = Following(
        subscriber_id=reader,
        subject=article_subject(article),
        article_id=article,
        status=status,
        since=NOW + days * DAY,
    )
    with ledger.store.write() as tx:
        return tx.followings.put(following)


def lapse(ledger: Ledger, article: UUID, days: int, limit: int = 9) -> list[int]:
    """Let an article's followings lapse that were quiet until so many days after it came out."""
    with ledger.store.write() as tx:
        return list(tx.followings.lapse(article, NOW + days * DAY, KINDS, NOW + 9 * DAY, limit))


def test_a_following_is_one_a_reader_and_subject_and_keeps_its_number(ledger: Ledger) -> None:
    (reader,), article = ledger.readers(1), ledger.article()
    first = put(ledger, reader, article, SubscriptionStatus.PENDING)
    again = put(ledger, reader, article, days=1)
    assert (again.id, again.status, again.since) == (first.id, ACTIVE, NOW + DAY)
    with ledger.store.write() as tx:
        assert tx.followings.by_id(first.id) == again
        assert tx.followings.standing(reader, again.subject) == again
        assert tx.followings.of(reader) == [again]
        assert tx.followings.of_each([reader, 999]) == {reader: [again]}


def test_what_nobody_follows_is_not_found(ledger: Ledger) -> None:
    (reader,) = ledger.readers(1)
    with ledger.store.write() as tx:
        assert tx.followings.standing(reader, "tags/ferry") is None
        assert not tx.notices.followed(("tags/ferry",))
        assert not tx.notices.followed(())
        with pytest.raises(NotFound):
            tx.followings.by_id(1)


def test_followings_are_paged_with_their_readers_addresses(ledger: Ledger) -> None:
    article = ledger.article()
    kept = [put(ledger, reader, article) for reader in ledger.readers(3)]
    with ledger.store.read() as tx:
        (first, *_), rest = tx.followings.page(1), tx.followings.page(5, kept[0].id)
    assert first[1] == kept[0]
    assert first[0].endswith("@example.org")
    assert [following for _, following in rest] == kept[1:]


def test_followings_of_a_quiet_article_lapse_and_once(ledger: Ledger) -> None:
    readers, article = ledger.readers(4), ledger.article()
    quiet = [put(ledger, reader, article) for reader in readers[:2]]
    put(ledger, readers[2], article, days=3)
    put(ledger, readers[3], article, SubscriptionStatus.PENDING)
    with ledger.store.read() as tx:
        assert tx.followings.quiet(NOW, KINDS) == []
        assert tx.followings.quiet(NOW + 2 * DAY, KINDS) == [article]
    assert lapse(ledger, article, 2) == [following.id for following in quiet]
    assert lapse(ledger, article, 2) == []
    with ledger.store.read() as tx:
        assert tx.followings.by_id(quiet[0].id).status is LAPSED
        assert tx.followings.by_id(quiet[0].id).since == NOW + 9 * DAY


def test_no_more_followings_lapse_at_once_than_are_asked_for(ledger: Ledger) -> None:
    article = ledger.article()
    kept = [put(ledger, reader, article).id for reader in ledger.readers(3)]
    some = [lapse(ledger, article, days=2, limit=2) for _ in range(3)]
    assert some == [kept[:2], kept[2:], []]


def test_what_stirs_an_article_keeps_its_followings(ledger: Ledger) -> None:
    (reader,), article = ledger.readers(1), ledger.article(NOW, NOW + 3 * DAY)
    put(ledger, reader, article)
    assert lapse(ledger, article, 2) == lapse(ledger, article, 3) == []
    assert len(lapse(ledger, article, 4)) == 1


def test_two_at_once_let_each_following_lapse_once(ledger: Ledger) -> None:
    article = ledger.article()
    kept = [put(ledger, reader, article).id for reader in ledger.readers(5)]
    lapsed = at_once(
        ledger.store,
        [lambda tx: tx.followings.lapse(article, NOW + DAY, KINDS, NOW + 9 * DAY, 9)] * 2,
    )
    assert sorted(number for numbers in lapsed for number in numbers) == kept


def test_followers_who_may_be_mailed_are_mailed_and_can_be_stopped(ledger: Ledger) -> None:
    readers, article = ledger.readers(3), ledger.article()
    kept = [put(ledger, reader, article) for reader in readers]
    with ledger.store.write() as tx:
        barred = tx.subscribers.by_id(readers[0]).email
        tx.subscribers.suppress(barred, SuppressionReason.BOUNCED, NOW)
        cohort = tx.cohorts.letter(LETTER, NOW, subject=kept[0].subject)
        tx.followings.mail(cohort, [following.id for following in kept])
        tx.followings.cancel(kept[1].id, "stopped", NOW)
    assert ledger.statuses() == [DeliveryStatus.CANCELLED, DeliveryStatus.PENDING]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(ACTIVE, Clearance.GO), (LAPSED, Clearance.GO), (SubscriptionStatus.ENDED, Clearance.NEVER)],
)
def test_a_letter_goes_unless_its_following_has_ended(
    ledger: Ledger, status: SubscriptionStatus, expected: Clearance
) -> None:
    (reader,), article = ledger.readers(1), ledger.article()
    following = put(ledger, reader, article)
    with ledger.store.write() as tx:
        cohort = tx.cohorts.letter(LETTER, NOW, subject=following.subject)
        tx.deliveries.add(cohort, reader, following_id=following.id)
    (claim,) = ledger.claim()
    assert (claim.following_id, claim.subject) == (following.id, following.subject)
    put(ledger, reader, article, status)
    with ledger.store.read() as tx:
        assert tx.deliveries.clearances([claim.id])[claim.id] is expected
