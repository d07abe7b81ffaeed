"""How do events reach what follows from them, at least once?"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

import structlog

from syndicate.clock import Clock
from syndicate.domain.events import Event
from syndicate.errors import SyndicateError, Temporary
from syndicate.services import owe_errands
from syndicate.services.count_changes import Transaction as CountTransaction
from syndicate.services.owe_errands import OweErrands
from syndicate.services.pasts import Pasts
from syndicate.services.transactions import Transactions
from syndicate.services.withhold import Transaction as WithholdTransaction

log = structlog.get_logger()

AT_ONCE = 200
_FEW = 10


class Outbox(Protocol):
    """What relaying asks of the outbox."""

    def claim(self, limit: int) -> Sequence[Event]: ...
    def relayed(self, events: Sequence[Event], now: datetime) -> None: ...
    def failed(self, event: Event, error: str) -> None: ...


class Transaction(WithholdTransaction, CountTransaction, Protocol):
    """What relaying sees of the store."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def hub_topics(self) -> owe_errands.Topics: ...
    @property
    def pings(self) -> owe_errands.Pings: ...
    @property
    def webhook_calls(self) -> owe_errands.Calls: ...


class Consequence(Protocol):
    """Brings something store-local up to date with the newest state of articles."""

    def __call__(
        self,
        tx: WithholdTransaction,
        article_ids: Collection[UUID],
        now: datetime,
        pasts: Pasts,
    ) -> None: ...


class Count(Protocol):
    """Brings the figures of corrections up to date with the newest state of articles."""

    def __call__(
        self, tx: CountTransaction, article_ids: Collection[UUID], pasts: Pasts
    ) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Carries events out. Twice has the effect of once, since it works from the newest state."""

    transactions: Transactions[Transaction]
    refresh: Consequence
    withhold: Consequence
    count: Count
    owe: OweErrands
    clock: Clock
    export: Callable[[], object] = lambda: None

    def __call__(self) -> int:
        """Relay everything that waits; return how many events were done.

        An event that fails is recorded and waits for the next time; it holds
        up no other.
        """
        done, more = 0, True
        while more:
            claimed, relayed = self._step(AT_ONCE)
            done += relayed
            more = relayed > 0 and claimed == AT_ONCE
        self._export()
        return done

    def _export(self) -> None:
        """Bring feeds kept as files up to date; one that fails waits for the next time."""
        try:
            self.export()
        except SyndicateError as error:
            log.error("export_failed", error=str(error))  # noqa: TRY400 - it says where and why

    def _step(self, limit: int) -> tuple[int, int]:
        """Relay some events; return how many were claimed, and how many are done."""
        events: Sequence[Event] = ()
        try:
            with self.transactions.write() as tx:
                tx.documents.one_renderer()  # what another relay has in hand is then done
                events = tx.outbox.claim(limit)
                self._carry_out(tx, events)
        except Temporary:
            raise
        except Exception as error:
            if not events:
                raise
            return len(events), self._one_by_one(events, error)  # recorded, and retried one by one
        _tell(events)
        return len(events), len(events)

    def _carry_out(self, tx: Transaction, events: Sequence[Event]) -> None:
        article_ids = dict.fromkeys(event.article_id for event in events)  # in their order
        now, pasts = self.clock.now(), Pasts(tx)
        before = self.owe.feeds(tx, events)
        self.refresh(tx, article_ids, now, pasts)
        self.withhold(tx, article_ids, now, pasts)
        self.count(tx, article_ids, pasts)
        self.owe(tx, events, before, now)
        tx.outbox.relayed(events, now)

    def _one_by_one(self, events: Sequence[Event], error: Exception) -> int:
        if len(events) == 1:
            self._record(events[0], error)
            return 0
        return sum(self._only(event) for event in events)

    def _only(self, event: Event) -> int:
        try:
            with self.transactions.write() as tx:
                self._carry_out(tx, [event])
        except Exception as error:  # noqa: BLE001 - recorded, and retried at the next relay
            self._record(event, error)
            return 0
        _tell([event])
        return 1

    def _record(self, event: Event, error: Exception) -> None:
        log.error("relay_failed", seq=event.seq, article=str(event.article_id), error=repr(error))
        with self.transactions.write() as tx:
            tx.outbox.failed(event, repr(error))


def _tell(events: Sequence[Event]) -> None:
    """Log what was relayed: each event, where they are few."""
    if len(events) > _FEW:
        log.info("relayed_many", events=len(events), first=events[0].seq, last=events[-1].seq)
        return
    for event in events:
        article, change = str(event.article_id), event.change.value
        log.info("relayed", seq=event.seq, article=article, change=change, revision=event.number)
