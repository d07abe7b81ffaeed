"""What is measured of a site, by its store and by this process?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.jobs import Work
from syndicate.domain.metrics import Measured
from syndicate.domain.now_and_then import is_time_again
from syndicate.domain.vital_signs import VitalSigns, measured
from syndicate.services.transactions import Transactions

KEPT = timedelta(seconds=10)
"""For so long numbers of the store are handed out again: to be asked costs it little then."""


class Vitals(Protocol):
    """The numbers of the store."""

    def at(self, now: datetime) -> VitalSigns: ...


class Jobs(Protocol):
    """What is asked of jobs."""

    def waiting(self, work: Work) -> int: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def vitals(self) -> Vitals: ...
    @property
    def jobs(self) -> Jobs: ...


@dataclass(slots=True, kw_only=True)
class Measure:
    """Measures; one asks the store at a time, for all who ask meanwhile.

    `counted` tells what this process counted since it began.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    counted: Callable[[], Sequence[Measured]]
    _known: tuple[datetime, VitalSigns, Mapping[str, int]] | None = None
    _asking: Lock = field(default_factory=Lock)

    def __call__(self) -> Sequence[Measured]:
        """Return every family. Raises Temporary where the store cannot be asked now."""
        now = self.clock.now()
        signs, jobs = self._signs(now)
        return [*measured(signs, now, jobs), *self.counted()]

    def _signs(self, now: datetime) -> tuple[VitalSigns, Mapping[str, int]]:
        with self._asking:
            if self._known is None or is_time_again(self._known[0], KEPT, now):
                with self.transactions.read() as tx:
                    jobs = {work.value: tx.jobs.waiting(work) for work in Work}
                    self._known = now, tx.vitals.at(now), jobs
            return self._known[1:]
