"""What is to be done that no job tells anybody of?

Jobs get lost with whoever held them. The rows are the truth: where they have work and no
job waits, one is added. Two who look at once add twice as many, which does no harm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.jobs import MOST_JOBS, Work, jobs_for
from syndicate.services import throttle
from syndicate.services.throttle import Throttle
from syndicate.services.transactions import Transactions


class Ledger(throttle.Ledger, Protocol):
    """What sweeping asks of what waits."""

    def due(self, now: datetime) -> bool: ...
    def count_due(self, most: int, now: datetime) -> int: ...


class Jobs(Protocol):
    """What sweeping asks of, and does to, jobs."""

    def waiting(self, work: Work) -> int: ...
    def defer(self, work: Work, count: int) -> None: ...


class Transaction(throttle.Transaction, Protocol):
    """What sweeping sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def jobs(self) -> Jobs: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """Adds jobs for what is due while none waits.

    A job of mail is for `mails_a_job`; None stands for all there are. `owed` tells
    whether programs outside are to be told something; None leaves that to others.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    throttle: Throttle
    mails_a_job: int | None
    owed: Callable[[datetime], bool] | None

    def __call__(self) -> None:
        """Look for work of every kind."""
        now = self.clock.now()
        with self.transactions.read() as tx:
            jobs = {Work.MAIL: self._mail(tx, now), Work.ERRANDS: self._errands(tx, now)}
        self._defer(jobs)

    def mail(self) -> bool:
        """Look for mail alone; tell whether there is any for a job, which waits or was added."""
        with self.transactions.read() as tx:
            if tx.jobs.waiting(Work.MAIL):
                return True
            count = self._due(tx, self.clock.now())
        self._defer({Work.MAIL: count})
        return count > 0

    def _defer(self, jobs: dict[Work, int]) -> None:
        if any(jobs.values()):
            with self.transactions.write() as tx:
                for work, count in jobs.items():
                    if count:
                        tx.jobs.defer(work, count)

    def _mail(self, tx: Transaction, now: datetime) -> int:
        return 0 if tx.jobs.waiting(Work.MAIL) else self._due(tx, now)

    def _due(self, tx: Transaction, now: datetime) -> int:
        """Return how many jobs what is due is for; one that ends looks again."""
        due = tx.deliveries.due(now)
        if not (due or self.throttle.ready(tx, now)):
            return 0
        if not due or self.mails_a_job is None:
            return 1
        count = tx.deliveries.count_due(MOST_JOBS * self.mails_a_job, now)
        return max(1, jobs_for(count, self.mails_a_job))

    def _errands(self, tx: Transaction, now: datetime) -> int:
        if self.owed is None or tx.jobs.waiting(Work.ERRANDS):
            return 0
        return int(self.owed(now))
