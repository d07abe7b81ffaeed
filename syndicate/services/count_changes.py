"""How do the figures of corrections come to count what changed?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol
from uuid import UUID

from syndicate.domain.counting import Count, Progress, counts_of
from syndicate.services.pasts import Pasts
from syndicate.services.pasts import Transaction as PastsTransaction
from syndicate.services.transactions import Transactions

AT_ONCE = 500


class Counts(Protocol):
    """What counting asks of the counts."""

    def progress(self) -> Progress: ...
    def reached(self, timezone: str, last: UUID | None) -> None: ...
    def published(self, after: UUID | None, limit: int) -> Sequence[UUID]: ...
    def replace(self, article_ids: Collection[UUID], wanted: Iterable[Count]) -> None: ...


class Transaction(PastsTransaction, Protocol):
    """What counting sees of the store."""

    @property
    def counts(self) -> Counts: ...


class Documents(Protocol):
    """What counting everything asks of what is rendered."""

    def one_renderer(self) -> None: ...


class WholeTransaction(Transaction, Protocol):
    """What counting everything sees of the store."""

    @property
    def documents(self) -> Documents: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChanges:
    """Keeps the counts true to the articles. Running it twice has the effect of one."""

    zone: tzinfo
    at_once: int = AT_ONCE

    def agrees(self, tx: Transaction) -> bool:
        """Tell whether the months counted by are those of this process's time zone."""
        return tx.counts.progress().agrees(str(self.zone))

    def go_on(self, tx: Transaction) -> bool:
        """Count some more articles anew, unless all agree; tell whether they do now.

        Nobody else may be counting. What is counted by the former months meanwhile stands.
        """
        name, progress = str(self.zone), tx.counts.progress()
        if progress.agrees(name):
            return True
        page = tx.counts.published(progress.last_of(name), self.at_once)
        self._count(tx, page, Pasts(tx))
        done = len(page) < self.at_once
        tx.counts.reached(name, None if done else page[-1])
        return done

    def __call__(self, tx: Transaction, article_ids: Collection[UUID], pasts: Pasts) -> None:
        """Count what the articles are now, in place of what they were; nobody else may count."""
        self.go_on(tx)
        self._count(tx, article_ids, pasts)

    def _count(self, tx: Transaction, article_ids: Collection[UUID], pasts: Pasts) -> None:
        pasts.read(article_ids)
        counted = [
            count
            for article_id in article_ids
            for count in counts_of(*pasts.of(article_id), self.zone)
        ]
        tx.counts.replace(article_ids, counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """Counts every article anew where none was counted yet, or by another zone's months."""

    transactions: Transactions[WholeTransaction]
    count: CountChanges

    def __call__(self) -> None:
        """Have the counts agree with this process; where they do, nothing is written.

        Each transaction counts a few hundred articles, so that nobody waits long for it; a
        process that ends in between, or another one, goes on where it stopped.
        """
        while not self._agree():
            pass

    def _agree(self) -> bool:
        with self.transactions.read() as tx:
            if self.count.agrees(tx):
                return True
        with self.transactions.write() as tx:
            tx.documents.one_renderer()  # relaying counts too
            return self.count.go_on(tx)
