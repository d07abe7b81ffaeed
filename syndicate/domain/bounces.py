"""What does a mail that came back, or a complaint, mean for the address it was sent to?

An address that does not exist is never mailed again. One that fails for a while is only
given up when it has failed on several days; a refusal of the message says nothing of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from syndicate.domain.audience import SuppressionReason

BAD_ADDRESS = frozenset(
    {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
)  # RFC 3463 §3.2, 7505
SOFT_DAYS = 5
SOFT_PERIOD = timedelta(days=30)
LONGEST_QUOTE = 500
STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")

_MAY_BE_THE_ADDRESS = frozenset("0124")  # unknown, address, mailbox, the way (RFC 3463 §3)


class BounceKind(StrEnum):
    """What came back. Of the message alone says nothing of the address."""

    HARD = "hard"
    SOFT = "soft"
    MESSAGE = "message"
    COMPLAINT = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a server or a mailbox provider says of a mail of ours.

    `token` is that of the envelope's sender, empty where none is told. `status` is the
    enhanced code (RFC 3463) where there is one, `said` what a person would read.
    """

    kind: BounceKind
    token: str = ""
    status: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report about one reader, kept. `key` is its own: the same report counts once."""

    subscriber_id: int
    kind: BounceKind
    at: datetime
    key: str
    status: str = ""
    said: str = ""


def kind_of(status: str, *, for_good: bool) -> BounceKind:
    """Judge an enhanced status; `for_good` says that the server will not try again."""
    if status in BAD_ADDRESS:
        return BounceKind.HARD
    _class, subject, *_detail = f"{status or '5'}.0".split(".")
    if for_good and subject not in _MAY_BE_THE_ADDRESS:
        return BounceKind.MESSAGE
    return BounceKind.SOFT


def suppressing(newest: Bounce, earlier: Sequence[Bounce]) -> SuppressionReason | None:
    """Decide whether a reader is never mailed again, after a report and those before it."""
    if newest.kind is BounceKind.COMPLAINT:
        return SuppressionReason.COMPLAINED
    if newest.kind is BounceKind.HARD:
        return SuppressionReason.BOUNCED
    if newest.kind is BounceKind.MESSAGE:
        return None
    since = newest.at - SOFT_PERIOD
    soft = (b for b in (newest, *earlier) if b.kind is BounceKind.SOFT and b.at > since)
    days = {bounce.at.date() for bounce in soft}
    return SuppressionReason.BOUNCED if len(days) >= SOFT_DAYS else None
