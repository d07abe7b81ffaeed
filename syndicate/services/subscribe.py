"""How does a reader come to a newsletter, and leave it?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.audience import (
    BY_OPERATOR,
    Consent,
    Step,
    Subscriber,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    heeds_asking,
    heeds_confirming,
    heeds_ending,
    left,
    step,
)
from syndicate.domain.editions import Newsletter
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.domain.zones import zone_named
from syndicate.errors import NotFound, Refused
from syndicate.services.letters import Letters, Renderer
from syndicate.services.letters import Transaction as LetterTransaction
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

_PENDING = SubscriptionStatus.PENDING
UNSUBSCRIBED = "the reader unsubscribed"


class Readers(Protocol):
    """What subscribing asks of readers, whatever they subscribe to."""

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber: ...
    def suppressed(self, email: str) -> bool: ...
    def consents(self, subscriber_id: int) -> Sequence[Consent]: ...


class Subscribers(Readers, Protocol):
    """What subscribing asks of the subscribers."""

    def standing(self, key: SubscriptionKey) -> Subscription | None: ...
    def take(self, step: Step) -> None: ...


class Newsletters(Protocol):
    """What subscribing asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...
    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Transaction(LetterTransaction, Protocol):
    """What subscribing sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def newsletters(self) -> Newsletters: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribe:
    """Takes readers in by double opt-in, and lets them go at once."""

    transactions: Transactions[Transaction]
    clock: Clock
    site: Site
    tokens: Tokens
    letters: Renderer
    read_address: Callable[[str], str]

    def ask(
        self,
        email: str,
        newsletter: str,
        timezone: str = "",
        *,
        how: str,
        words: str = "",
        trace: str = "",
    ) -> None:
        """Queue a mail that asks the reader to confirm, if one is called for.

        Says nothing of whether the address is known, subscribed or suppressed. Without
        a zone the newsletter's is taken. `words` are those the reader agreed to.
        """
        address, zone, now = self.read_address(email), _zone(timezone), self.clock.now()
        with self.transactions.write() as tx:
            wanted = tx.newsletters.get(newsletter)
            if not self._barred(tx, address):
                reader = tx.subscribers.ensure(address, zone or wanted.timezone, now)
                asked = step(
                    _key(reader, wanted), _PENDING, how=how, words=words, trace=trace, now=now
                )
                self._ask(tx, reader, wanted, asked)

    def check(self, email: str, newsletters: Iterable[str], timezone: str = "") -> None:
        """Raise what `ask` would of a form, for known and unknown addresses alike."""
        self.read_address(email)
        _zone(timezone)
        with self.transactions.read() as tx:
            for name in newsletters:
                tx.newsletters.get(name)

    def confirm(self, token: str, *, how: str = "link", trace: str = "") -> Newsletter:
        """Begin the subscription that a link confirms; a repeat changes nothing.

        Raises Refused for a link that has expired or was overtaken by an end, NotFound
        for one that is none of ours.
        """
        now = self.clock.now()
        key = self.tokens.read_confirm(token, now)
        with self.transactions.write() as tx:
            known = tx.subscribers.standing(key)
            if known is None:
                raise NotFound("nobody asked for this any more; subscribe once more")
            if heeds_confirming(known):
                active = SubscriptionStatus.ACTIVE
                tx.subscribers.take(step(key, active, how=how, trace=trace, now=now))
            begun = tx.newsletters.by_id(key.newsletter_id)
        log.info("confirmed", newsletter=begun.name, how=how)
        return begun

    def unsubscribe(self, token: str, *, how: str = "link") -> Newsletter:
        """End a subscription at once; a repeat changes nothing.

        Raises NotFound for a token that is none of ours.
        """
        now = self.clock.now()
        key = self.tokens.read_unsubscribe(token)
        with self.transactions.write() as tx:
            end(tx, key, how=how, now=now)
            ended = tx.newsletters.by_id(key.newsletter_id)
            last = tx.deliveries.last_of(key)
        log.info("unsubscribed", newsletter=ended.name, how=how, **last.known())
        return ended

    def confirming(self, token: str) -> Newsletter:
        """Return the newsletter that a confirm link is about; nothing changes."""
        return self._newsletter(self.tokens.read_confirm(token, self.clock.now()))

    def unsubscribing(self, token: str) -> Newsletter:
        """Return the newsletter that an unsubscribe link is about; nothing changes."""
        return self._newsletter(self.tokens.read_unsubscribe(token))

    def add(
        self, email: str, newsletter: str, timezone: str = "", *, confirmed: bool = False
    ) -> Subscriber:
        """Add a reader on the operator's word; unless `confirmed`, a mail asks the reader first.

        Raises Refused for who is suppressed or has ended it: only they can come back.
        """
        address, zone, now = self.read_address(email), _zone(timezone), self.clock.now()
        with self.transactions.write() as tx:
            wanted = tx.newsletters.get(newsletter)
            self._refuse_barred(tx, address)
            reader = tx.subscribers.ensure(address, zone or wanted.timezone, now)
            known = tx.subscribers.standing(_key(reader, wanted))
            self._refuse_left(tx, reader, wanted)
            if not confirmed:
                asked = step(_key(reader, wanted), _PENDING, how=BY_OPERATOR, now=now)
                self._ask(tx, reader, wanted, asked)
            elif known is None or heeds_confirming(known):
                active = SubscriptionStatus.ACTIVE
                tx.subscribers.take(step(_key(reader, wanted), active, how=BY_OPERATOR, now=now))
        return reader

    def _newsletter(self, key: SubscriptionKey) -> Newsletter:
        with self.transactions.read() as tx:
            return tx.newsletters.by_id(key.newsletter_id)

    def _ask(self, tx: Transaction, reader: Subscriber, wanted: Newsletter, asked: Step) -> None:
        """Take the step of asking, and queue the mail, where either is called for."""
        how, now = asked.consent.how, asked.consent.at
        heeded = heeds_asking(tx.subscribers.standing(_key(reader, wanted)), now)
        if heeded and (how == BY_OPERATOR or self._write.fits(tx, reader, now)):
            tx.subscribers.take(asked)
            self._write.confirm(tx, reader, wanted, now)

    def _barred(self, tx: Transaction, address: str) -> bool:
        """Tell whether an address must not be mailed, by its name or its fingerprint."""
        fingerprint = self.tokens.fingerprint(address)
        return tx.subscribers.suppressed(address) or tx.subscribers.suppressed(fingerprint)

    def _refuse_barred(self, tx: Transaction, address: str) -> None:
        if self._barred(tx, address):
            raise Refused(
                f"{address} must not be mailed: it bounced, complained, was barred or forgotten; "
                f"on the reader's own word: syndicate subscriber allow {address}"
            )

    def _refuse_left(self, tx: Transaction, reader: Subscriber, wanted: Newsletter) -> None:
        if ended := left(tx.subscribers.consents(reader.id), wanted.id):
            raise Refused(
                f"{reader.email} ended {wanted.name!r} on {ended.at:%Y-%m-%d}: only the reader "
                f"can take it up again, at {self.site.url('/subscribe')}"
            )

    @property
    def _write(self) -> Letters:
        return Letters(renderer=self.letters, tokens=self.tokens, site=self.site)


def end(tx: Transaction, key: SubscriptionKey, *, how: str, now: datetime) -> None:
    """End a subscription, and cancel what is waiting to be sent of it."""
    if heeds_ending(tx.subscribers.standing(key)):
        tx.subscribers.take(step(key, SubscriptionStatus.ENDED, how=how, now=now))
        tx.deliveries.cancel_for(key, UNSUBSCRIBED, now)


def _key(reader: Subscriber, newsletter: Newsletter) -> SubscriptionKey:
    return SubscriptionKey(subscriber_id=reader.id, newsletter_id=newsletter.id)


def _zone(timezone: str) -> str:
    return zone_named(timezone).key if timezone else ""
