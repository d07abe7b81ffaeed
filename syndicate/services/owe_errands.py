"""What is owed to programs outside once articles changed? Written in the relay's transaction.

What they are told is made when they are told it; here is noted only that something is owed.
Who relays for nobody pays one question.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import Place
from syndicate.domain.events import Event
from syndicate.domain.feeds import revisions_feed
from syndicate.domain.tombstones import Tombstone
from syndicate.domain.webhooks import Webhook


class Topics(Protocol):
    """What owing asks of the hub's topics."""

    def any(self) -> bool: ...
    def touch(self, feeds: Collection[str]) -> None: ...


class Pings(Protocol):
    """What owing asks of the pings."""

    def owe(self, hubs: Collection[str], feeds: Collection[str], now: datetime) -> None: ...


class Calls(Protocol):
    """What owing asks of the calls of webhooks."""

    def owe(self, webhook: str, key: str, event: Event, now: datetime) -> None: ...


class Members(Protocol):
    """What owing asks of the feeds' contents."""

    def places(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Place]]: ...


class Tombstones(Protocol):
    """What owing asks of the entries that are gone."""

    def of(self, article_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Tombstone]]: ...


class Articles(Protocol):
    """What owing asks of the articles."""

    def slugs(self, article_ids: Collection[UUID]) -> Collection[str]: ...


class Transaction(Protocol):
    """What owing sees of the store."""

    @property
    def hub_topics(self) -> Topics: ...
    @property
    def pings(self) -> Pings: ...
    @property
    def webhook_calls(self) -> Calls: ...
    @property
    def members(self) -> Members: ...
    @property
    def tombstones(self) -> Tombstones: ...
    @property
    def articles(self) -> Articles: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OweErrands:
    """Notes who is to be told of events; quiet ones are told to nobody. Twice is as once.

    `hub` tells whether we are a hub ourselves, `hubs` which others there are.
    """

    hub: bool
    hubs: Collection[str]
    webhooks: Sequence[Webhook]
    new_key: Callable[[], str]

    def feeds(self, tx: Transaction, events: Sequence[Event]) -> Collection[str] | None:
        """Return the feeds that tell of these events; None where nobody is to be told of feeds."""
        article_ids = _loud(events)
        if not article_ids or not (self.hubs or (self.hub and tx.hub_topics.any())):
            return None
        return _feeds_of(tx, article_ids)

    def __call__(
        self,
        tx: Transaction,
        events: Sequence[Event],
        before: Collection[str] | None,
        now: datetime,
    ) -> None:
        """Note who is owed what; `before` are the feeds that had to do with it before."""
        if before is not None:
            feeds = {*before, *_feeds_of(tx, _loud(events))}
            tx.hub_topics.touch(feeds)
            tx.pings.owe(self.hubs, feeds, now)
        for event in events:
            for webhook in self.webhooks:
                if webhook.wants(event.change) and not event.quiet:
                    tx.webhook_calls.owe(webhook.name, self.new_key(), event, now)


def _loud(events: Sequence[Event]) -> Collection[UUID]:
    return {event.article_id for event in events if not event.quiet}


def _feeds_of(tx: Transaction, article_ids: Collection[UUID]) -> Collection[str]:
    """Return the feeds that articles stand in, left a tombstone in, or have of their own."""
    places, stones = tx.members.places(article_ids), tx.tombstones.of(article_ids)
    stands = {place.feed for each in places.values() for place in each}
    left = {tombstone.feed for each in stones.values() for tombstone in each}
    return stands | left | {revisions_feed(slug) for slug in tx.articles.slugs(article_ids)}
