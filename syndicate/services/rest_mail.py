"""How does a person stop all mail at once, and let it go out again?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.rests import BY_OPERATOR, Rest
from syndicate.services.transactions import Transactions


class Rests(Protocol):
    """What resting asks of the store."""

    def present(self) -> Rest | None: ...
    def begin(self, why: str, now: datetime) -> None: ...
    def end(self) -> bool: ...


class Transaction(Protocol):
    """What resting sees of the store."""

    @property
    def rests(self) -> Rests: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RestMail:
    """Stops all mail from the next recipient on; editions are planned meanwhile, and may expire."""

    transactions: Transactions[Transaction]
    clock: Clock

    def pause(self, why: str = BY_OPERATOR) -> Rest:
        """Let all mail rest; return since when it does, and why."""
        with self.transactions.write() as tx:
            tx.rests.begin(why, self.clock.now())
            return tx.rests.present() or Rest(since=self.clock.now(), why=why)

    def resume(self) -> bool:
        """Let mail go out again; tell whether it rested."""
        with self.transactions.write() as tx:
            return tx.rests.end()
