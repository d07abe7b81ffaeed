"""Who of a list from elsewhere may be mailed from now on?

A list takes nobody back: who ended a newsletter here, or must not be mailed, stays so.
An end that the list itself tells is kept like one that was told to us.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from syndicate.domain.audience import (
    Consent,
    ConsentAction,
    Step,
    Subscription,
    SubscriptionKey,
    SubscriptionStatus,
    SuppressionReason,
    left,
    step,
)

BY_LIST = "import"


class Told(StrEnum):
    """What a list says of a reader."""

    SUBSCRIBED = "subscribed"
    UNCONFIRMED = "unconfirmed"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    BARRED = "barred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """A line of a list: the folded address, and what the list says of it.

    `newsletters` are those that the line itself names. `timezone` is empty where the
    list has none, `zone_unknown` is what it has when that is no zone. `at` is when
    what it says came about, where it tells.
    """

    line: int
    email: str
    told: Told = Told.SUBSCRIBED
    newsletters: tuple[str, ...] = ()
    timezone: str = ""
    zone_unknown: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A line of a list that cannot be taken, and why."""

    line: int
    why: str


class Outcome(StrEnum):
    """What became of one applicant and one newsletter."""

    ADDED = "added"
    ASKED = "asked"
    KNOWN = "known"
    LEFT = "left"
    ENDED = "ended"
    SUPPRESSED = "suppressed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known here of an applicant and one newsletter."""

    key: SubscriptionKey
    subscription: Subscription | None
    consents: Sequence[Consent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What becomes of an applicant and one newsletter; None where nothing is written."""

    outcome: Outcome
    step: Step | None = None


SUPPRESSING = {
    Told.BOUNCED: SuppressionReason.BOUNCED,
    Told.COMPLAINED: SuppressionReason.COMPLAINED,
    Told.BARRED: SuppressionReason.OPERATOR,
}


def admit(
    applicant: Applicant, standing: Standing, *, confirmed: bool, words: str, now: datetime
) -> Admission:
    """Decide about one applicant, who is not suppressed, and one newsletter.

    `confirmed` says that the readers of the list agreed already; else each is asked.
    `words` say where the list comes from, for the record of consents.
    """
    if applicant.told is Told.UNSUBSCRIBED:
        return _leave(applicant, standing, words=words, now=now)
    if left(standing.consents, standing.key.newsletter_id):
        return Admission(outcome=Outcome.LEFT)
    agreed = confirmed and applicant.told is not Told.UNCONFIRMED
    known = standing.subscription.status if standing.subscription else None
    if known is SubscriptionStatus.ACTIVE or (known is SubscriptionStatus.PENDING and not agreed):
        return Admission(outcome=Outcome.KNOWN)
    wanted = SubscriptionStatus.ACTIVE if agreed else SubscriptionStatus.PENDING
    taken = step(standing.key, wanted, how=BY_LIST, words=words, now=now)
    return Admission(outcome=Outcome.ADDED if agreed else Outcome.ASKED, step=taken)


def _leave(applicant: Applicant, standing: Standing, *, words: str, now: datetime) -> Admission:
    """End what the list says was ended, unless the reader came here after that."""
    known = standing.subscription
    if known is not None and known.status is SubscriptionStatus.ENDED:
        return Admission(outcome=Outcome.LEFT)
    if applicant.at is not None and _came(standing, after=applicant.at):
        return Admission(outcome=Outcome.KNOWN)
    ended = step(standing.key, SubscriptionStatus.ENDED, how=BY_LIST, words=words, now=now)
    return Admission(outcome=Outcome.ENDED, step=ended)


def _came(standing: Standing, *, after: datetime) -> bool:
    """Tell whether a reader came here since; being on a list that was taken in then is not that."""
    return any(
        consent.newsletter_id == standing.key.newsletter_id
        and consent.action is not ConsentAction.ENDED
        and consent.how != BY_LIST
        and consent.at > after
        for consent in standing.consents
    )
