"""How does what waits of a cancelled edition leave the ledger, while others write in between?

The look before each message stops it from the commit on that says so. The mails are cancelled
afterwards, some a transaction, by whoever comes first: this may stop anywhere, run twice, or in
several processes at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import Edition, EditionStatus
from syndicate.domain.pacing import AIM
from syndicate.services.pace import Pace
from syndicate.services.transactions import Transactions

MAILS_AT_ONCE = 1_000
CALLED_OFF = "edition cancelled"

Tell = Callable[[int, int], object]
"""Is told how many mails are cancelled, of how many."""


class Editions(Protocol):
    """What calling off asks of the editions."""

    def lock(self, edition_id: int) -> Edition: ...


class Ledger(Protocol):
    """What calling off asks of, and does to, mails that wait."""

    def called_off(self) -> Sequence[int]: ...
    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]: ...
    def cancel_waiting(self, edition_id: int, why: str, now: datetime, limit: int) -> int: ...


class Transaction(Protocol):
    """What calling off sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def deliveries(self) -> Ledger: ...


def nobody(done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOff:
    """Cancels what waits of editions that are cancelled.

    As many mails at once as nobody else has to wait for; `mails_at_once` is where it begins,
    `aim` how long that may take.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    mails_at_once: int = MAILS_AT_ONCE
    aim: timedelta = AIM

    def __call__(self) -> None:
        """See through what was begun elsewhere; where there is nothing, write nothing."""
        with self.transactions.read() as tx:
            left = tx.deliveries.called_off()
        for edition_id in left:
            self.of(edition_id)

    def of(self, edition_id: int, tell: Tell = nobody) -> None:
        """Cancel what waits of one, and tell how far that is."""
        with self.transactions.read() as tx:
            total = tx.deliveries.counts(edition_id).get(DeliveryStatus.PENDING, 0)
        pace = Pace(clock=self.clock, rows=self.mails_at_once, aim=self.aim)
        done = 0
        while some := self._some(edition_id, pace):
            done += some
            tell(done, max(done, total))

    def _some(self, edition_id: int, pace: Pace) -> int:
        with pace.timed(self.transactions.write()) as tx:
            if tx.editions.lock(edition_id).status is not EditionStatus.CANCELLED:
                return 0
            now = self.clock.now()
            return tx.deliveries.cancel_waiting(edition_id, CALLED_OFF, now, pace.rows)
