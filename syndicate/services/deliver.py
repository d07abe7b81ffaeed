"""How does each delivery in the ledger reach its reader, and is never sent twice?

A worker claims a batch, sends one message after the other and writes each step
into its journal, outside the database; then the ledger. A worker that dies
leaves its lock free: `Recover` settles its batches by its journal.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Protocol

import structlog
from structlog.contextvars import bound_contextvars

from syndicate.clock import Clock
from syndicate.domain.deliveries import (
    Claim,
    Clearance,
    DeliveryStatus,
    Outcome,
    Uncertain,
    released,
)
from syndicate.domain.put_offs import Answer
from syndicate.domain.turns import Urgency
from syndicate.services import throttle
from syndicate.services.ahead import Ahead
from syndicate.services.hand_over import HandOver, Postmaster, Worker
from syndicate.services.lines import Line, Transport
from syndicate.services.looks import Looks, Watch
from syndicate.services.throttle import Throttle
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

BATCH = 500
SETTLE_AFTER = timedelta(seconds=1)


class Ledger(Protocol):
    """What delivering asks of the ledger."""

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]: ...
    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None: ...


class Queue(Protocol):
    """What delivering asks of what waits."""

    def due(self, now: datetime) -> bool: ...
    def urgent(self, than: Urgency, now: datetime) -> bool: ...


class WholeLedger(Ledger, Queue, throttle.Ledger, Protocol):
    """What delivering asks of the ledger, of what waits in it, and of what may go."""


class Batches(Protocol):
    """What delivering asks of the batches."""

    def open(self, worker: str, now: datetime) -> int: ...
    def close(self, batch_id: int, now: datetime) -> None: ...


class Transaction(Protocol):
    """What delivering sees of the store."""

    @property
    def deliveries(self) -> WholeLedger: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def destinations(self) -> throttle.Destinations: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What one worker sends batches from, one at a time: a line, and a watch over the store."""

    worker: Worker
    line: Line
    watch: Watch

    @property
    def fit(self) -> bool:
        """Tell whether another batch can be sent from here."""
        return self.worker.still() and not self.line.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """Sends what is due, over several connections at once."""

    transactions: Transactions[Transaction]
    transport: Transport
    postmaster: Postmaster
    clock: Clock
    uncertain: Uncertain
    connections: int
    overtake: Callable[[Collection[int]], None]
    watch: Callable[[], Watch]
    bounced: Callable[[Claim, str], object]
    throttle: Throttle
    settled: Callable[[Claim, Outcome], object] = lambda _claim, _outcome: None

    def __call__(self, worker: Worker) -> int:
        """Send until nothing is due any more; return how many messages were accepted."""
        if not self.due():
            return 0
        with ThreadPoolExecutor(self.connections) as pool:
            lines = [pool.submit(self._line, worker) for _ in range(self.connections)]
            return sum(line.result() for line in lines)

    def due(self) -> bool:
        """Tell whether there is anything to send now."""
        with self.transactions.read() as tx:
            now = self.clock.now()
            return tx.deliveries.due(now) or self.throttle.ready(tx, now)

    def _line(self, worker: Worker) -> int:
        total = 0
        with self.desk(worker) as desk:
            while desk.fit and self.due():
                count = self.batch(desk)
                if count is None:
                    break
                total += count
        return total

    @contextmanager
    def desk(self, worker: Worker) -> Iterator[Desk]:
        """Give a worker what batches are sent from, one after the other."""
        with Line(self.transport) as line, closing(self.watch()) as watch:
            yield Desk(worker=worker, line=line, watch=watch)

    def batch(self, desk: Desk, most: int = BATCH) -> int | None:
        """Claim and send one batch; None when others took what was due."""
        worker, now = desk.worker, self.clock.now()
        with self.transactions.write() as tx:
            batch = tx.batches.open(worker.name, now)
            claims, kept_back = self.throttle.claim(tx, batch, most, now)
            if not claims:
                tx.batches.close(batch, now)
                return 0 if kept_back else None
        with bound_contextvars(worker=worker.name, batch=batch):
            return self._send(desk, batch, claims)

    def _send(self, desk: Desk, batch: int, claims: Sequence[Claim]) -> int:
        """Send what a batch has claimed; return how many messages were accepted."""
        line = desk.line
        looks = Looks(self.transactions, desk.watch, [claim.id for claim in claims])
        hand_over = HandOver(
            worker=desk.worker,
            line=line,
            looks=looks,
            messages=Ahead(self.postmaster, looks, claims),
            postmaster=self.postmaster,
            clock=self.clock,
            uncertain=self.uncertain,
            bounced=self.bounced,
            chance=self.throttle.chance,
        )
        accepted, rest = 0, claims
        kind = _kind(claims)
        while rest:
            if self._urgent(kind):
                self._settle(batch, rest, _gives_way(rest), line)
                break
            outcomes = self._hand_over_some(hand_over, rest, kind)
            rest = self._settle(batch, rest, outcomes, line)
            accepted += sum(each.status is DeliveryStatus.SENT for each in outcomes.values())
        editions = sorted({claim.edition_id for claim in claims if claim.edition_id is not None})
        log.info("batch_sent", editions=editions, claimed=len(claims), accepted=accepted)
        return accepted

    def _hand_over_some(
        self, hand_over: HandOver, claims: Sequence[Claim], kind: Urgency | None
    ) -> dict[int, Outcome]:
        """Try deliveries until it is time to write down what became of them.

        That is so after a while, at once when others wrote, and more urgent mail is due now,
        and when a destination takes no more.
        """
        outcomes: dict[int, Outcome] = {}
        until, seen = self.clock.now() + SETTLE_AFTER, hand_over.looks.taken
        for claim, following in zip_longest(claims, claims[1:]):
            late = self.clock.now() >= until
            outcomes[claim.id] = hand_over(claim, None if late else following)
            full = outcomes[claim.id].answer is Answer.THROTTLED
            if late or full or (seen != hand_over.looks.taken and self._urgent(kind)):
                break
            seen = hand_over.looks.taken
        return outcomes

    def _urgent(self, kind: Urgency | None) -> bool:
        """Tell whether a batch of one kind has to wait for something more urgent.

        One of several kinds does not: it is what others have their share in.
        """
        if kind is None:
            return False
        with self.transactions.read() as tx:
            return tx.deliveries.urgent(kind, self.clock.now())

    def _settle(
        self, batch: int, claims: Sequence[Claim], outcomes: Mapping[int, Outcome], line: Line
    ) -> Sequence[Claim]:
        """Write down what became of deliveries, with the end of their batch: one commit.

        Returns what is left of the batch and may still go.
        """
        with self.transactions.write() as tx:
            now = self.clock.now()
            rest, outcomes = self.throttle.heard(tx, batch, claims, outcomes, now)
            tx.deliveries.settle(batch, outcomes, now)
            if not rest:
                tx.batches.close(batch, now)
        for claim in claims:
            if claim.id in outcomes:
                self.settled(claim, outcomes[claim.id])
        if line.overtaken:
            self.overtake(line.overtaken)
            line.overtaken.clear()
        return rest


def _kind(claims: Sequence[Claim]) -> Urgency | None:
    """Return of which kind all mail of a batch is."""
    kinds = {claim.urgency for claim in claims}
    return kinds.pop() if len(kinds) == 1 else None


def _gives_way(rest: Sequence[Claim]) -> dict[int, Outcome]:
    """Put back what is left of a batch: more urgent mail goes first."""
    return {claim.id: released("more urgent mail goes first") for claim in rest}
