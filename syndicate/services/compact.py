"""What is kept of mails once the days of their receipts are over? How many, and nobody's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.clock import Clock
from syndicate.services.transactions import Transactions

Place = tuple[datetime, int]


A_DAY = timedelta(days=1)


class Compacting(Protocol):
    """What counts and deletes."""

    def newest(self, before: datetime) -> datetime | None: ...
    def next(self, before: datetime, after: Place | None, limit: int) -> Sequence[Place]: ...
    def compact(self, cohort_id: int, before: datetime, limit: int, now: datetime) -> int: ...
    def forget_bounces(self, before: datetime, limit: int) -> int: ...


class Batches(Protocol):
    """What makes one of several."""

    def merge(self, before: datetime, limit: int) -> int: ...


class Transaction(Protocol):
    """What compaction sees of the store."""

    @property
    def compacting(self) -> Compacting: ...
    @property
    def batches(self) -> Batches: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Compact:
    """Counts and deletes what is older than `days`: who was mailed what, and what came back.

    Of batches that are as old one is left, which tells how many mails they sent.

    Twice, in several processes, or after one was killed, it has the effect of once. A
    transaction deletes `at_once` rows, of `cohorts` cohorts at the most, and a call takes no
    more `steps`: nobody waits long, and the next call goes on. `prune` clears the chronicle.
    The days are reckoned from the newest mail that is older than a day: a clock that runs a
    year ahead for a while makes newer ones, and would take all others for old.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    days: int
    prune: Callable[[], object]
    at_once: int = 500
    cohorts: int = 30
    steps: int = 80

    def __call__(self) -> int:
        """Return how many mails and reports were deleted."""
        self.prune()
        now = self.clock.now()
        with self.transactions.read() as tx:
            newest = tx.compacting.newest(now - A_DAY)
        if newest is None:
            return 0
        before = newest - timedelta(days=self.days)
        gone, after = 0, None
        for _ in range(self.steps):
            with self.transactions.read() as tx:  # nearly always there is nothing
                places = tx.compacting.next(before, after, self.cohorts)
            if not places:
                return gone + self._others(before)
            done, after = self._compact(places, after, before, now)
            gone += done
        return gone

    def _compact(
        self, places: Sequence[Place], after: Place | None, before: datetime, now: datetime
    ) -> tuple[int, Place | None]:
        """Compact some cohorts; return how many mails, and the last cohort that is done with."""
        left = self.at_once
        with self.transactions.write() as tx:
            for place in places:
                gone = tx.compacting.compact(place[1], before, left, now)
                left -= gone
                if left <= 0:
                    break
                after = place
        return self.at_once - left, after

    def _others(self, before: datetime) -> int:
        with self.transactions.write() as tx:
            tx.batches.merge(before, self.at_once)
            return tx.compacting.forget_bounces(before, self.at_once)
