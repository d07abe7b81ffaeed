"""On what do the tests of readers and newsletters stand? A site with a newsletter, whole."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from syndicate.clock import FixedClock
from syndicate.domain.audience import (
    Consent,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    SuppressionReason,
)
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.digests import CohortPlace, RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.followings import Subject
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.importers.addresses import read_address
from syndicate.services.preferences import AskForPreferences, EditPreferences
from syndicate.services.subscribe import Subscribe
from syndicate.store.unit_of_work import Store
from tests.contracts.ledger import fill

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADA = "ada@example.org"
SITE = Site(
    title="The Harbour Post",
    base_url="https://harbour.example",
    language="en",
    zone=UTC,
    publisher="Harbour",
)


class Letters:
    """Writes letters that hold little but their link, which ends the text."""

    def confirm(self, newsletter_title: str, link: str) -> RenderedDigest:
        """Write the mail that asks."""
        return RenderedDigest(subject=newsletter_title, text=link, html="<p>", item_words=())

    def preferences(self, newsletter_title: str, link: str) -> RenderedDigest:
        """Write the mail with the link to preferences."""
        return RenderedDigest(subject=newsletter_title, text=link, html="<p>", item_words=())

    def follow(self, subject: Subject, link: str, quiet_days: int) -> RenderedDigest:
        """Write the mail that asks whether to follow."""
        del quiet_days
        return RenderedDigest(subject=subject.label, text=link, html="<p>", item_words=())

    def lapsed(self, subject: Subject, quiet_days: int) -> RenderedDigest:
        """Write the mail that says that a following has ended."""
        said = f"{subject.label} after {quiet_days}"
        return RenderedDigest(subject=said, text=subject.url, html="<p>", item_words=())


@dataclass
class World:
    """A store, a clock and the use cases that readers meet."""

    store: Store
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    tokens: Tokens = field(default_factory=lambda: Tokens(b"the secret of the tests"))

    @property
    def subscribe(self) -> Subscribe:
        """Takes readers in."""
        return Subscribe(
            transactions=self.store,
            clock=self.clock,
            site=SITE,
            tokens=self.tokens,
            letters=Letters(),
            read_address=read_address,
        )

    @property
    def ask_for_preferences(self) -> AskForPreferences:
        """Mails links to preferences."""
        return AskForPreferences(
            transactions=self.store,
            clock=self.clock,
            site=SITE,
            tokens=self.tokens,
            letters=Letters(),
            read_address=read_address,
        )

    @property
    def preferences(self) -> EditPreferences:
        """Shows and changes preferences."""
        return EditPreferences(
            transactions=self.store, clock=self.clock, site=SITE, tokens=self.tokens
        )

    def newsletter(self, name: str = "morning", zone: str = "Europe/Berlin") -> Newsletter:
        """Add a newsletter."""
        title = f"The {name.title()}"
        added = Newsletter(
            name=name, title=title, schedule="daily 07:00", timezone=zone, created=NOW
        )
        with self.store.write() as tx:
            tx.newsletters.add(added)
            return tx.newsletters.get(name)

    def later(self, **passed: float) -> None:
        """Let time pass."""
        self.clock.set(self.clock.now() + timedelta(**passed))

    def suppress(self, email: str = ADA) -> None:
        """Bar an address."""
        with self.store.write() as tx:
            tx.subscribers.suppress(email, SuppressionReason.COMPLAINED, self.clock.now())

    def mails(self) -> list[tuple[str, str, str]]:
        """Return the letters queued so far: to whom, subject, link."""
        with self.store.read() as tx:
            bodies = [(d.email, tx.cohorts.body(d.cohort_id)) for d in tx.deliveries.page()]
        return [(email, body.subject, body.text) for email, body in bodies if body]

    def last_token(self) -> str:
        """Return the token of the letter queued last."""
        return self.mails()[-1][2].rpartition("/")[2]

    def standing(self, name: str = "morning", email: str = ADA) -> SubscriptionStatus | None:
        """Return how a reader stands towards a newsletter."""
        with self.store.read() as tx:
            reader, newsletter = tx.subscribers.find(email), tx.newsletters.get(name)
            if reader is None:
                return None
            known: Subscription | None = tx.subscribers.subscription(reader.id, newsletter.id)
        return known.status if known else None

    def consents(self, email: str = ADA) -> list[Consent]:
        """Return what a reader did, oldest first."""
        with self.store.read() as tx:
            return list(tx.subscribers.consents(tx.subscribers.by_email(email).id))

    def zone(self, email: str = ADA) -> str:
        """Return a reader's time zone."""
        with self.store.read() as tx:
            return tx.subscribers.by_email(email).timezone

    def unsubscribe_token(self, name: str = "morning", email: str = ADA) -> str:
        """Return the token that mails of a newsletter to a reader carry."""
        with self.store.read() as tx:
            reader, newsletter = tx.subscribers.by_email(email), tx.newsletters.get(name)
        key = SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)
        return self.tokens.unsubscribe(key)

    def queue_digest(self, name: str = "morning", email: str = ADA) -> int:
        """Put a digest for a reader into the ledger; return the delivery's number."""
        with self.store.write() as tx:
            newsletter = tx.newsletters.get(name)
            edition = tx.editions.open(newsletter.id, "2026-03-01T07:00", self.clock.now())
            tx.editions.add_wave(edition.id, self.clock.now())
            (wave,) = tx.editions.waves_of(edition.id)
            cohort = tx.cohorts.ensure(
                CohortPlace(wave_id=wave.id, edition_id=edition.id), (), self.clock.now()
            )
            reader = tx.subscribers.by_email(email)
            fill(tx, edition.id, cohort, [reader.id])
            *_, delivery = tx.deliveries.page(edition.id)
            return delivery.id

    def delivery(self, number: int) -> Delivery:
        """Return a delivery."""
        with self.store.read() as tx:
            return next(d for d in tx.deliveries.page() if d.id == number)

    def waits(self, number: int) -> bool:
        """Tell whether a delivery is still to be sent."""
        return self.delivery(number).status is DeliveryStatus.PENDING
