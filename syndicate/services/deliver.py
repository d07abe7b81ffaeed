"""How does each delivery in the ledger reach its reader, and is never sent twice?

A worker claims a batch, sends one message after the other and writes each step
into its journal, outside the database; then the ledger. A worker that dies
leaves its lock free: `Recover` settles its batches by its journal.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

import structlog

from syndicate.clock import Clock
from syndicate.domain.deliveries import (
    Claim,
    Clearance,
    DeliveryStatus,
    Outcome,
    Uncertain,
    cancelled,
    in_doubt,
    next_try,
    not_now,
    refused,
    released,
    sent,
)
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import (
    AddressRefused,
    AskedWrongly,
    MessageRefused,
    SettingsFault,
    Temporary,
)
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

BATCH = 500
SETTLE_EVERY = 100
MENDING_WAIT = timedelta(minutes=1)


class Ledger(Protocol):
    """What delivering asks of the ledger."""

    def due(self, now: datetime) -> bool: ...
    def claim(self, batch_id: int, limit: int, now: datetime) -> Sequence[Claim]: ...
    def clearance(self, delivery_id: int) -> Clearance: ...
    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None: ...


class Batches(Protocol):
    """What delivering asks of the batches."""

    def open(self, worker: str, now: datetime) -> int: ...
    def close(self, batch_id: int, now: datetime) -> None: ...


class Transaction(Protocol):
    """What delivering sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def batches(self) -> Batches: ...


class Session(Protocol):
    """One connection to wherever mail goes; it says itself when it is of no more use."""

    @property
    def usable(self) -> bool: ...
    def send(self, outgoing: Outgoing, before_commit: Callable[[], None]) -> Acceptance: ...
    def close(self) -> None: ...


class Transport(Protocol):
    """Where mail goes."""

    def connect(self) -> Session: ...


class Journal(Protocol):
    """What the worker writes down outside the database."""

    def intent(self, delivery_id: str) -> None: ...
    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None: ...
    def refused(self, delivery_id: str, reason: str) -> None: ...


class Postmaster(Protocol):
    """Writes each reader's message."""

    def message(self, claim: Claim) -> Outgoing: ...
    def hold(self, claim: Claim, fault: str) -> None: ...
    def recast(self, claim: Claim, now: datetime) -> Outcome: ...


class Still(Protocol):
    """Tells whether the worker still holds its lock."""

    def __call__(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who delivers: a name with a lock and a journal of its own."""

    name: str
    journal: Journal
    still: Still


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver:
    """Sends what is due, over several connections at once."""

    transactions: Transactions[Transaction]
    transport: Transport
    postmaster: Postmaster
    clock: Clock
    uncertain: Uncertain
    connections: int

    def __call__(self, worker: Worker) -> int:
        """Send until nothing is due any more; return how many messages were accepted."""
        with ThreadPoolExecutor(self.connections) as pool:
            lines = [pool.submit(self._line, worker) for _ in range(self.connections)]
            return sum(line.result() for line in lines)

    def _line(self, worker: Worker) -> int:
        total = 0
        with _Line(self.transport) as line:
            while worker.still() and not line.broken:
                count = self._batch(worker, line)
                if count is None:
                    break
                total += count
        return total

    def _batch(self, worker: Worker, line: "_Line") -> int | None:
        """Claim and send one batch; None when nothing is due."""
        now = self.clock.now()
        with self.transactions.read() as tx:
            if not tx.deliveries.due(now):
                return None
        with self.transactions.write() as tx:
            batch = tx.batches.open(worker.name, now)
            claims = tx.deliveries.claim(batch, BATCH, now)
            if not claims:
                tx.batches.close(batch, now)
                return None
        accepted = sum(
            self._send_some(worker, line, batch, claims[i : i + SETTLE_EVERY])
            for i in range(0, len(claims), SETTLE_EVERY)
        )
        with self.transactions.write() as tx:
            tx.batches.close(batch, self.clock.now())
        return accepted

    def _send_some(self, worker: Worker, line: "_Line", batch: int, claims: Sequence[Claim]) -> int:
        outcomes = {claim.id: self._outcome(worker, line, claim) for claim in claims}
        with self.transactions.write() as tx:
            tx.deliveries.settle(batch, outcomes, self.clock.now())
        return sum(outcome.status is DeliveryStatus.SENT for outcome in outcomes.values())

    def _outcome(self, worker: Worker, line: "_Line", claim: Claim) -> Outcome:
        """Try one delivery; whatever goes wrong is an outcome, never lost."""
        attempt = _Attempt(worker=worker, claim=claim)
        try:
            return self._send(attempt, line)
        except _HeldBackError as error:
            line.broken = str(error)
            return released(line.broken)
        except SettingsFault as error:
            return self._hold(attempt, str(error))
        except (AddressRefused, MessageRefused, AskedWrongly) as error:
            attempt.refused(str(error))
            return refused(str(error))
        except Temporary as error:
            attempt.refused(str(error))
            return not_now(claim.attempts, self.clock.now(), str(error))
        except Exception as error:  # noqa: BLE001 - recorded, and retried by policy
            line.drop()
            log.warning("delivery_failed", delivery=claim.id, error=repr(error))
            return self._unexpected(attempt, error)

    def _hold(self, attempt: "_Attempt", fault: str) -> Outcome:
        """Hold the edition until the fault is mended; a mail outside editions is tried again."""
        attempt.refused(fault)
        self.postmaster.hold(attempt.claim, fault)
        outside = attempt.claim.edition_id is None
        return released(fault, self.clock.now() + MENDING_WAIT if outside else None)

    def _unexpected(self, attempt: "_Attempt", error: Exception) -> Outcome:
        attempts, now = attempt.claim.attempts, self.clock.now()
        if attempt.committed:
            reply = str(error) or repr(error)
            return in_doubt(self.uncertain, attempts, reply, next_try(attempts, now))
        return not_now(attempts, now, repr(error))

    def _send(self, attempt: "_Attempt", line: "_Line") -> Outcome:
        if line.broken:
            return released(line.broken)
        with self.transactions.read() as tx:
            clearance = tx.deliveries.clearance(attempt.claim.id)
        if clearance is Clearance.NEVER:
            return cancelled("the reader or the edition was withdrawn before it was sent")
        if clearance is Clearance.WAIT:
            return released("the edition rests")
        if clearance is Clearance.RECAST:
            return self.postmaster.recast(attempt.claim, self.clock.now())
        message = self.postmaster.message(attempt.claim)
        session = line.session()
        if session is None:
            return released(line.broken)
        acceptance = session.send(message, attempt.commit)
        attempt.accepted(acceptance)
        return sent(acceptance.reply)


class _HeldBackError(Exception):
    """The worker itself may not, or cannot safely, send: no fault of the message's."""


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """One try of one delivery, written into the journal step by step."""

    worker: Worker
    claim: Claim
    committed: bool = False

    def commit(self) -> None:
        """Look at the ownership again and write the intent: the last thing before the final dot."""
        if not self.worker.still():
            raise _HeldBackError("its worker was stopped, or lost its lock to another one")
        try:
            self.worker.journal.intent(str(self.claim.id))
        except Temporary as error:
            raise _HeldBackError(str(error)) from error
        self.committed = True

    def accepted(self, acceptance: Acceptance) -> None:
        """Write the acceptance. Where the journal has no room, the ledger alone will know."""
        try:
            self.worker.journal.accepted(str(self.claim.id), acceptance)
        except Temporary as error:
            log.warning("journal_failed", delivery=self.claim.id, error=str(error))

    def refused(self, reason: str) -> None:
        """Write that the message is not with the server, where an intent says it may be."""
        if not self.committed:
            return
        try:
            self.worker.journal.refused(str(self.claim.id), reason)
        except Temporary as error:
            log.warning("journal_failed", delivery=self.claim.id, error=str(error))


class _Line:
    """One connection, opened when first needed and again after a fault.

    `broken` tells why nothing more can be sent this time, once that is so.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._session: Session | None = None
        self.broken = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def session(self) -> Session | None:
        """Return the open session; None, with `broken` telling why, when there is none."""
        if self._session is not None and not self._session.usable:
            self.drop()
        if self._session is None:
            try:
                self._session = self._transport.connect()
            except (Temporary, SettingsFault) as error:
                self.broken = str(error)
        return self._session

    def drop(self) -> None:
        """Close the session; the next message gets a new one."""
        if self._session is not None:
            self._session.close()
            self._session = None
