"""How does everything stand: articles, readers, editions, mail, events?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.articles import Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import Edition, EditionStatus
from syndicate.domain.standing import Waiting
from syndicate.services.transactions import Transactions


class Standing(Protocol):
    """What is counted in the store."""

    def articles(self) -> Mapping[Status, int]: ...
    def deliveries(self) -> Mapping[DeliveryStatus, int]: ...
    def waiting(self, now: datetime) -> Waiting: ...
    def readers(self) -> int: ...


class Editions(Protocol):
    """What is asked of the editions."""

    def in_status(self, *statuses: EditionStatus) -> Sequence[Edition]: ...


class Transaction(Protocol):
    """What telling sees of the store."""

    @property
    def standing(self) -> Standing: ...
    @property
    def editions(self) -> Editions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How everything stands; `editions` are those that are not over, held ones too."""

    articles: Mapping[Status, int]
    readers: int
    editions: Sequence[Edition]
    deliveries: Mapping[DeliveryStatus, int]
    waiting: Waiting


_OPEN = (EditionStatus.DUE, EditionStatus.SENDING, EditionStatus.PAUSED, EditionStatus.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStatus:
    """Tells how everything stands at one moment."""

    transactions: Transactions[Transaction]
    clock: Clock

    def __call__(self) -> Report:
        """Return the report."""
        with self.transactions.read() as tx:
            return Report(
                articles=tx.standing.articles(),
                readers=tx.standing.readers(),
                editions=tx.editions.in_status(*_OPEN),
                deliveries=tx.standing.deliveries(),
                waiting=tx.standing.waiting(self.clock.now()),
            )
