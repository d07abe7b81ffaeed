"""How do several workers share what is owed to programs outside? Each takes parts that are free.

A part is some of the hosts, with all that is owed to them: so limits of a host hold whoever has
it. Its turn is a lock that dies with its holder. The first part also has what is not parted.
A turn is short: strangers who are slow in one part keep nobody in another waiting for long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.jobs import Work, jobs_for
from syndicate.services.transactions import Transactions

PARTS = 8
TOLD_A_JOB = 500
TURN_SECONDS = 5.0


class Run(Protocol):
    """Makes what is due of one part, if nobody else does; tells how much, and whether any is."""

    def __call__(self) -> int: ...
    def owed(self, now: datetime) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunParts:
    """Carries out a job: one part after the other, those left out that others have.

    The first, in which are those whom the operator named, goes between any two others, as long
    as these have something to do.
    """

    parts: Sequence[Run]

    def __call__(self) -> int:
        """Make what is due now, turn after turn; return how many requests were made here."""
        total = 0
        while made := self._once():
            total += made
        return total

    def _once(self) -> int:
        first, *others = self.parts
        total = first()
        for part in others:
            if made := part():
                total += made + first()
        return total

    def owed(self, now: datetime) -> bool:
        """Tell whether any request is to be made now."""
        return any(part.owed(now) for part in self.parts)


class Callbacks(Protocol):
    """What is asked of those that are owed something."""

    def count_behind(self, most: int, now: datetime) -> int: ...


class Jobs(Protocol):
    """What is asked of, and done to, jobs."""

    def waiting(self, work: Work) -> int: ...
    def defer(self, work: Work, count: int) -> None: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def hub_callbacks(self) -> Callbacks: ...
    @property
    def jobs(self) -> Jobs: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOut:
    """Has others join in a fan-out: one job for each 500 that are owed something."""

    transactions: Transactions[Transaction]
    clock: Clock

    def __call__(self) -> None:
        """Add jobs beside the one that calls this, and those that wait."""
        with self.transactions.read() as tx:
            owed = tx.hub_callbacks.count_behind(PARTS * TOLD_A_JOB, self.clock.now())
            more = jobs_for(owed, TOLD_A_JOB) - 1 - tx.jobs.waiting(Work.ERRANDS)
        if more > 0:
            with self.transactions.write() as tx:
                tx.jobs.defer(Work.ERRANDS, more)
