"""How is a mail that a reader asked for written and queued?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from syndicate.domain.audience import Subscriber, SubscriptionKey
from syndicate.domain.deliveries import Numbers
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.followings import Following, Subject
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens

log = structlog.get_logger()

MOST_LETTERS = 3
MOST_LETTERS_A_DAY = 10
_PERIOD = timedelta(minutes=10)
_DAY = timedelta(days=1)


class Renderer(Protocol):
    """Writes the letters; `link` leads to the page that asks or shows."""

    def confirm(self, newsletter_title: str, link: str) -> RenderedDigest: ...
    def preferences(self, newsletter_title: str, link: str) -> RenderedDigest: ...
    def follow(self, subject: Subject, link: str, quiet_days: int) -> RenderedDigest: ...
    def lapsed(self, subject: Subject, quiet_days: int) -> RenderedDigest: ...


class Cohorts(Protocol):
    """What a letter asks of the cohorts."""

    def letter(
        self, rendered: RenderedDigest, now: datetime, *, subject: str | None = None
    ) -> int: ...


class Deliveries(Protocol):
    """What a letter asks of the ledger."""

    def add(
        self, cohort_id: int, subscriber_id: int, *, following_id: int | None = None
    ) -> int: ...
    def letters_since(self, subscriber_id: int, instant: datetime) -> int: ...
    def cancel_for(self, key: SubscriptionKey, why: str, now: datetime) -> int: ...
    def last_of(self, key: SubscriptionKey) -> Numbers: ...


class Transaction(Protocol):
    """What a letter sees of the store."""

    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def deliveries(self) -> Deliveries: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Queues letters in the transaction that calls for them."""

    renderer: Renderer
    tokens: Tokens
    site: Site

    def fits(self, tx: Transaction, reader: Subscriber, now: datetime) -> bool:
        """Tell whether a reader may be sent another letter that anybody can ask for.

        Not beyond a few letters in ten minutes and some in a day: nobody's mailbox can be
        filled through us.
        """
        return all(
            tx.deliveries.letters_since(reader.id, now - period) < most
            for period, most in ((_PERIOD, MOST_LETTERS), (_DAY, MOST_LETTERS_A_DAY))
        )

    def confirm(
        self, tx: Transaction, reader: Subscriber, newsletter: Newsletter, now: datetime
    ) -> None:
        """Queue the mail that asks whether the reader wants a newsletter."""
        key = SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)
        link = self.site.url(f"/confirm/{self.tokens.confirm(key, now)}")
        _queue(tx, self.renderer.confirm(newsletter.title, link), reader, now)

    def follow(
        self,
        tx: Transaction,
        following: Following,
        subject: Subject,
        quiet_days: int,
        now: datetime,
    ) -> None:
        """Queue the mail that asks whether the reader wants to follow something."""
        link = self.site.url(f"/follow/{self.tokens.follow(following.id, now)}")
        rendered = self.renderer.follow(subject, link, quiet_days)
        cohort = tx.cohorts.letter(rendered, now, subject=subject.name)
        reader, number = following.subscriber_id, following.id
        log.info("letter_queued", delivery=tx.deliveries.add(cohort, reader, following_id=number))

    def preferences(self, tx: Transaction, reader: Subscriber, now: datetime) -> None:
        """Queue the mail with the link to a reader's preferences, where one more fits."""
        if self.fits(tx, reader, now):
            link = self.site.url(f"/preferences/{self.tokens.preferences(reader.id, now)}")
            _queue(tx, self.renderer.preferences(self.site.title, link), reader, now)


def _queue(tx: Transaction, rendered: RenderedDigest, reader: Subscriber, now: datetime) -> None:
    cohort = tx.cohorts.letter(rendered, now)
    log.info("letter_queued", delivery=tx.deliveries.add(cohort, reader.id))
