"""What becomes of unsent digests that hold what was withdrawn since they were planned?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from syndicate.domain.deliveries import Claim, Outcome, cancelled, released
from syndicate.domain.digests import ItemKey
from syndicate.domain.editions import Edition, Newsletter

_WITHDRAWN = "what it was to tell was withdrawn"


class Editions(Protocol):
    """What recasting asks of the editions."""

    def lock(self, edition_id: int) -> Edition: ...


class Newsletters(Protocol):
    """What recasting asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Cohorts(Protocol):
    """What recasting asks of the cohorts."""

    def standing(self, cohort_id: int) -> Sequence[ItemKey]: ...
    def wave(self, cohort_id: int) -> int | None: ...
    def ensure(
        self, wave_id: int | None, edition_id: int | None, items: Sequence[ItemKey], now: datetime
    ) -> int: ...
    def move(self, delivery_id: int, cohort_id: int, to: int) -> None: ...


class Ledger(Protocol):
    """What recasting asks of the ledger."""

    def cancel_cohort(self, cohort_id: int, why: str, now: datetime) -> int: ...


class Transaction(Protocol):
    """What recasting sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def deliveries(self) -> Ledger: ...


def recast(tx: Transaction, claim: Claim, now: datetime) -> Outcome:
    """Move a claim, and what waits beside it, to a cohort of what still stands.

    It is let go of, to be claimed again as one of the new cohort. Where nothing is
    left to tell, all of it is cancelled, unless the newsletter is sent empty too.
    """
    if claim.edition_id is None:
        return cancelled(_WITHDRAWN)
    edition = tx.editions.lock(claim.edition_id)  # cohorts are added under it
    left = tx.cohorts.standing(claim.cohort_id)
    if not left and not tx.newsletters.by_id(edition.newsletter_id).send_empty:
        tx.deliveries.cancel_cohort(claim.cohort_id, _WITHDRAWN, now)
        return cancelled(_WITHDRAWN)
    wave = tx.cohorts.wave(claim.cohort_id)
    other = tx.cohorts.ensure(wave, edition.id, left, now)
    tx.cohorts.move(claim.id, claim.cohort_id, other)
    return released(_WITHDRAWN)
