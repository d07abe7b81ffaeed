"""When do neutral entries give way to tombstones, and tombstones to nothing?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.tombstones import KEPT
from syndicate.services import refresh_feeds
from syndicate.services.pasts import Pasts
from syndicate.services.transactions import Transactions


class Members(refresh_feeds.Members, Protocol):
    """What burying asks of the feeds' contents."""

    def taken_down(self, until: datetime) -> Sequence[UUID]: ...


class Tombstones(refresh_feeds.Tombstones, Protocol):
    """What burying asks of, and does to, old tombstones."""

    def expired(self, until: datetime) -> Collection[str]: ...
    def expire(self, until: datetime) -> None: ...


class Transaction(refresh_feeds.Transaction, Protocol):
    """What burying sees of the store."""

    @property
    def members(self) -> Members: ...
    @property
    def tombstones(self) -> Tombstones: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bury:
    """Keeps feeds in step with time alone. Twice has the effect of once."""

    transactions: Transactions[Transaction]
    refresh: refresh_feeds.RefreshFeeds
    clock: Clock

    def __call__(self) -> None:
        """Bury what was taken down long ago, and forget the oldest tombstones."""
        now = self.clock.now()
        until = now - KEPT
        with self.transactions.read() as tx:
            if not tx.members.taken_down(until) and not tx.tombstones.expired(until):
                return
        with self.transactions.write() as tx:
            tx.documents.one_renderer()
            tx.documents.outdate(tx.tombstones.expired(until))
            tx.tombstones.expire(until)
            self.refresh(tx, tx.members.taken_down(until), now, Pasts(tx))
