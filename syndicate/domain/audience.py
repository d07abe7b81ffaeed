"""Who reads by mail, and who must not be mailed?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from syndicate.errors import Refused

BY_OPERATOR = "operator"
ASK_AGAIN_AFTER = timedelta(minutes=10)


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
    """When, how and to which words a person agreed or ended it."""

    subscriber_id: int
    newsletter_id: int
    action: ConsentAction
    how: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change of how a reader stands, and the consent that explains it."""

    subscription: Subscription
    consent: Consent


_ACTIONS = {
    SubscriptionStatus.PENDING: ConsentAction.ASKED,
    SubscriptionStatus.ACTIVE: ConsentAction.CONFIRMED,
    SubscriptionStatus.ENDED: ConsentAction.ENDED,
}


def step(
    key: SubscriptionKey, status: SubscriptionStatus, *, how: str, words: str = "", now: datetime
) -> Step:
    """Return the step to a status: how the reader took it, and to which words."""
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
            action=_ACTIONS[status],
            how=how,
            words=words,
            at=now,
        ),
    )


def heeds_asking(known: Subscription | None, now: datetime) -> bool:
    """Tell whether a wish to subscribe is to be followed by a mail that asks for confirmation.

    Not for who is subscribed already, nor twice in ten minutes: nobody's mailbox can be
    filled through our form.
    """
    if known is None or known.status is SubscriptionStatus.ENDED:
        return True
    if known.status is SubscriptionStatus.ACTIVE:
        return False
    return now - known.since >= ASK_AGAIN_AFTER


def heeds_confirming(known: Subscription) -> bool:
    """Tell whether a confirmation changes anything.

    Raises Refused when the reader has ended it since: an old link must not bring it back.
    """
    if known.status is SubscriptionStatus.ENDED:
        raise Refused("this subscription was ended after the mail was sent; subscribe once more")
    return known.status is SubscriptionStatus.PENDING


def heeds_ending(known: Subscription | None) -> bool:
    """Tell whether there is anything to end."""
    return known is not None and known.status is not SubscriptionStatus.ENDED


def left(consents: Iterable[Consent], newsletter_id: int) -> Consent | None:
    """Return the end that a reader put to a newsletter, unless the same reader came back.

    Asking is not coming back: anybody can ask in a reader's name. Nor is it what an
    operator confirmed. Consents are told oldest first.
    """
    newest = None
    for consent in consents:
        decides = consent.action is not ConsentAction.ASKED and consent.how != BY_OPERATOR
        if decides and consent.newsletter_id == newsletter_id:
            newest = consent
    return newest if newest and newest.action is ConsentAction.ENDED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that is known of a reader; `standings` are by newsletter's name."""

    subscriber: Subscriber
    standings: tuple[tuple[str, Subscription], ...]
    consents: tuple[Consent, ...]
    suppressed: bool


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
class Alike:
    """Readers of a run who were told up to one instant and were brought the same.

    `brought` names what they were: kinds of mails, numbered by who asks.
    """

    told_until: datetime
    brought: frozenset[int]
