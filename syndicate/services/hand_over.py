"""What becomes of one claimed delivery?

Whatever goes wrong is an outcome, never lost; each step is written into the worker's
journal, outside the database.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NoReturn, Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.deliveries import (
    Claim,
    Clearance,
    Outcome,
    Uncertain,
    cancelled,
    in_doubt,
    next_try,
    not_now,
    refused,
    released,
    sent,
    throttled,
)
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.domain.put_offs import Answer
from syndicate.errors import (
    AddressRefused,
    AskedWrongly,
    MessageRefused,
    PutOff,
    SettingsFault,
    SyndicateError,
    Temporary,
    Throttled,
)
from syndicate.services.ahead import Ahead
from syndicate.services.lines import Awaited, Line
from syndicate.services.looks import Looks, Watch

log = structlog.get_logger()

MENDING_WAIT = timedelta(minutes=1)
_NOT_OURS = "its worker was stopped, or lost its lock to another one"


class Journal(Protocol):
    """What the worker writes down outside the database."""

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None: ...
    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None: ...
    def refused(self, delivery_id: str, reason: str) -> None: ...


class Postmaster(Protocol):
    """Writes each reader's message, and stops what would be rubbish."""

    def message(self, claim: Claim) -> Outgoing: ...
    def messages(self, claims: Iterable[Claim]) -> Iterator[Outgoing]: ...
    def hold(self, claim: Claim, fault: str) -> None: ...


class Still(Protocol):
    """Tells whether the worker still holds its lock."""

    def __call__(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who delivers: a name with a lock and a journal of its own."""

    name: str
    journal: Journal
    still: Still
    watch: Callable[[], Watch]


@dataclass(slots=True, kw_only=True)
class HandOver:
    """Hands the deliveries of one batch over, one after the other, over one line."""

    worker: Worker
    line: Line
    looks: Looks
    messages: Ahead
    postmaster: Postmaster
    clock: Clock
    uncertain: Uncertain
    bounced: Callable[[Claim, str], object]
    chance: Callable[[], float]

    @property
    def broken(self) -> str:
        """Tell why nothing more can be sent over the line; empty while it can."""
        return self.line.broken

    def __call__(self, claim: Claim, following: Claim | None = None) -> "Attempt":
        """Try one delivery; `following` is the one that is to be tried next over this line.

        What is returned waits for the server's answer and says what became of the delivery.
        It is to be called before the next one is tried.
        """
        attempt = Attempt(self, claim)
        attempt.begin(following)
        return attempt

    def failed(self, attempt: "Attempt", error: Exception) -> Outcome:
        """Return what it comes to that a step of an attempt has failed so."""
        claim = attempt.claim
        match error:
            case _KeptError():
                return error.outcome
            case SettingsFault():
                return self._hold(attempt, str(error))
            case AddressRefused() | MessageRefused() | AskedWrongly():
                attempt.refused(str(error))
                self._count(claim, error)
                return refused(str(error))
            case Temporary():
                attempt.refused(str(error))
                return self._put_off(claim, error)
        self.line.drop()
        log.warning(
            "delivery_failed", delivery=claim.id, edition=claim.edition_id, error=repr(error)
        )
        return self._unexpected(attempt, error)

    def _put_off(self, claim: Claim, error: Temporary) -> Outcome:
        now, said, chance = self.clock.now(), str(error), self.chance()
        if isinstance(error, Throttled):
            return throttled(claim.written, now, said, chance)
        answer = Answer.PUT_OFF if isinstance(error, PutOff) else None
        return not_now(claim.attempts, now, said, chance, answer)

    def _count(self, claim: Claim, error: SyndicateError) -> None:
        """Count a refused address. Where that cannot be done now, the next refusal will be."""
        if not isinstance(error, AddressRefused):
            return
        try:
            self.bounced(claim, str(error))
        except SyndicateError as fault:
            log.warning("bounce_not_counted", delivery=claim.id, error=str(fault))

    def send(
        self, claim: Claim, before_commit: Callable[[], None], following: Claim | None
    ) -> Awaited | Acceptance | Outcome:
        """Hand over the message of a claim, unless it may not go."""
        if self.line.broken:
            return released(self.line.broken)
        clearance = self.looks.last(claim.id)
        if clearance is not Clearance.GO:
            return self._kept(claim, clearance)
        message = self.messages.take(claim)
        after = self.messages.foreseen(following) if following else None
        return self.line.begin(message, before_commit, after) or released(self.line.broken)

    def look(self, claim: Claim) -> None:
        """Look once more, with one question: the last thing before words and final dot.

        It tells both whether the worker holds its lock and whether anything was committed.
        A process that is held up before it and wakes sends nothing; one that is held up
        afterwards left an intent, by which whoever took over doubts this mail and does not
        send it. Raises what stands in the way.
        """
        clearance = self.looks.now(claim.id)
        if not self.looks.held:
            self.stop(_NOT_OURS)
        if clearance is not Clearance.GO:
            raise _KeptError(self._kept(claim, clearance))

    def stop(self, why: str) -> NoReturn:
        """Send nothing more over this line."""
        self.line.broken = why
        raise _KeptError(released(why))

    def _kept(self, claim: Claim, clearance: Clearance) -> Outcome:
        if clearance is Clearance.NEVER:
            return cancelled("the reader or the edition was withdrawn before it was sent")
        if clearance is Clearance.OVERTAKEN:
            self.line.overtaken.add(claim.cohort_id)
            return released("its words were overtaken by a later change")
        return released("it rests until it is resumed")

    def _hold(self, attempt: "Attempt", fault: str) -> Outcome:
        """Hold the edition until the fault is mended; a mail outside editions is tried again."""
        attempt.refused(fault)
        self.postmaster.hold(attempt.claim, fault)
        outside = attempt.claim.edition_id is None
        return released(fault, self.clock.now() + MENDING_WAIT if outside else None)

    def _unexpected(self, attempt: "Attempt", error: Exception) -> Outcome:
        attempts, now = attempt.claim.attempts, self.clock.now()
        if attempt.committed:
            reply = str(error) or repr(error)
            return in_doubt(self.uncertain, attempts, reply, next_try(attempts, now))
        return not_now(attempts, now, repr(error))


class _KeptError(Exception):
    """A message was not sent, through no fault of its own, as was seen at the last moment."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reply)
        self.outcome = outcome


@dataclass(slots=True, eq=False)
class Attempt:
    """One try of one delivery, written into the journal step by step.

    Called, it waits for what becomes of it.
    """

    hand: HandOver
    claim: Claim
    committed: bool = False
    answer: Awaited | None = None
    outcome: Outcome | None = None

    def begin(self, following: Claim | None) -> None:
        """Hand the message over; a fault is an outcome."""
        try:
            begun = self.hand.send(self.claim, self._commit, following)
            if isinstance(begun, Outcome):
                self.outcome = begun
            elif isinstance(begun, Acceptance):
                self.outcome = self._sent(begun)
            else:
                self.answer = begun
        except Exception as error:  # noqa: BLE001 - recorded, and retried by policy
            self.outcome = self.hand.failed(self, error)

    def heard(self) -> bool:
        """Tell whether it is known what becomes of it, or at hand."""
        return self.answer is None or self.answer.heard()

    def fileno(self) -> int:
        """Return at what the system lets wait for it."""
        return self.answer.fileno() if self.answer else -1

    def __call__(self) -> Outcome:
        """Wait for what becomes of it."""
        if self.outcome is None and self.answer is not None:
            try:
                self.outcome = self._sent(self.answer())
            except Exception as error:  # noqa: BLE001 - recorded, and retried by policy
                self.outcome = self.hand.failed(self, error)
        assert self.outcome is not None  # noqa: S101 - it was begun
        return self.outcome

    def _commit(self) -> None:
        """Write the intent, then look. A journal without room for it stops the line."""
        claim = self.claim
        try:
            journal = self.hand.worker.journal
            journal.intent(str(claim.id), claim.cohort_id, claim.subscriber_id)
            self.committed = True
        except Temporary as error:
            self.hand.stop(str(error))
        try:
            self.hand.look(claim)
        except Exception as error:
            self.refused(str(error) or repr(error))
            raise

    def _sent(self, acceptance: Acceptance) -> Outcome:
        """Write the acceptance. Where the journal has no room, the ledger alone will know."""
        try:
            self.hand.worker.journal.accepted(str(self.claim.id), acceptance)
        except Temporary as error:
            log.warning("journal_failed", delivery=self.claim.id, error=str(error))
        return sent(acceptance.reply, acceptance.server_id)

    def refused(self, reason: str) -> None:
        """Write that the message is not with the server, where an intent says it may be."""
        if not self.committed:
            return
        self.committed = False
        try:
            self.hand.worker.journal.refused(str(self.claim.id), reason)
        except Temporary as error:
            log.warning("journal_failed", delivery=self.claim.id, error=str(error))
