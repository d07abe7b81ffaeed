"""For how long is it kept what happened, once everything that follows from it is done?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.domain.now_and_then import is_time_again
from syndicate.services.readiness import LastDone
from syndicate.services.transactions import Transactions

EVERY = timedelta(days=1)
AT_ONCE = 500
_EVENTS = "events"


class Outbox(Protocol):
    """What forgets events."""

    def forget(self, before: datetime, limit: int) -> int: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def last_done(self) -> LastDone: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetEvents:
    """Deletes relayed events once they are so many `days` old; looks once a day.

    Revisions, their times and the log stay: they are the record. What was unpublished stays
    known by its event.
    """

    transactions: Transactions[Transaction]
    days: int
    stopped: Callable[[], bool] = lambda: False

    def __call__(self, now: datetime) -> int:
        """Return how many were deleted, some a transaction."""
        with self.transactions.read() as tx:
            looked = tx.last_done.at(_EVENTS)
        if not is_time_again(looked, EVERY, now):
            return 0
        gone = 0
        while not self.stopped():
            with self.transactions.write() as tx:
                some = tx.outbox.forget(now - timedelta(days=self.days), AT_ONCE)
                gone += some
                if some < AT_ONCE:
                    tx.last_done.note(_EVENTS, now)
                    break
        return gone
