"""What becomes of the batches of a worker that died?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.deliveries import (
    Claim,
    Outcome,
    Uncertain,
    after_death,
    without_journal,
)
from syndicate.domain.handovers import Handover
from syndicate.errors import Broken
from syndicate.services.transactions import Halting, Transactions

log = structlog.get_logger()

LOST_AFTER = timedelta(minutes=10)


class Ledger(Protocol):
    """What recovering asks of the ledger."""

    def claimed_by(self, batch_id: int) -> Sequence[Claim]: ...
    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None: ...


class Batches(Protocol):
    """What recovering asks of the batches."""

    def open_workers(self) -> Sequence[str]: ...
    def open_of(self, worker: str) -> Sequence[int]: ...
    def close(self, batch_id: int, now: datetime) -> None: ...


class Transaction(Protocol):
    """What recovering sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def planning(self) -> Halting: ...


class Locks(Protocol):
    """Locks that die with their holder."""

    def hold(self, name: str) -> AbstractContextManager[Callable[[], bool]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover:
    """Settles what dead workers left, by their journals. Twice has the effect of once.

    `journals` names the workers whose journals are there. `journal_of` returns None where
    there is no journal: nothing is known then of what its worker sent. The journal of a
    worker that was not of `ours` lies on another machine, which is given time to come back.
    """

    transactions: Transactions[Transaction]
    locks: Locks
    journals: Callable[[], Iterable[str]]
    journal_of: Callable[[str], Mapping[str, Handover] | None]
    forget_journal: Callable[[str], None]
    clock: Clock
    uncertain: Uncertain
    ours: Callable[[str], bool] = lambda _: True
    _absent: dict[str, datetime] = field(default_factory=dict, init=False)

    def __call__(self) -> int:
        """Settle the batches of every worker whose lock is free; return how many workers.

        One that died between two batches has left a journal alone.
        """
        with self.transactions.read() as tx:
            workers = tx.batches.open_workers()
        recovered = sum(self._recover(worker) for worker in workers)
        for worker in self.journals():
            self._recover(worker)
        return recovered

    def _recover(self, worker: str) -> int:
        """Settle what a worker left, holding its lock: no other recoverer acts meanwhile.

        A journal that cannot be read is left for a person, and stops nobody else's mail.
        """
        with self.locks.hold(worker) as held:
            if not held():
                return 0
            try:
                handovers = self.journal_of(worker)
            except Broken as error:
                log.error("journal_broken", worker=worker, error=str(error))  # noqa: TRY400
                return 0
            if handovers is None and self._may_come_back(worker):
                return 0
            self._settle(worker, handovers)
            self.forget_journal(worker)
            return 1

    def _may_come_back(self, worker: str) -> bool:
        """Tell whether to leave a worker's batches to the machine that has its journal."""
        if self.ours(worker):
            return False
        seen = self._absent.setdefault(worker, self.clock.now())
        return self.clock.now() - seen < LOST_AFTER

    def _settle(self, worker: str, handovers: Mapping[str, Handover] | None) -> None:
        with self.transactions.write() as tx:
            tx.planning.halt()
            now = self.clock.now()
            for batch in tx.batches.open_of(worker):
                claims = tx.deliveries.claimed_by(batch)
                outcomes = {claim.id: self._outcome(handovers, claim) for claim in claims}
                tx.deliveries.settle(batch, outcomes, now)
                tx.batches.close(batch, now)
                log.warning("batch_recovered", worker=worker, batch=batch, count=len(outcomes))

    def _outcome(self, handovers: Mapping[str, Handover] | None, claim: Claim) -> Outcome:
        if handovers is None:
            return without_journal(self.uncertain, claim.attempts)
        return after_death(handovers.get(str(claim.id)), self.uncertain, claim.attempts)
