"""How does everything stand: articles, readers, editions, mail, events?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.alarms import Alarm
from syndicate.domain.articles import Status
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, awaits_approval
from syndicate.domain.progress import LOOKED_BACK, Progress, progress
from syndicate.domain.rests import Rest
from syndicate.domain.standing import Waiting
from syndicate.services.readiness import LastDone
from syndicate.services.transactions import Transactions
from syndicate.services.watch_over import BACKUP


class Standing(Protocol):
    """What is counted in the store."""

    def articles(self) -> Mapping[Status, int]: ...
    def deliveries(self) -> Mapping[DeliveryStatus, int]: ...
    def waiting(self, now: datetime) -> Waiting: ...
    def readers(self) -> int: ...


class Editions(Protocol):
    """What is asked of the editions."""

    def in_status(self, *statuses: EditionStatus) -> Sequence[Edition]: ...


class Newsletters(Protocol):
    """What is asked of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Ledger(Protocol):
    """What is asked of an edition's mails."""

    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]: ...
    def sent_since(self, edition_id: int, instant: datetime) -> int: ...


class Rests(Protocol):
    """What is asked of a rest."""

    def present(self) -> Rest | None: ...


class Alarms(Protocol):
    """What is asked of the alarms."""

    def all(self) -> Sequence[Alarm]: ...


class Destinations(Protocol):
    """What is asked of the destinations."""

    def troubled(self) -> Sequence[Destination]: ...
    def waiting(self) -> Mapping[str, int]: ...


class Transaction(Protocol):
    """What telling sees of the store."""

    @property
    def standing(self) -> Standing: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def destinations(self) -> Destinations: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def deliveries(self) -> Ledger: ...
    @property
    def rests(self) -> Rests: ...
    @property
    def alarms(self) -> Alarms: ...
    @property
    def last_done(self) -> LastDone: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """An edition that is not over: whose it is, how far, and whether it waits to be approved."""

    edition: Edition
    newsletter: str
    progress: Progress
    awaits_approval: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How everything stands; `editions` are those that are not over, held ones too.

    `held_back` are destinations that said "not now", `kept` tells how many mails wait for
    each, those that are only limited too. `alarms` are what the operator was mailed of,
    `backed_up` is when the last backup was made, if any was.
    """

    articles: Mapping[Status, int]
    readers: int
    editions: Sequence[UnderWay]
    deliveries: Mapping[DeliveryStatus, int]
    waiting: Waiting
    rest: Rest | None
    held_back: Sequence[Destination]
    kept: Mapping[str, int]
    alarms: Sequence[Alarm]
    backed_up: datetime | None


_OPEN = (EditionStatus.DUE, EditionStatus.SENDING, EditionStatus.PAUSED, EditionStatus.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellStatus:
    """Tells how everything stands at one moment."""

    transactions: Transactions[Transaction]
    clock: Clock

    def __call__(self) -> Report:
        """Return the report."""
        now = self.clock.now()
        with self.transactions.read() as tx:
            return Report(
                articles=tx.standing.articles(),
                readers=tx.standing.readers(),
                editions=[_under_way(tx, e, now) for e in tx.editions.in_status(*_OPEN)],
                deliveries=tx.standing.deliveries(),
                waiting=tx.standing.waiting(now),
                rest=tx.rests.present(),
                held_back=[place for place in tx.destinations.troubled() if place.held_back],
                kept=tx.destinations.waiting(),
                alarms=tx.alarms.all(),
                backed_up=tx.last_done.at(BACKUP),
            )


def _under_way(tx: Transaction, edition: Edition, now: datetime) -> UnderWay:
    newsletter = tx.newsletters.by_id(edition.newsletter_id)
    lately = tx.deliveries.sent_since(edition.id, now - LOOKED_BACK)
    return UnderWay(
        edition=edition,
        newsletter=newsletter.name,
        progress=progress(tx.deliveries.counts(edition.id), lately, now - edition.due),
        awaits_approval=awaits_approval(newsletter, edition),
    )
