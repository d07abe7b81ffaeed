"""How does each delivery in the ledger reach its reader, and is never sent twice?

A worker claims a batch, sends one message after the other and writes each step
into its journal, outside the database; then the ledger. A worker that dies
leaves its lock free: `Recover` settles its batches by its journal.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
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
from syndicate.services import faults, throttle
from syndicate.services.ahead import Ahead, Writer
from syndicate.services.at_once import AtOnce
from syndicate.services.faults import Faults
from syndicate.services.hand_over import Attempt, HandOver, Worker
from syndicate.services.in_turn import InTurn
from syndicate.services.lines import Line, Transport
from syndicate.services.looks import Looks, Watch
from syndicate.services.tell_batch import told_of
from syndicate.services.throttle import Throttle
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

Settled = Callable[[Sequence[Claim], Mapping[int, Outcome]], object]
"""Is told what became of those of some mails that have come to something."""

BATCH = 500
IN_TURN = 4  # connections a thread
SETTLE_AFTER = timedelta(seconds=1)


class Ledger(Protocol):
    """What delivering asks of the ledger."""

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]: ...
    def make_way(self, outcomes: Mapping[int, Outcome]) -> None: ...
    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None: ...


class Queue(Protocol):
    """What delivering asks of what waits."""

    def due(self, now: datetime) -> bool: ...
    def urgent(self, than: Urgency, now: datetime) -> bool: ...


class Postmaster(Writer, faults.Postmaster, Protocol):
    """Writes each reader's message, and stops what would be rubbish."""


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
    """What one worker sends batches from, one at a time: lines, and a watch over the store."""

    worker: Worker
    lines: Sequence[Line]
    watch: Watch

    @property
    def open(self) -> Sequence[Line]:
        """Return the lines that are not broken."""
        return [line for line in self.lines if not line.broken]

    @property
    def fit(self) -> bool:
        """Tell whether another batch can be sent from here."""
        return self.worker.still() and bool(self.open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """Sends what is due, over several connections at once, some of them in each thread."""

    transactions: Transactions[Transaction]
    transport: Transport
    postmaster: Postmaster
    clock: Clock
    uncertain: Uncertain
    connections: int
    overtake: Callable[[Collection[int]], None]
    bounced: Callable[[Claim, str], object]
    throttle: Throttle
    settled: Settled = lambda _claims, _outcomes: None
    moment: Callable[[], float] = monotonic

    def __call__(self, worker: Worker) -> int:
        """Send until nothing is due any more; return how many messages were accepted."""
        if not self.due():
            return 0
        threads = threads_for(self.connections)
        with ThreadPoolExecutor(len(threads)) as pool:
            counts = [pool.submit(self._send, worker, lines) for lines in threads]
            return sum(count.result() for count in counts)

    def due(self) -> bool:
        """Tell whether there is anything to send now."""
        with self.transactions.read() as tx:
            now = self.clock.now()
            return tx.deliveries.due(now) or self.throttle.ready(tx, now)

    def _send(self, worker: Worker, lines: int) -> int:
        """Send batch after batch over so many lines."""
        total = 0
        with self.desk(worker, lines) as desk:
            count: int | None = 0
            while desk.fit and (count == BATCH or self.due()):  # after a whole batch, more is
                count = self.batch(desk)
                if count is None:
                    break
                total += count
        return total

    @contextmanager
    def desk(self, worker: Worker, lines: int = 1) -> Iterator[Desk]:
        """Give a worker what batches are sent from, one after the other."""
        with ExitStack() as opened, closing(worker.watch()) as watch:
            own = [opened.enter_context(Line(self.transport)) for _ in range(lines)]
            yield Desk(worker=worker, lines=own, watch=watch)

    def batch(self, desk: Desk, most: int = BATCH) -> int | None:
        """Claim and send one batch; None when others took what was due."""
        now = self.clock.now()
        with self.transactions.write() as tx:
            batch = tx.batches.open(desk.worker.name, now)
            claims, kept_back = self.throttle.claim(tx, batch, most, now)
            if not claims:
                tx.batches.close(batch, now)
                return 0 if kept_back else None
        with bound_contextvars(worker=desk.worker.name, batch=batch):
            return self._send_batch(desk, batch, claims)

    def _send_batch(self, desk: Desk, batch: int, claims: Sequence[Claim]) -> int:
        """Send what a batch has claimed; return how many messages were accepted."""
        lines = desk.open[:1] if self.throttle.counts_connections(claims) else desk.open
        looks = Looks(self.transactions, desk.watch, [claim.id for claim in claims], self.moment)
        in_turn = self._in_turn(desk.worker, lines, looks, claims)
        became, rest = Counter[DeliveryStatus](), claims
        kind = _kind(claims)
        while rest:
            if self._urgent(kind):
                self._settle(batch, rest, _gives_way(rest), lines)
                break
            outcomes = in_turn(rest, self._enough(looks, kind))
            rest = self._settle(batch, rest, outcomes, lines)
            became.update(each.status for each in outcomes.values())
        log.info("batch_sent", **told_of(claims, became, lines))
        return became[DeliveryStatus.SENT]

    def _in_turn(
        self, worker: Worker, lines: Sequence[Line], looks: Looks, claims: Sequence[Claim]
    ) -> InTurn[Attempt]:
        messages = Ahead(self.postmaster, looks, claims)
        said = Faults(
            postmaster=self.postmaster,
            clock=self.clock,
            uncertain=self.uncertain,
            bounced=self.bounced,
            chance=self.throttle.chance,
        )
        hands = (
            HandOver(
                worker=worker,
                line=line,
                looks=looks,
                messages=messages,
                faults=said,
            )
            for line in lines
        )
        return InTurn(tuple(hands), AtOnce(worker.journal, looks))

    def _enough(self, looks: Looks, kind: Urgency | None) -> Callable[[Outcome], bool]:
        """Return what tells, after an outcome, whether to write down what became of deliveries.

        That is so after a while, at once when others wrote, and more urgent mail is due now,
        and when a destination takes no more.
        """
        until, seen = self.clock.now() + SETTLE_AFTER, looks.taken

        def enough(outcome: Outcome) -> bool:
            nonlocal seen
            if self.clock.now() >= until or outcome.answer is Answer.THROTTLED:
                return True
            before, seen = seen, looks.taken
            return before != seen and self._urgent(kind)

        return enough

    def _urgent(self, kind: Urgency | None) -> bool:
        """Tell whether a batch of one kind has to wait for something more urgent.

        One of several kinds does not: it is what others have their share in.
        """
        if kind is None:
            return False
        with self.transactions.read() as tx:
            return tx.deliveries.urgent(kind, self.clock.now())

    def _settle(
        self,
        batch: int,
        claims: Sequence[Claim],
        outcomes: Mapping[int, Outcome],
        lines: Sequence[Line],
    ) -> Sequence[Claim]:
        """Write down what became of deliveries, with the end of their batch: one commit.

        Returns what is left of the batch and may still go.
        """
        with self.transactions.write() as tx:
            tx.deliveries.make_way(outcomes)
            now = self.clock.now()
            rest, outcomes = self.throttle.heard(tx, batch, claims, outcomes, now)
            tx.deliveries.settle(batch, outcomes, now)
            if not rest:
                tx.batches.close(batch, now)
        self.settled(claims, outcomes)
        overtaken = {cohort for line in lines for cohort in line.overtaken}
        if overtaken:
            self.overtake(overtaken)
            for line in lines:
                line.overtaken.clear()
        return rest


def threads_for(connections: int) -> Sequence[int]:
    """Return over how many connections each thread is to speak in turn."""
    rest = connections % IN_TURN
    return [IN_TURN] * (connections // IN_TURN) + [rest] * bool(rest)


def _kind(claims: Sequence[Claim]) -> Urgency | None:
    """Return of which kind all mail of a batch is."""
    kinds = {claim.urgency for claim in claims}
    return kinds.pop() if len(kinds) == 1 else None


def _gives_way(rest: Sequence[Claim]) -> dict[int, Outcome]:
    """Put back what is left of a batch: more urgent mail goes first."""
    return {claim.id: released("more urgent mail goes first") for claim in rest}
