"""How does a following change its standing, and what follows from its end?"""

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from syndicate.domain.audience import Consent, SubscriptionStatus, heeds_ending
from syndicate.domain.followings import Following, consent_of

STOPPED = "the reader stopped following"


class Followings(Protocol):
    """What ending does to the followings."""

    def put(self, following: Following) -> Following: ...
    def cancel(self, following_id: int, why: str, now: datetime) -> None: ...


class Consents(Protocol):
    """What ending adds to what readers agreed to."""

    def record(self, consent: Consent) -> None: ...


class Transaction(Protocol):
    """What ending sees of the store."""

    @property
    def subscribers(self) -> Consents: ...
    @property
    def followings(self) -> Followings: ...


def end(tx: Transaction, following: Following, *, how: str, now: datetime) -> None:
    """End a following, and cancel what is waiting to be sent of it; a repeat changes nothing."""
    if heeds_ending(following):
        take(tx, following, SubscriptionStatus.ENDED, how=how, now=now)
        tx.followings.cancel(following.id, STOPPED, now)


def take(
    tx: Transaction,
    following: Following,
    status: SubscriptionStatus,
    *,
    how: str,
    trace: str = "",
    now: datetime,
) -> None:
    """Set how a following stands, and keep the consent for good."""
    stands = tx.followings.put(replace(following, status=status, since=now))
    tx.subscribers.record(consent_of(stands, how=how, trace=trace))
