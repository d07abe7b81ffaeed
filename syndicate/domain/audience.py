"""Who reads by mail, and who must not be mailed?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from syndicate.domain.wishes import Frequency
from syndicate.errors import Refused

BY_OPERATOR = "operator"
ASK_AGAIN_AFTER = timedelta(minutes=10)


class SubscriptionStatus(StrEnum):
    """Where a subscription stands, or a following. Only active ones are mailed.

    A following lapses when nothing happens any more; what it brought is still corrected.
    """

    PENDING = "pending"
    ACTIVE = "active"
    LAPSED = "lapsed"
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
class Suppression:
    """Why an address is never mailed, and since when."""

    reason: SuppressionReason
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A reader by mail. `email` is folded: one person, one row.

    The rest is what the reader wishes of all newsletters (`Wishes`).
    """

    id: int = 0
    email: str
    timezone: str
    created: datetime
    frequency: Frequency = Frequency.EVERY
    sections: tuple[str, ...] = ()
    paused_until: datetime | None = None
    plain_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionKey:
    """Which reader's subscription to which newsletter is meant."""

    subscriber_id: int
    newsletter_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A reader's standing towards one newsletter.

    What was recorded up to `told_until` needs not be told any more. It is None until the
    first edition was planned for the reader: that begins where the one before it ended.
    """

    subscriber_id: int
    newsletter_id: int
    status: SubscriptionStatus
    since: datetime
    told_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """When, how and to which words a person agreed to a newsletter or following, or ended it.

    `trace` knows the network address again that it came from, for some weeks.
    """

    subscriber_id: int
    newsletter_id: int | None = None
    following_id: int | None = None
    action: ConsentAction
    how: str
    words: str
    at: datetime
    trace: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of how a reader stands, and the consent that explains it."""

    subscription: Subscription
    consent: Consent


ACTIONS: Mapping[SubscriptionStatus, ConsentAction] = MappingProxyType(
    {
        SubscriptionStatus.PENDING: ConsentAction.ASKED,
        SubscriptionStatus.ACTIVE: ConsentAction.CONFIRMED,
        SubscriptionStatus.ENDED: ConsentAction.ENDED,
    }
)


def step(
    key: SubscriptionKey,
    status: SubscriptionStatus,
    *,
    how: str,
    words: str = "",
    trace: str = "",
    now: datetime,
) -> Step:
    """Return the step to a status: how the reader took it, to which words, and from where."""
    return Step(
        subscription=Subscription(
            subscriber_id=key.subscriber_id,
            newsletter_id=key.newsletter_id,
            status=status,
            since=now,
        ),
        consent=Consent(
            subscriber_id=key.subscriber_id,
            newsletter_id=key.newsletter_id,
            action=ACTIONS[status],
            how=how,
            words=words,
            at=now,
            trace=trace or None,
        ),
    )


class Standing(Protocol):
    """What a wish is judged by: how a reader stands towards something, and since when."""

    @property
    def status(self) -> SubscriptionStatus:
        """How it stands."""

    @property
    def since(self) -> datetime:
        """Since when."""


_OVER = frozenset({SubscriptionStatus.ENDED, SubscriptionStatus.LAPSED})


def heeds_asking(known: Standing | None, now: datetime) -> bool:
    """Tell whether a wish to subscribe, or to follow, calls for a mail that asks to confirm it.

    Not for who is subscribed already, nor twice in ten minutes: nobody's mailbox can be
    filled through our form.
    """
    if known is None or known.status in _OVER:
        return True
    if known.status is SubscriptionStatus.ACTIVE:
        return False
    return now - known.since >= ASK_AGAIN_AFTER


def heeds_confirming(known: Standing) -> bool:
    """Tell whether a confirmation changes anything.

    Raises Refused when it has ended since: an old link must not bring it back.
    """
    if known.status in _OVER:
        raise Refused("this has ended after the mail was sent; ask for it once more")
    return known.status is SubscriptionStatus.PENDING


def heeds_ending(known: Standing | None) -> bool:
    """Tell whether there is anything to end."""
    return known is not None and known.status is not SubscriptionStatus.ENDED


def left(
    consents: Iterable[Consent],
    newsletter_id: int | None = None,
    following_id: int | None = None,
) -> Consent | None:
    """Return the end that a reader put to one or the other, unless the same reader came back.

    Asking is not coming back: anybody can ask in a reader's name. Nor is it what an
    operator confirmed. Consents are told oldest first.
    """
    newest = None
    for consent in consents:
        decides = consent.action is not ConsentAction.ASKED and consent.how != BY_OPERATOR
        about = (consent.newsletter_id, consent.following_id)
        if decides and about == (newsletter_id, following_id):
            newest = consent
    return newest if newest and newest.action is ConsentAction.ENDED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A newsletter's active, unsuppressed readers numbered first to last.

    Only those in `timezones`, unless that is empty.
    """

    newsletter_id: int
    timezones: tuple[str, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Of which kind a cohort's mails are: those that were mailed, and those that still wait."""

    mailed: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Readers of a run who were told up to one instant and were brought the same.

    `brought` names what they were: kinds of mails, numbered by who asks. They chose the
    same `sections`; none stands for all.
    """

    told_until: datetime
    brought: frozenset[int]
    sections: tuple[str, ...] = ()
