"""What becomes of one claimed delivery?

Whatever goes wrong is an outcome, never lost; each step is written into the worker's
journal, outside the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn, Protocol

import structlog

from syndicate.domain.deliveries import (
    Claim,
    Clearance,
    Outcome,
    cancelled,
    released,
    sent,
)
from syndicate.domain.handovers import Intent
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import InDoubt, Temporary
from syndicate.services.ahead import Ahead
from syndicate.services.faults import OURS, Faults
from syndicate.services.lines import Awaited, Line, Opening
from syndicate.services.looks import Looks, Watch

log = structlog.get_logger()

_BROKEN_OFF = "it was broken off among its words"
_NOT_OURS = "its worker was stopped, or lost its lock to another one"


class Journal(Protocol):
    """What the worker writes down outside the database."""

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None: ...
    def intents(self, mails: Sequence[Intent]) -> None: ...
    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None: ...
    def refused(self, delivery_id: str, reason: str) -> None: ...


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
    faults: Faults

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

    def ready(self, claim: Claim, following: Claim | None = None) -> "Attempt | None":
        """Try one delivery so far that only its words are missing, which `AtOnce` has it say.

        None, where the server has to be waited for before that, or nothing was announced to it.
        """
        attempt = Attempt(self, claim)
        return attempt if attempt.opens(following) else None

    def failed(self, attempt: "Attempt", error: Exception) -> Outcome:
        """Return what it comes to that a step of an attempt has failed so."""
        claim = attempt.claim
        if isinstance(error, _KeptError):
            return error.outcome
        if isinstance(error, OURS):
            attempt.refused(str(error))
            return self.faults(claim, error)
        self.line.drop()
        log.warning(
            "delivery_failed", delivery=claim.id, edition=claim.edition_id, error=repr(error)
        )
        return (self.faults.doubted if attempt.committed else self.faults)(claim, error)

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
        after = self.foreseen(following)
        return self.line.begin(message, before_commit, after) or released(self.line.broken)

    def foreseen(self, following: Claim | None) -> Outgoing | None:
        """Return what may be announced along with a message."""
        return self.messages.foreseen(following) if following else None

    def opens(self, claim: Claim) -> Opening | None:
        """Return what a message's words can be given to at once; None where there is more to do."""
        message = None if self.line.broken else self.messages.at_hand(claim)
        opening = self.line.opens(message) if message else None
        if opening:
            self.messages.take(claim)
        return opening

    def look(self, claim: Claim) -> None:
        """Look once more, with one question: the last thing before words and final dot.

        It tells both whether the worker holds its lock and whether anything was committed.
        A process that is held up before it and wakes sends nothing; one that is held up
        afterwards left an intent, by which whoever took over doubts this mail and does not
        send it. Raises what stands in the way.
        """
        self.looks.outdate()
        self.glance(claim)

    def glance(self, claim: Claim) -> None:
        """Look as `look` does, with the question that was asked for all that go together.

        It is asked anew where that is too long ago: somebody was slow to take words, or the
        process was held up in between.
        """
        clearance = self.looks.lately(claim.id)
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
    opening: Opening | None = None
    after: Outgoing | None = None
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

    def opens(self, following: Claim | None) -> bool:
        """Tell whether the message can be given at once, and is to be; a fault is an outcome."""
        try:
            self.after = self.hand.foreseen(following)  # may fail: no server waits for words yet
            self.opening = self.hand.opens(self.claim)
        except Exception as error:  # noqa: BLE001 - recorded, and retried by policy
            self.outcome = self.hand.failed(self, error)
        return bool(self.opening or self.outcome)

    def say(self, fault: str = "") -> None:
        """Give the words of a message that opens, unless it may not go, or for a `fault`."""
        opening, self.opening = self.opening, None
        if opening is None:
            return
        try:
            self._ask(opening, fault)
            self.answer = opening.give(self.after)
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
        if self.outcome is None and self.answer is None:
            self.say("it was broken off before its words")
        if self.outcome is None and self.answer is not None:
            try:
                self.outcome = self._sent(self.answer())
            except Exception as error:  # noqa: BLE001 - recorded, and retried by policy
                self.outcome = self.hand.failed(self, error)
        return self.outcome or self.hand.faults.doubted(self.claim, InDoubt(_BROKEN_OFF))

    def _ask(self, opening: Opening, fault: str) -> None:
        """Leave the connection where the words that it waits for may not be given."""
        try:
            if fault:
                self.hand.stop(fault)
            self.hand.glance(self.claim)
        except BaseException as error:
            opening.leave()
            self.refused(str(error) or repr(error))
            raise

    def _commit(self) -> None:
        """Write the intent, then look. A journal without room for it stops the line."""
        try:
            self.hand.worker.journal.intent(*self.intent)
            self.committed = True
        except Temporary as error:
            self.hand.stop(str(error))
        try:
            self.hand.look(self.claim)
        except Exception as error:
            self.refused(str(error) or repr(error))
            raise

    @property
    def intent(self) -> Intent:
        """Return what the journal is told of it."""
        claim = self.claim
        return str(claim.id), claim.cohort_id, claim.subscriber_id

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
