"""How is written down what became of mails of a batch, and what is left of it then?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.deliveries import Claim, Outcome
from syndicate.services import throttle
from syndicate.services.throttle import Throttle
from syndicate.services.transactions import Transactions

Settled = Callable[[Sequence[Claim], Mapping[int, Outcome]], object]
"""Is told what became of those of some mails that have come to something."""


class Ledger(throttle.Ledger, Protocol):
    """What settling asks of the ledger, and of what may go."""

    def make_way(self, outcomes: Mapping[int, Outcome]) -> None: ...
    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None: ...


class Batches(Protocol):
    """What settling asks of the batches."""

    def close(self, batch_id: int, now: datetime) -> None: ...


class Transaction(Protocol):
    """What settling sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def destinations(self) -> throttle.Destinations: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleBatch:
    """Writes down what became of deliveries, with the end of their batch: one commit.

    What `overtaken` cohorts have waiting is moved afterwards. Returns what is left of the batch
    and may still go.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    throttle: Throttle
    settled: Settled
    overtake: Callable[[Collection[int]], None]

    def __call__(
        self,
        batch: int,
        claims: Sequence[Claim],
        outcomes: Mapping[int, Outcome],
        overtaken: Collection[int],
    ) -> Sequence[Claim]:
        """Settle some deliveries of a batch, or all."""
        with self.transactions.write() as tx:
            tx.deliveries.make_way(outcomes)
            now = self.clock.now()
            rest, outcomes = self.throttle.heard(tx, batch, claims, outcomes, now)
            tx.deliveries.settle(batch, outcomes, now)
            if not rest:
                tx.batches.close(batch, now)
        self.settled(claims, outcomes)
        if overtaken:
            self.overtake(overtaken)
        return rest
