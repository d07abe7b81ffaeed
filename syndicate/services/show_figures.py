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


class Documents(Protocol):
    """What showing asks of what is rendered."""

    def one_renderer(self) -> None: ...


class Transaction(CountTransaction, Protocol):
    """What showing sees of the store."""

    @property
    def figures(self) -> Sums: ...
    @property
    def documents(self) -> Documents: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFigures:
    """Answers how often articles were corrected, and how soon."""

    transactions: Transactions[Transaction]
    count: CountChanges

    def __call__(self) -> Figures:
        """Return the figures; what was never counted is counted first."""
        with self.transactions.read() as tx:
            if self.count.agrees(tx):
                return self._figures(tx)
        with self.transactions.write() as tx:
            tx.documents.one_renderer()  # relaying counts too
            self.count.agree(tx)
            return self._figures(tx)

    def _figures(self, tx: Transaction) -> Figures:
        months = tx.figures.months()
        since = recent_since(months)
        return figures_of(
            months,
            tx.figures.recent(since),
            tx.figures.delays(since),
            tx.figures.labels(),
            str(self.count.zone),
        )
