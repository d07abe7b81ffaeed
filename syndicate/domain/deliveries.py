"""How does one message to one subscriber come to its end?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from syndicate.domain.editions import EditionStatus
from syndicate.domain.handovers import Handover, Stage
from syndicate.domain.message_ids import is_message_id
from syndicate.domain.notices import NoticeStatus
from syndicate.domain.put_offs import Answer
from syndicate.domain.turns import Urgency, urgency_of

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 12
LONGEST_PATIENCE = timedelta(days=5)


class DeliveryStatus(StrEnum):
    """Where a delivery stands; every one ends in one of the last four."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    IN_DOUBT = "in-doubt"


SETTLED = (
    DeliveryStatus.SENT,
    DeliveryStatus.FAILED,
    DeliveryStatus.CANCELLED,
    DeliveryStatus.IN_DOUBT,
)


class Clearance(StrEnum):
    """May a claimed delivery be sent at this moment?"""

    GO = "go"
    WAIT = "wait"
    NEVER = "never"
    OVERTAKEN = "overtaken"


class Uncertain(StrEnum):
    """What to do with a message that the server may or may not have accepted."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail that a notice answers: of which edition, or which earlier notice, it was.

    `server_id` is what the server that took it called it.
    """

    edition_id: int | None
    notice_id: int | None
    newsletter_id: int | None
    server_id: str | None = None

    @property
    def given_id(self) -> str | None:
        """Return the Message-ID which the server put in the place of ours, if it did."""
        return self.server_id if self.server_id and is_message_id(self.server_id) else None


class Claim(NamedTuple):
    """A delivery that a worker has taken, with what it needs to send it.

    `attempts` counts this one. A delivery outside any edition has no `edition_id`;
    that of a notice names the notice, and the mail which it answers; one that goes to a
    follower names the following, and what is followed. `plain_text` is the reader's wish.
    `written` is when its words were first to go out. A tuple, since one is made for each
    of a million mails.
    """

    id: int
    attempts: int
    cohort_id: int
    edition_id: int | None
    notice_id: int | None
    subscriber_id: int
    email: str
    following_id: int | None
    plain_text: bool
    newsletter_id: int | None
    subject: str | None
    written: datetime
    answers: Answered | None

    @property
    def urgency(self) -> Urgency:
        """Return what kind of mail it is."""
        return urgency_of(edition_id=self.edition_id, notice_id=self.notice_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one subscriber, as the ledger has it.

    `server_id` is what the server that took it called it, as Acceptance has it.
    """

    id: int
    edition_id: int | None
    cohort_id: int
    subscriber_id: int
    email: str
    status: DeliveryStatus
    attempts: int
    not_before: datetime | None
    reply: str
    settled: datetime | None
    server_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """By which numbers a mail is known, in the log as in the ledger; None where it has none."""

    delivery: int | None = None
    edition: int | None = None
    notice: int | None = None

    def known(self) -> Mapping[str, int]:
        """Return those that it has, by what they number."""
        all_ = {"delivery": self.delivery, "edition": self.edition, "notice": self.notice}
        return {what: number for what, number in all_.items() if number is not None}


class Outcome(NamedTuple):
    """What became of a claim; `not_before` is set where it is to be tried again later.

    `tried` is False where nothing was attempted, which counts towards no limit. `answer`
    is set where the destination said "not now". A tuple, as a claim is one.
    """

    status: DeliveryStatus
    tried: bool = True
    reply: str = ""
    not_before: datetime | None = None
    server_id: str | None = None
    answer: Answer | None = None


def clearance(
    *,
    suppressed: bool,
    subscribed: bool,
    edition: EditionStatus | None,
    notice: NoticeStatus | None = None,
    overtaken: bool = False,
    withdrawn: bool = False,
    resting: bool = False,
) -> Clearance:
    """Decide, just before a message, whether its reader may still be mailed (invariants 8, 9).

    A mail of no edition or notice was asked for by the reader, subscribed or not.
    `withdrawn` tells that it names an article that may not be named any more, `resting`
    that nothing is mailed to anybody.
    """
    unasked = edition is not None or notice is not None
    if suppressed or withdrawn or (unasked and not subscribed):
        return Clearance.NEVER
    if notice is NoticeStatus.WITHDRAWN:
        return Clearance.NEVER
    if resting or edition in _RESTING:
        return Clearance.WAIT
    if edition not in _GOING_OUT:
        return Clearance.NEVER
    return Clearance.OVERTAKEN if overtaken else Clearance.GO


_GOING_OUT = {None, EditionStatus.SENDING, EditionStatus.SENT}
_RESTING = {EditionStatus.DUE, EditionStatus.PAUSED, EditionStatus.HELD}


def cancelled(why: str) -> Outcome:
    """Return the outcome of a message that must not be sent any more."""
    return Outcome(status=DeliveryStatus.CANCELLED, reply=why)


def released(reply: str, not_before: datetime | None = None) -> Outcome:
    """Return the outcome of a message that was taken but not tried."""
    return Outcome(status=DeliveryStatus.PENDING, tried=False, reply=reply, not_before=not_before)


def sent(reply: str, server_id: str | None = None) -> Outcome:
    """Return the outcome of an accepted message, which the server calls so."""
    return Outcome(status=DeliveryStatus.SENT, reply=reply, server_id=server_id)


def refused(reply: str) -> Outcome:
    """Return the outcome of a message or address refused for good."""
    return Outcome(status=DeliveryStatus.FAILED, reply=reply)


def in_doubt(
    policy: Uncertain, attempts: int, reply: str, not_before: datetime | None = None
) -> Outcome:
    """Decide what follows when it is not known whether a message was accepted.

    `attempts` counts this one: what is sent again is not sent for ever.
    """
    if policy is Uncertain.HOLD or attempts >= MOST_ATTEMPTS:
        return Outcome(status=DeliveryStatus.IN_DOUBT, reply=reply)
    return Outcome(status=DeliveryStatus.PENDING, reply=reply, not_before=not_before)


def not_now(
    attempts: int, now: datetime, reply: str, chance: float = 0, answer: Answer | None = None
) -> Outcome:
    """Decide when to try again after a passing fault; doubling waits, then give up.

    `attempts` counts the one that just failed; `answer` is what the destination said, if it
    was heard.
    """
    if attempts >= MOST_ATTEMPTS:
        reply = f"gave up after {attempts}: {reply}"
        return Outcome(status=DeliveryStatus.FAILED, reply=reply, answer=answer)
    again = next_try(attempts, now, chance)
    return Outcome(status=DeliveryStatus.PENDING, reply=reply, not_before=again, answer=answer)


def throttled(written: datetime | None, now: datetime, reply: str, chance: float = 0) -> Outcome:
    """Decide what follows when a destination takes no more mail for now.

    That is no fault of the message, and no attempt of it; but nothing waits for ever.
    """
    answer = Answer.THROTTLED
    if written is not None and now - written > LONGEST_PATIENCE:
        reply = f"gave up after {LONGEST_PATIENCE.days} days: {reply}"
        return Outcome(status=DeliveryStatus.FAILED, reply=reply, answer=answer)
    again = next_try(1, now, chance)
    return released(reply, again)._replace(answer=answer)


def alone(outcome: Outcome, attempts: int, now: datetime, chance: float = 0) -> Outcome:
    """Decide what follows when it was too much for a destination that is not held back.

    Its own attempts count then: it waits for longer each time, and others are not asked to.
    """
    if outcome.answer is not Answer.THROTTLED or outcome.status is DeliveryStatus.FAILED:
        return outcome
    return outcome._replace(tried=True, not_before=next_try(attempts, now, chance))


def next_try(attempts: int, now: datetime, chance: float = 0) -> datetime:
    """Return when to try again after so many attempts.

    `chance`, from 0 to 1, adds up to a quarter, so that what failed together does not
    all come back at one moment.
    """
    doublings = min(attempts - 1, MOST_ATTEMPTS)
    wait: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
    return now + wait * (1 + chance / 4)


def after_death(handover: Handover | None, policy: Uncertain, attempts: int) -> Outcome:
    """Decide what became of a delivery whose worker died, by what its journal says.

    `attempts` counts the one that may have been under way.
    """
    if handover is None or handover.stage is Stage.REFUSED:
        return released("its worker ended before it was sent")
    if handover.stage is Stage.ACCEPTED:
        return sent(handover.reply, handover.server_id)
    return in_doubt(policy, attempts, "its worker ended between the final dot and the answer")


def without_journal(policy: Uncertain, attempts: int) -> Outcome:
    """Decide what became of a delivery whose worker died and left no journal here."""
    return in_doubt(policy, attempts, "its worker ended, and its journal is not here")
