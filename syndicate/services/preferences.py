"""How does a reader see and change what we send?"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.audience import (
    Step,
    Subscriber,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    step,
)
from syndicate.domain.editions import Newsletter
from syndicate.domain.feeds import Feed
from syndicate.domain.followings import ACCEPTING, Following
from syndicate.domain.reader_pages import Choice, Preferences, masked
from syndicate.domain.site import Site
from syndicate.domain.tokens import Tokens
from syndicate.domain.wishes import Wishes, last_day
from syndicate.domain.zones import zone_named, zone_names
from syndicate.errors import NotFound
from syndicate.services import end_following
from syndicate.services.letters import Letters, Renderer
from syndicate.services.letters import Transaction as LetterTransaction
from syndicate.services.subjects import Members as SubjectMembers
from syndicate.services.subjects import Transaction as SubjectTransaction
from syndicate.services.subjects import named
from syndicate.services.subscribe import UNSUBSCRIBED
from syndicate.services.transactions import Halting, Transactions

HOW = "preferences"
_SECTIONS = "sections/"


class Readers(Protocol):
    """What a reader who asks for the link is looked up in."""

    def find(self, email: str) -> Subscriber | None: ...
    def suppressed(self, email: str) -> bool: ...


class AskTransaction(LetterTransaction, Protocol):
    """What asking for the link sees of the store."""

    @property
    def subscribers(self) -> Readers: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPreferences:
    """Mails readers the link to their preferences, afresh each time."""

    transactions: Transactions[AskTransaction]
    clock: Clock
    site: Site
    tokens: Tokens
    letters: Renderer
    read_address: Callable[[str], str]

    def __call__(self, email: str) -> None:
        """Queue the mail, if we know the address and may mail it; says nothing of either."""
        address, now = self.read_address(email), self.clock.now()
        with self.transactions.write() as tx:
            reader = tx.subscribers.find(address)
            if reader is not None and not tx.subscribers.suppressed(address):
                letters = Letters(renderer=self.letters, tokens=self.tokens, site=self.site)
                letters.preferences(tx, reader, now)


class Subscribers(end_following.Consents, Protocol):
    """What editing asks of the subscribers."""

    def by_id(self, subscriber_id: int) -> Subscriber: ...
    def subscriptions(self, subscriber_id: int) -> Sequence[Subscription]: ...
    def set_timezone(self, subscriber_id: int, timezone: str) -> None: ...
    def wish(self, subscriber_id: int, wishes: Wishes) -> None: ...
    def take(self, step: Step) -> None: ...


class Newsletters(Protocol):
    """What editing asks of the newsletters."""

    def all(self) -> Sequence[Newsletter]: ...


class Members(SubjectMembers, Protocol):
    """What editing asks of the feeds."""

    def named(self) -> Sequence[Feed]: ...


class Followings(end_following.Followings, Protocol):
    """What editing asks of, and does to, the followings."""

    def of(self, subscriber_id: int) -> Sequence[Following]: ...


class Deliveries(Protocol):
    """What editing asks of the ledger."""

    def cancel_for(self, key: SubscriptionKey, why: str, now: datetime) -> int: ...


class Transaction(SubjectTransaction, Protocol):
    """What editing sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def followings(self) -> Followings: ...
    @property
    def members(self) -> Members: ...
    @property
    def planning(self) -> Halting: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPreferences:
    """Shows and changes the preferences that a link from a mail opens.

    All raise Refused for a link that has expired, NotFound for one that is none of ours.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    site: Site
    tokens: Tokens

    def show(self, token: str) -> Preferences:
        """Return what the reader has chosen, and what there is to choose from."""
        now = self.clock.now()
        number = self.tokens.read_preferences(token, now)
        with self.transactions.read() as tx:
            reader = tx.subscribers.by_id(number)
            active = _active(tx, number)
            offered = tx.newsletters.all()
            followed = [self._choice(tx, following) for following in _followed(tx, number)]
            sections = _sections(tx, reader)
        return Preferences(
            reader=masked(reader.email),
            newsletters=tuple(
                Choice(value=n.name, label=n.title, chosen=n.id in active) for n in offered
            ),
            followings=tuple(followed),
            sections=sections,
            zone=reader.timezone,
            zones=zone_names(),
            wishes=_wishes(reader),
            paused_until=_day(reader, now),
            last_day=last_day(reader.timezone, now),
        )

    def _choice(self, tx: Transaction, following: Following) -> Choice:
        """Return a following by its subject; by its number where that is not public any more."""
        label = named(tx, following.subject, self.site).label
        value = following.subject if label else str(following.id)
        return Choice(value=value, label=label, chosen=True)

    def save(
        self,
        token: str,
        newsletters: Collection[str],
        timezone: str,
        followings: Collection[str] = (),
        wishes: Wishes = Wishes(),  # noqa: B008 - frozen
    ) -> None:
        """Begin what was newly chosen, end what was no longer, set the zone and the wishes."""
        now = self.clock.now()
        number = self.tokens.read_preferences(token, now)
        zone = zone_named(timezone).key
        with self.transactions.write() as tx:
            tx.planning.halt()
            offered = tx.newsletters.all()
            _refuse_unknown(newsletters, offered)
            reader = tx.subscribers.by_id(number)
            tx.subscribers.set_timezone(number, zone)
            tx.subscribers.wish(number, _meant(wishes, _sections(tx, reader)))
            before = _active(tx, number)
            chosen = {n.id for n in offered if n.name in newsletters}
            for newsletter_id in chosen - before:
                _begin(tx, _key(number, newsletter_id), now)
            _keep(tx, number, chosen, followings, now)

    def end_all(self, token: str) -> None:
        """End all newsletters and followings; zone and wishes stay as they are."""
        now = self.clock.now()
        number = self.tokens.read_preferences(token, now)
        with self.transactions.write() as tx:
            tx.planning.halt()
            _keep(tx, number, (), (), now)


def _keep(
    tx: Transaction,
    number: int,
    newsletters: Collection[int],
    followings: Collection[str],
    now: datetime,
) -> None:
    """End every newsletter and following of a reader but these."""
    for newsletter_id in _active(tx, number).difference(newsletters):
        _end(tx, _key(number, newsletter_id), now)
    for following in _followed(tx, number):
        if not {following.subject, str(following.id)}.intersection(followings):
            end_following.end(tx, following, how=HOW, now=now)


def _sections(tx: Transaction, reader: Subscriber) -> tuple[Choice, ...]:
    """Return the sections to choose from: those there are, and those chosen before."""
    there = {feed.name: feed.label for feed in tx.members.named()}
    labels = {
        name.removeprefix(_SECTIONS): label
        for name, label in there.items()
        if name.startswith(_SECTIONS)
    }
    offered = {term: term for term in reader.sections} | labels
    return tuple(
        Choice(value=term, label=label, chosen=term in reader.sections)
        for term, label in sorted(offered.items(), key=lambda pair: pair[1].casefold())
    )


def _meant(wishes: Wishes, offered: Sequence[Choice]) -> Wishes:
    """Return the wishes with sections that are there; every one of them is no choice."""
    known = {choice.value for choice in offered}
    chosen = sorted(known.intersection(wishes.sections))
    return replace(wishes, sections=() if len(chosen) == len(known) else tuple(chosen))


def _wishes(reader: Subscriber) -> Wishes:
    return Wishes(
        frequency=reader.frequency,
        sections=reader.sections,
        paused_until=reader.paused_until,
        plain_text=reader.plain_text,
    )


def _day(reader: Subscriber, now: datetime) -> str:
    until = reader.paused_until
    if until is None or until <= now:
        return ""
    return until.astimezone(zone_named(reader.timezone)).date().isoformat()


def _active(tx: Transaction, subscriber_id: int) -> set[int]:
    standings = tx.subscribers.subscriptions(subscriber_id)
    return {s.newsletter_id for s in standings if s.status is SubscriptionStatus.ACTIVE}


def _followed(tx: Transaction, subscriber_id: int) -> Sequence[Following]:
    standings = tx.followings.of(subscriber_id)
    return [following for following in standings if following.status in ACCEPTING]


def _refuse_unknown(chosen: Collection[str], offered: Sequence[Newsletter]) -> None:
    unknown = sorted(set(chosen) - {newsletter.name for newsletter in offered})
    if unknown:
        raise NotFound(f"no newsletter is named {', '.join(unknown)}; choose again")


def _begin(tx: Transaction, key: SubscriptionKey, now: datetime) -> None:
    """Begin without a mail that asks: the link came to the reader's own mailbox."""
    tx.subscribers.take(step(key, SubscriptionStatus.ACTIVE, how=HOW, now=now))


def _end(tx: Transaction, key: SubscriptionKey, now: datetime) -> None:
    tx.subscribers.take(step(key, SubscriptionStatus.ENDED, how=HOW, now=now))
    tx.deliveries.cancel_for(key, UNSUBSCRIBED, now)


def _key(subscriber_id: int, newsletter_id: int) -> SubscriptionKey:
    return SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=newsletter_id)
