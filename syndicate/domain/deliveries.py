"""How does one message to one subscriber come to its end?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=4)
MOST_ATTEMPTS = 12


class DeliveryStatus(StrEnum):
    """Where a delivery stands; every one ends in one of the last four."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    IN_DOUBT = "in-doubt"


class Uncertain(StrEnum):
    """What to do with a message that the server may or may not have accepted."""

    HOLD = "hold"
    RESEND = "resend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery that a worker has taken, with what it needs to send it.

    `attempts` counts this one. A delivery outside any edition has no `edition_id`.
    """

    id: int
    attempts: int
    cohort_id: int
    edition_id: int | None
    newsletter_id: int | None
    subscriber_id: int
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message to one subscriber, as the ledger has it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of an attempt; `not_before` is set where it is to be tried again."""

    status: DeliveryStatus
    reply: str = ""
    not_before: datetime | None = None


def sent(reply: str) -> Outcome:
    """Return the outcome of an accepted message."""
    return Outcome(status=DeliveryStatus.SENT, reply=reply)


def refused(reply: str) -> Outcome:
    """Return the outcome of a message or address refused for good."""
    return Outcome(status=DeliveryStatus.FAILED, reply=reply)


def in_doubt(policy: Uncertain, reply: str) -> Outcome:
    """Decide what follows when it is not known whether a message was accepted."""
    status = DeliveryStatus.IN_DOUBT if policy is Uncertain.HOLD else DeliveryStatus.PENDING
    return Outcome(status=status, reply=reply)


def not_now(attempts: int, now: datetime, reply: str) -> Outcome:
    """Decide when to try again after a passing fault; doubling waits, then give up.

    `attempts` counts the one that just failed.
    """
    if attempts >= MOST_ATTEMPTS:
        return Outcome(status=DeliveryStatus.FAILED, reply=f"gave up after {attempts}: {reply}")
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return Outcome(status=DeliveryStatus.PENDING, reply=reply, not_before=now + wait)
