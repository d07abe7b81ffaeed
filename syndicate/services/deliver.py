"""How does each delivery in the ledger reach its reader, and is never sent twice?

A worker claims a batch, sends one message after the other and writes each step
into its journal, outside the database; then the ledger. A worker that dies
leaves its lock free: `Recover` settles its batches by its journal.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Protocol

import structlog
from structlog.contextvars import bound_contextvars

from syndicate.clock import Clock
from syndicate.domain.deliveries import Claim, Outcome, Uncertain
from syndicate.domain.put_offs import Answer
from syndicate.domain.turns import Urgency
from syndicate.services import faults, looks, settle_batch
from syndicate.services.ahead import Ahead, Writer
from syndicate.services.at_once import AtOnce
from syndicate.services.batch import Batch, nearly_done
from syndicate.services.faults import Faults
from syndicate.services.hand_over import Attempt, HandOver, Worker
from syndicate.services.in_turn import InTurn
from syndicate.services.lines import Line, Transport
from syndicate.services.looks import Looks, Watch
from syndicate.services.settle_batch import SettleBatch, Settled
from syndicate.services.tell_batch import told_of
from syndicate.services.throttle import Throttle
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

BATCH = 500
IN_TURN = 4  # connections a thread
SETTLE_AFTER = timedelta(seconds=1)
_GIVES_WAY = "more urgent mail goes first"


class Queue(Protocol):
    """What delivering asks of what waits."""

    def due(self, now: datetime) -> bool: ...
    def urgent(self, than: Urgency, now: datetime) -> bool: ...


class Postmaster(Writer, faults.Postmaster, Protocol):
    """Writes each reader's message, and stops what would be rubbish."""


class Ledger(settle_batch.Ledger, looks.Ledger, Queue, Protocol):
    """What delivering asks of the ledger, of what waits in it, and of what may go."""


class Batches(settle_batch.Batches, Protocol):
    """What delivering asks of the batches."""

    def open(self, worker: str, now: datetime) -> int: ...


class Transaction(settle_batch.Transaction, Protocol):
    """What delivering sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def batches(self) -> Batches: ...


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
        """Claim, send and settle one batch; None when others took what was due."""
        batch = self.claim(desk, most, desk.watch)
        if batch is None:
            return None
        if batch.claims:
            self.send(desk, batch)
            self.settle(batch)
        return batch.sent

    def claim(self, desk: Desk, most: int, watch: Watch) -> Batch | None:
        """Claim a batch and look at it; without any mail where all was kept back.

        None when others took it. `watch` is what it will be looked after by.
        """
        now, worker = self.clock.now(), desk.worker.name
        with self.transactions.write() as tx:
            number = tx.batches.open(worker, now)
            claims, kept_back = self.throttle.claim(tx, number, most, now)
            if not claims:
                tx.batches.close(number, now)
                if not kept_back:
                    return None
        looks = Looks(self.transactions, watch, [each.id for each in claims], self.moment)
        if claims:
            looks.foresee()
        return Batch(number=number, worker=worker, claims=claims, looks=looks)

    def send(self, desk: Desk, batch: Batch, near: Callable[[], object] = lambda: None) -> None:
        """Send what a batch has claimed; what became of the last of it is for `settle`.

        `near` is called once the end comes near.
        """
        with _told(batch):
            self._send_batch(desk, batch, near)

    def settle(self, batch: Batch) -> None:
        """Write down what became of the last of a batch."""
        with _told(batch):
            if batch.rest:
                self._settle(batch, batch.outcomes)
            log.info("batch_sent", **batch.said)

    def shut(self, batch: Batch) -> None:
        """Keep back what of a batch goes to destinations that are held back by now."""
        with _told(batch):
            self._settle(batch, {})

    @property
    def ahead(self) -> bool:
        """Tell whether a batch may be claimed while another one is sent.

        A batch has a connection to each destination that limits these from its claim on.
        """
        return not self.throttle.limits.count_connections

    def _send_batch(self, desk: Desk, batch: Batch, near: Callable[[], object]) -> None:
        lines = desk.open[:1] if self.throttle.counts_connections(batch.claims) else desk.open
        in_turn, kind = self._in_turn(desk.worker, lines, batch), batch.kind
        urgent = not batch.looks.unchanged() and self._urgent(kind)
        while batch.rest:
            if urgent or not lines:
                batch.give_back(_GIVES_WAY if urgent else desk.lines[0].broken)
                break
            outcomes = in_turn(batch.rest, self._enough(batch, kind, near))
            for line in lines:
                batch.overtaken |= line.overtaken
                line.overtaken.clear()
            if batch.note(outcomes):
                batch.outcomes = outcomes
                break
            self._settle(batch, outcomes)
            urgent = self._urgent(kind)
        batch.said = told_of(batch.claims, batch.became, lines or desk.lines)

    def _in_turn(self, worker: Worker, lines: Sequence[Line], batch: Batch) -> InTurn[Attempt]:
        messages = Ahead(self.postmaster, batch.looks, batch.claims)
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
                looks=batch.looks,
                messages=messages,
                faults=said,
            )
            for line in lines
        )
        return InTurn(tuple(hands), AtOnce(worker.journal, batch.looks))

    def _enough(
        self, batch: Batch, kind: Urgency | None, near: Callable[[], object]
    ) -> Callable[[Outcome], bool]:
        """Return what tells, after an outcome, whether to write down what became of deliveries.

        That is so after a while, at once when others wrote, and more urgent mail is due now,
        and when a destination takes no more. It calls `near` once.
        """
        began, seen = self.clock.now(), batch.looks.taken
        until, done, said = began + SETTLE_AFTER, 0, False

        def enough(outcome: Outcome) -> bool:
            nonlocal seen, done, said
            now, done = self.clock.now(), done + 1
            if not said and nearly_done(done, len(batch.rest), now - began):
                said = True
                near()
            if now >= until or outcome.answer is Answer.THROTTLED:
                return True
            before, seen = seen, batch.looks.taken
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

    def _settle(self, batch: Batch, outcomes: Mapping[int, Outcome]) -> None:
        settle = SettleBatch(
            transactions=self.transactions,
            clock=self.clock,
            throttle=self.throttle,
            settled=self.settled,
            overtake=self.overtake,
        )
        overtaken, batch.overtaken = batch.overtaken, set()
        batch.rest = settle(batch.number, batch.rest, outcomes, overtaken)


def threads_for(connections: int) -> Sequence[int]:
    """Return over how many connections each thread is to speak in turn."""
    rest = connections % IN_TURN
    return [IN_TURN] * (connections // IN_TURN) + [rest] * bool(rest)


def _told(batch: Batch) -> AbstractContextManager[object]:
    """Have the log tell of which batch it speaks."""
    return bound_contextvars(worker=batch.worker, batch=batch.number)
