"""Which readers of a wave does a planner plan for next, where several do at once?"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import Protocol

from syndicate.domain.audience import Run
from syndicate.services.transactions import Transactions


class Runs(Protocol):
    """What sharing asks of runs of readers."""

    def next_run(self, among: Run, seen_to: datetime, limit: int) -> Run | None: ...


class Transaction(Protocol):
    """What sharing sees of the store."""

    @property
    def planning(self) -> Runs: ...


@dataclass(slots=True, kw_only=True)
class ShareRuns:
    """Gives each run of readers who were not told up to `seen_to` to one planner.

    `rest` is where they still are, None once there are no more, or nobody is to go on.
    """

    transactions: Transactions[Transaction]
    rest: Run | None
    seen_to: datetime
    taken: int = 0
    _taking: Lock = field(default_factory=Lock)

    def take(self, limit: int) -> Run | None:
        """Find whom to plan for next: in a view of its own, where nobody waits for it."""
        with self._taking:
            if self.rest is None:
                return None
            with self.transactions.read() as tx:
                run = tx.planning.next_run(self.rest, self.seen_to, limit)
            self.rest = run and replace(self.rest, first=run.last + 1)
            self.taken += 1 if run else 0
            return run

    def close(self) -> None:
        """Let nobody take any more."""
        with self._taking:
            self.rest = None
