"""What do the figures of corrections tell now?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.figures import Cell, Delays, Figures, figures_of, recent_since
from syndicate.services.count_changes import CountChanges
from syndicate.services.count_changes import Transaction as CountTransaction
from syndicate.services.transactions import Transactions


class Sums(Protocol):
    """What showing asks of what was counted."""

    def months(self) -> Sequence[Cell]: ...
    def recent(self, since: str) -> Sequence[Cell]: ...
    def delays(self, since: str) -> Delays: ...
    def labels(self) -> Mapping[str, str]: ...


class Transaction(CountTransaction, Protocol):
    """What showing sees of the store."""

    @property
    def figures(self) -> Sums: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFigures:
    """Answers how often articles were corrected, and how soon."""

    transactions: Transactions[Transaction]
    count: CountChanges

    def __call__(self) -> Figures:
        """Return the figures as they stand, in the time zone that they were counted by.

        Asking never counts: a tick does, and so does relaying.
        """
        with self.transactions.read() as tx:
            return self._figures(tx)

    def _figures(self, tx: Transaction) -> Figures:
        months = tx.figures.months()
        since = recent_since(months)
        return figures_of(
            months,
            tx.figures.recent(since),
            tx.figures.delays(since),
            tx.figures.labels(),
            tx.counts.progress().timezone or str(self.count.zone),
        )
