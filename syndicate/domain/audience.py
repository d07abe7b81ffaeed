"""Who reads by mail, and who must not be mailed?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """Where a subscription stands. Only active ones are mailed."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


class ConsentAction(StrEnum):
    """What a person did about a subscription."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class SuppressionReason(StrEnum):
    """Why an address is never mailed."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"
    FORGOTTEN = "forgotten"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A reader by mail. `email` is folded: one person, one row."""

    id: int = 0
    email: str
    timezone: str
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A reader's standing towards one newsletter."""

    subscriber_id: int
    newsletter_id: int
    status: SubscriptionStatus
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """When, how and to which words a person agreed or ended it."""

    subscriber_id: int
    newsletter_id: int
    action: ConsentAction
    how: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A newsletter's active, unsuppressed readers numbered first to last.

    Only those in `timezones`, unless that is empty.
    """

    newsletter_id: int
    timezones: tuple[str, ...]
    first: int
    last: int
