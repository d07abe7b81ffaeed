"""Whom a notice tells, found by set, is whom one finds by asking reader after reader."""

import random
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import select, update

from syndicate.domain.audience import SubscriptionStatus, SuppressionReason
from syndicate.domain.changes import DigestAs
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import CohortPlace, ItemKey, RenderedDigest
from syndicate.domain.notices import Mailed, Notice, NoticeStatus, Untold, counted, told, verdict
from syndicate.store.tables import cohorts, deliveries
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import NOW, Ledger, item

WRONG = "at ten"
WORDS = {1: "Opens at  TEN.", 2: "Opens at nine.", 3: "Opens at eleven."}
NEWEST = 3
MAILED = {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT}
HAVE = {*MAILED, DeliveryStatus.CLAIMED}


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """Give a store with a newsletter."""
    return Ledger(store)


@dataclass
class Reader:
    """What a test knows of a reader."""

    number: int
    mails: list[tuple[int, int, DeliveryStatus, int]] = field(default_factory=list)
    active: set[int] = field(default_factory=set)
    barred: SuppressionReason | None = None

    def known(self) -> Mailed | None:
        """Return what decides; None for one who was mailed no older words, or is just now."""
        older = [revision for revision, _, status, _ in self.mails if status in MAILED]
        if not older or min(older) >= NEWEST or self._flying():
            return None
        have = [revision for revision, _, status, _ in self.mails if status in HAVE]
        return Mailed(
            held=1 in older,
            newer=NEWEST in have,
            noticed=False,
            barred=self.barred,
            subscribed=bool(self.active),
        )

    def newsletter(self) -> int:
        """Return under which newsletter the reader is told: that of the last error, if wanted."""
        errors = self._errors()
        wanted = [mail for mail in errors if mail[1] in self.active]
        return max(wanted, key=lambda mail: mail[3])[1] if wanted else min(self.active)

    def answered(self) -> int:
        """Return the mail that the notice answers."""
        errors = self._errors()
        wanted = [mail for mail in errors if mail[1] in self.active]
        return max(number for *_, number in wanted or errors)

    def _flying(self) -> bool:
        claimed = DeliveryStatus.CLAIMED
        return any(mail[0] < NEWEST and mail[2] is claimed for mail in self.mails)

    def _errors(self) -> list[tuple[int, int, DeliveryStatus, int]]:
        return [mail for mail in self.mails if mail[0] == 1 and mail[2] in MAILED]


class Town:
    """Readers of two newsletters with mixed pasts."""

    def __init__(self, ledger: Ledger, seed: int) -> None:
        self.ledger = ledger
        self.rng = random.Random(seed)  # noqa: S311 - pasts, no secrets
        self.article = ledger.article(NOW, NOW, NOW)
        self.newsletters = [ledger.newsletter.id, ledger.add_newsletter("evening").id]
        self.readers = [Reader(number) for number in ledger.readers(40)]
        for newsletter in self.newsletters:
            for revision in WORDS:
                self._mail(newsletter, revision)
        for reader in self.readers:
            self._stand(reader)

    def _mail(self, newsletter: int, revision: int) -> None:
        edition, wave = self.ledger.edition(f"p{revision}", newsletter=newsletter)
        key = item(self.article, revision)
        cohort = self.ledger.cohort(edition, wave, key)
        kept = RenderedDigest(subject="s", text="t", html="h", item_words=(WORDS[revision],))
        chosen = [reader for reader in self.readers if self.rng.random() < 0.4]
        with self.ledger.store.write() as tx:
            tx.cohorts.keep(cohort, kept)
            for reader in chosen:
                status = self.rng.choice([DeliveryStatus.SENT, *DeliveryStatus])
                number = tx.deliveries.add(cohort, reader.number)
                one = deliveries.c.id == number
                values = {"status": status, "edition_id": edition.id}
                tx.connection.execute(update(deliveries).where(one).values(values))
                reader.mails.append((revision, newsletter, status, number))

    def _stand(self, reader: Reader) -> None:
        for newsletter in self.newsletters:
            status = self.rng.choice([SubscriptionStatus.ACTIVE, *SubscriptionStatus])
            self.ledger.stand(reader.number, status, newsletter)
            if status is SubscriptionStatus.ACTIVE:
                reader.active.add(newsletter)
        if self.rng.random() < 0.2:
            reader.barred = self.rng.choice(list(SuppressionReason))
            with self.ledger.store.write() as tx:
                email = tx.subscribers.by_id(reader.number).email
                tx.subscribers.suppress(email, reader.barred, NOW)


def opened(ledger: Ledger, article: UUID) -> Notice:
    """Open a notice and find who carries the error."""
    with ledger.store.write() as tx:
        notice = tx.notices.add(
            Notice(article_id=article, revision=NEWEST, created=NOW, due=NOW, wrong=(WRONG,))
        )
        tx.notices.find_carriers(notice)
        return notice


def filled(ledger: Ledger, notice: Notice) -> int:
    """Queue a notice for everyone it is owed; return to how many."""
    with ledger.store.write() as tx:
        groups = told(tx.notices.groups(notice))
        for group in groups:
            key = ItemKey(
                article_id=notice.article_id,
                revision=NEWEST,
                status=DigestAs.CORRECTED,
                since=group.newest,
            )
            place = CohortPlace(
                notice_id=notice.id,
                newsletter_id=group.newsletter_id,
                subject_followed=group.subject,
            )
            tx.cohorts.of_notice(place, (key,), NOW)
        return tx.notices.fill(notice, {group.mailed for group in groups}) if groups else 0


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_by_set_are_those_of_reader_after_reader(ledger: Ledger, seed: int) -> None:
    town = Town(ledger, seed)
    notice = opened(ledger, town.article)
    with ledger.store.read() as tx:
        result = counted(notice, tx.notices.groups(notice))
    verdicts = Counter(
        verdict(known) for reader in town.readers if (known := reader.known()) is not None
    )
    assert result.told == verdicts.pop(None, 0)
    assert dict(result.untold) == dict(verdicts)


@pytest.mark.parametrize("seed", range(4))
def test_each_is_told_under_a_newsletter_still_wanted_below_the_mail_with_the_error(
    ledger: Ledger, seed: int
) -> None:
    town = Town(ledger, seed)
    notice = opened(ledger, town.article)
    count = filled(ledger, notice)
    columns = (deliveries.c.subscriber_id, cohorts.c.newsletter_id, deliveries.c.answers)
    statement = select(*columns).join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
    with ledger.store.read() as tx:
        rows = tx.connection.execute(statement.where(deliveries.c.notice_id == notice.id)).all()
    owed = [r for r in town.readers if (known := r.known()) is not None and verdict(known) is None]
    expected = [(r.number, r.newsletter(), r.answered()) for r in owed]
    assert sorted(tuple(row) for row in rows) == sorted(expected)
    assert count == len(expected) > 0


def test_filling_again_adds_nobody_and_says_who_is_noticed(ledger: Ledger) -> None:
    town = Town(ledger, 1)
    notice = opened(ledger, town.article)
    first = filled(ledger, notice)
    assert filled(ledger, notice) == 0
    with ledger.store.read() as tx:
        again = counted(notice, tx.notices.groups(notice))
    assert (again.told, again.untold[Untold.NOTICED]) == (0, first)


def test_a_notice_is_kept_as_it_is_and_one_a_revision(ledger: Ledger) -> None:
    article = ledger.article(NOW, NOW, NOW)
    notice = opened(ledger, article)
    with ledger.store.read() as tx:
        assert tx.notices.of(article, NEWEST) == notice
        assert tx.notices.of(article, 1) is None
        assert tx.notices.open() == tx.notices.newest(5) == [notice]
        assert (notice.status, notice.untold) == (NoticeStatus.WAITING, {})


def test_older_words_are_in_flight_while_they_are_claimed_alone(ledger: Ledger) -> None:
    article = ledger.article(NOW, NOW, NOW)
    edition, wave = ledger.edition()
    ledger.fill(edition, ledger.cohort(edition, wave, item(article)), ledger.readers(2))
    notice = opened(ledger, article)
    with ledger.store.read() as tx:
        assert not tx.notices.in_flight(notice)
    ledger.claim(limit=1)
    with ledger.store.read() as tx:
        assert tx.notices.in_flight(notice)


def test_the_words_that_notices_between_two_revisions_leave_unsaid_are_known(
    ledger: Ledger,
) -> None:
    article = ledger.article(NOW, NOW, NOW)
    with ledger.store.write() as tx:
        for revision, repeat in ((2, False), (3, True)):
            tx.notices.add(
                Notice(
                    article_id=article,
                    revision=revision,
                    created=NOW,
                    due=NOW,
                    wrong=(f"wrong before {revision}", "ten"),
                    repeat_error=repeat,
                )
            )
        unsaid = tx.notices.unsaid
        assert list(unsaid(article, 1, 3)) == ["wrong before 2", "ten"]
        assert list(unsaid(article, 2, 3)) == []
        assert list(unsaid(UUID(int=7), 0, 9)) == []
