"""When do neutral entries give way to tombstones, and tombstones to nothing?

A feed has every tombstone in its one document, and a neutral entry harms nobody: where many
articles were taken down, entries wait until there is room for their tombstones.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.feeds import ALL
from syndicate.domain.tombstones import KEPT
from syndicate.services import refresh_feeds
from syndicate.services.pasts import Pasts
from syndicate.services.transactions import Transactions

ROOM = 500  # tombstones, some 330 bytes each in Atom


class Members(refresh_feeds.Members, Protocol):
    """What burying asks of the feeds' contents."""

    def taken_down(self, until: datetime, limit: int) -> Sequence[UUID]: ...


class Tombstones(refresh_feeds.Tombstones, Protocol):
    """What burying asks of, and does to, old tombstones."""

    def count(self, feed: str, since: datetime) -> int: ...
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
    """Keeps feeds in step with time alone. Twice has the effect of once.

    `room` is how many tombstones a feed may have before burying goes on.
    """

    transactions: Transactions[Transaction]
    refresh: refresh_feeds.RefreshFeeds
    clock: Clock
    room: int = ROOM

    def __call__(self) -> None:
        """Bury what was taken down long ago, and forget the oldest tombstones."""
        now = self.clock.now()
        until = now - KEPT
        with self.transactions.read() as tx:
            if not self._due(tx, until) and not tx.tombstones.expired(until):
                return
        with self.transactions.write() as tx:
            tx.documents.one_renderer()
            tx.documents.outdate(tx.tombstones.expired(until))
            tx.tombstones.expire(until)
            self.refresh(tx, self._due(tx, until), now, Pasts(tx))

    def _due(self, tx: Transaction, until: datetime) -> Sequence[UUID]:
        """Return what may be buried now, what was taken down first coming first."""
        room = self.room - tx.tombstones.count(ALL.name, until)
        return tx.members.taken_down(until, room) if room > 0 else ()
