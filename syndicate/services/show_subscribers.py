"""Who subscribes, and what is known of one reader?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.domain.audience import Consent, Subscriber, Subscription, Suppression
from syndicate.domain.bounces import Bounce
from syndicate.domain.editions import Newsletter
from syndicate.domain.followings import Dossier, Following
from syndicate.errors import NotFound
from syndicate.services.transactions import Transactions

_PAGE = 1000


class Subscribers(Protocol):
    """What a dossier is put together from."""

    def by_email(self, email: str) -> Subscriber: ...
    def subscriptions(self, subscriber_id: int) -> Sequence[Subscription]: ...
    def consents(self, subscriber_id: int) -> Sequence[Consent]: ...
    def suppression(self, email: str) -> Suppression | None: ...


class Newsletters(Protocol):
    """What names the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Bounces(Protocol):
    """What tells what came back from a reader."""

    def since(self, subscriber_id: int, instant: datetime) -> Sequence[Bounce]: ...


class Followings(Protocol):
    """What tells what a reader follows."""

    def of(self, subscriber_id: int) -> Sequence[Following]: ...


class Transaction(Protocol):
    """What a dossier sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def followings(self) -> Followings: ...
    @property
    def bounces(self) -> Bounces: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSubscriber:
    """Tells everything that is known of a reader, and from when."""

    transactions: Transactions[Transaction]

    def __call__(self, address: str) -> Dossier:
        """Return a reader's dossier, by folded address. Raises NotFound."""
        with self.transactions.read() as tx:
            reader = _reader(tx, address)
            return Dossier(
                subscriber=reader,
                standings=tuple(
                    (tx.newsletters.by_id(standing.newsletter_id).name, standing)
                    for standing in tx.subscribers.subscriptions(reader.id)
                ),
                followings=tuple(tx.followings.of(reader.id)),
                consents=tuple(tx.subscribers.consents(reader.id)),
                suppression=tx.subscribers.suppression(reader.email),
                bounces=tuple(tx.bounces.since(reader.id, reader.created)),
            )


def _reader(tx: Transaction, address: str) -> Subscriber:
    """Return who has an address; of one that nobody has it is told, too, why nobody is mailed."""
    try:
        return tx.subscribers.by_email(address)
    except NotFound as unknown:
        barred = tx.subscribers.suppression(address)
        if barred is None:
            raise
        raise NotFound(
            f"nobody subscribes as {address!r}, and it must not be mailed: {barred.reason} on "
            f"{barred.at:%Y-%m-%d}; on the reader's own word: syndicate subscriber allow {address}"
        ) from unknown


class Pages(Protocol):
    """What lists the subscribers."""

    def page(self, limit: int, after: int = 0) -> Sequence[Subscriber]: ...


class PagesTransaction(Protocol):
    """What listing sees of the store."""

    @property
    def subscribers(self) -> Pages: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSubscribers:
    """Lists everybody, without holding the store meanwhile."""

    transactions: Transactions[PagesTransaction]

    def __call__(self, *, page: int = _PAGE) -> Iterator[Subscriber]:
        """Yield the subscribers by number."""
        after = 0
        while True:
            with self.transactions.read() as tx:
                readers = tx.subscribers.page(page, after)
            if not readers:
                return
            yield from readers
            after = readers[-1].id
