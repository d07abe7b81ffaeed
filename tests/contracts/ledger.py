"""What do the contracts of the ledger begin with? An edition, a wave, a cohort and readers."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert, update

from syndicate.domain.articles import Article, Content, Kind, Revision, Status
from syndicate.domain.audience import Run, Subscription, SubscriptionStatus
from syndicate.domain.changes import DigestAs
from syndicate.domain.deliveries import Claim, Delivery, DeliveryStatus
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave
from syndicate.domain.notices import Notice
from syndicate.store.tables import deliveries
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
T = TypeVar("T")


@dataclass
class Ledger:
    """A store with a newsletter, and short ways to fill it."""

    store: Store

    def __post_init__(self) -> None:
        """Add the newsletter."""
        self.newsletter = self.add_newsletter("morning")

    def add_newsletter(self, name: str) -> Newsletter:
        """Add a newsletter."""
        with self.store.write() as tx:
            tx.newsletters.add(
                Newsletter(
                    name=name,
                    title=name,
                    schedule="daily 07:00",
                    timezone="UTC",
                    created=NOW,
                )
            )
            return tx.newsletters.get(name)

    def readers(self, count: int, zone: str = "UTC") -> list[int]:
        """Subscribe new readers; return their numbers."""
        with self.store.write() as tx:
            numbers = [
                tx.subscribers.ensure(f"{uuid4().hex}@example.org", zone, NOW).id
                for _ in range(count)
            ]
        for number in numbers:
            self.stand(number, SubscriptionStatus.ACTIVE)
        return numbers

    def stand(self, reader: int, status: SubscriptionStatus, newsletter: int = 0) -> None:
        """Say how a reader stands towards a newsletter."""
        with self.store.write() as tx:
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader,
                    newsletter_id=newsletter or self.newsletter.id,
                    status=status,
                    since=NOW,
                )
            )

    def edition(
        self,
        period: str = "2026-03-02T07:00",
        status: EditionStatus = EditionStatus.SENDING,
        newsletter: int | None = None,
    ) -> tuple[Edition, Wave]:
        """Open an edition with one wave."""
        with self.store.write() as tx:
            edition = tx.editions.open(newsletter or self.newsletter.id, period, NOW)
            tx.editions.set_status(edition.id, status)
            tx.editions.add_wave(edition.id, NOW)
            (wave,) = tx.editions.waves_of(edition.id)
            return tx.editions.by_id(edition.id), wave

    def cohort(self, edition: Edition, wave: Wave, *items: ItemKey) -> int:
        """Add a cohort."""
        with self.store.write() as tx:
            return tx.cohorts.ensure(
                CohortPlace(wave_id=wave.id, edition_id=edition.id), items, NOW
            )

    def fill(self, edition: Edition, cohort: int, readers: Sequence[int]) -> None:
        """Add a delivery a reader."""
        with self.store.write() as tx:
            fill(tx, edition.id, cohort, readers)

    def filled(self, count: int, period: str = "2026-03-02T07:00") -> Edition:
        """Open an edition that goes out to some new readers."""
        edition, wave = self.edition(period)
        self.fill(edition, self.cohort(edition, wave), self.readers(count))
        return edition

    def claim(self, limit: int = 1000, worker: str = "w", now: datetime = NOW) -> list[Claim]:
        """Claim what is due in a batch of its own."""
        with self.store.write() as tx:
            batch = tx.batches.open(worker, now)
            return list(tx.deliveries.claim(batch, limit, now))

    def article(self, *recorded: datetime) -> UUID:
        """Add an article with a revision recorded at each instant."""
        number = uuid4()
        article = Article(id=number, slug=number.hex, status=Status.PUBLISHED, recorded=NOW)
        with self.store.write() as tx:
            tx.articles.add(article)
            for count, instant in enumerate(recorded or (NOW,), 1):
                tx.revisions.append(_revision(number, count, instant))
        return number

    def notice(self, reader: int, due: datetime = NOW, recorded: datetime = NOW) -> int:
        """Queue a notice of a revision to a reader; return the notice's number."""
        article = self.article(NOW, recorded)
        with self.store.write() as tx:
            notice = tx.notices.add(Notice(article_id=article, revision=2, created=NOW, due=due))
            place = CohortPlace(notice_id=notice.id, newsletter_id=self.newsletter.id)
            cohort = tx.cohorts.of_notice(place, (item(article, 2, DigestAs.CORRECTED),), NOW)
            own = deliveries.c.id == tx.deliveries.add(cohort, reader)
            values = {"notice_id": notice.id, "not_before": due}
            tx.connection.execute(update(deliveries).where(own).values(values))
            return notice.id

    def page(self) -> list[Delivery]:
        """Return the deliveries by number."""
        with self.store.read() as tx:
            return list(tx.deliveries.page())

    def statuses(self) -> list[DeliveryStatus]:
        """Return how the deliveries stand, by number."""
        return [delivery.status for delivery in self.page()]


def fill(tx: Transaction, edition_id: int, cohort: int, readers: Sequence[int]) -> None:
    """Add a delivery of an edition a reader."""
    pending = {"edition_id": edition_id, "cohort_id": cohort, "status": DeliveryStatus.PENDING}
    rows = [{**pending, "subscriber_id": reader} for reader in readers]
    tx.connection.execute(insert(deliveries), rows)


def _revision(article: UUID, number: int, recorded: datetime) -> Revision:
    return Revision(
        article_id=article,
        number=number,
        kind=Kind.UPDATE if number > 1 else Kind.ORIGINAL,
        content=Content(headline="Bridge"),
        salt=b"salt",
        content_hash=b"content",
        chain_hash=b"chain",
        published=recorded,
        recorded=recorded,
    )


def item(article: UUID, revision: int = 1, status: DigestAs = DigestAs.NEW) -> ItemKey:
    """Return a line of a cohort's contents."""
    return ItemKey(article_id=article, revision=revision, status=status)


def everybody(newsletter_id: int, *timezones: str) -> Run:
    """Return the run of all readers, or all in some zones."""
    return Run(newsletter_id=newsletter_id, timezones=timezones, first=1, last=10**6)


def at_once(store: Store, works: Sequence[Callable[[Transaction], T]]) -> list[T]:
    """Do works in transactions of their own that begin at one moment."""
    start = Barrier(len(works))

    def run(work: Callable[[Transaction], T]) -> T:
        start.wait()
        with store.write() as tx:
            return work(tx)

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
