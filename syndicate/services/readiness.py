"""Is the site ready for visitors, and does somebody tick?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.now_and_then import is_time_again
from syndicate.domain.readiness import NOTED_EVERY, TICK, Signs, not_ready, patience
from syndicate.errors import CouldNot
from syndicate.services.transactions import Transactions


class LastDone(Protocol):
    """What was done last."""

    def at(self, what: str) -> datetime | None: ...
    def note(self, what: str, at: datetime) -> None: ...


class Standing(Protocol):
    """What is asked of the events."""

    def untried_since(self) -> datetime | None: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def last_done(self) -> LastDone: ...
    @property
    def standing(self) -> Standing: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TellReadiness:
    """Tells what keeps a process from being sent visitors.

    `revision` asks the store for its own, `needed` is this program's.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    revision: Callable[[], str | None]
    needed: str
    tick_seconds: int

    def __call__(self) -> Sequence[str]:
        """Return what is wrong, a line each, nobody's data among it."""
        try:
            signs = self._signs()
        except CouldNot:  # its words may name hosts and files
            return ["the store does not answer"]
        return not_ready(signs, patience(self.tick_seconds), self.clock.now())

    def _signs(self) -> Signs:
        revision = self.revision()
        if revision is None or revision < self.needed:
            return Signs(revision=revision, needed=self.needed, waiting_since=None, ticked=None)
        with self.transactions.read() as tx:
            return Signs(
                revision=revision,
                needed=self.needed,
                waiting_since=tx.standing.untried_since(),
                ticked=tx.last_done.at(TICK),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteTick:
    """Keeps that somebody ticks, once a minute at most."""

    transactions: Transactions[Transaction]

    def __call__(self, now: datetime) -> None:
        """Note the tick, unless one was noted just before."""
        with self.transactions.read() as tx:
            if not is_time_again(tx.last_done.at(TICK), NOTED_EVERY, now):
                return
        with self.transactions.write() as tx:
            tx.last_done.note(TICK, now)
