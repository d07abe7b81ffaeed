"""Who is told that an edition waits to be approved? Whoever approves, once for each edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.domain.audience import Subscriber
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import (
    NOT_OVER,
    Edition,
    EditionStatus,
    Newsletter,
    awaits_approval,
    too_late,
)
from syndicate.services.letters import Cohorts, Deliveries
from syndicate.services.transactions import Transactions


class Editions(Protocol):
    """What asking asks of the editions."""

    def in_status(self, *statuses: EditionStatus) -> Sequence[Edition]: ...
    def lock(self, edition_id: int) -> Edition: ...
    def ask(self, edition_id: int, now: datetime) -> None: ...


class Newsletters(Protocol):
    """What asking asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Subscribers(Protocol):
    """What asking asks of those who have an address."""

    def ensure(self, email: str, timezone: str, now: datetime) -> Subscriber: ...


class Letters(Protocol):
    """Where the mail is queued."""

    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def deliveries(self) -> Deliveries: ...


class Transaction(Letters, Protocol):
    """What asking sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def subscribers(self) -> Subscribers: ...


class Renderer(Protocol):
    """Writes the mail."""

    def approval(self, newsletter: Newsletter, edition: Edition) -> RenderedDigest: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskApproval:
    """Queues one mail for each edition that waits to be approved; without an address, none.

    The mail is a letter of the ledger, queued in the transaction that notes that it was.
    Nothing in it approves: whoever reads it says so where the site runs.
    """

    transactions: Transactions[Transaction]
    renderer: Renderer
    approver: str

    def __call__(self, now: datetime) -> None:
        """Ask about what is due now and was not asked about; a repeat asks nothing."""
        if not self.approver:
            return
        with self.transactions.read() as tx:
            waiting = [e for e in tx.editions.in_status(*NOT_OVER) if _to_ask(tx, e, now)]
        for edition in waiting:
            with self.transactions.write() as tx:
                self._ask(tx, edition.id, now)

    def _ask(self, tx: Transaction, edition_id: int, now: datetime) -> None:
        edition = tx.editions.lock(edition_id)
        if not _to_ask(tx, edition, now):
            return
        newsletter = tx.newsletters.by_id(edition.newsletter_id)
        whom = tx.subscribers.ensure(self.approver, newsletter.timezone, now)
        letter = tx.cohorts.letter(self.renderer.approval(newsletter, edition), now)
        tx.deliveries.add(letter, whom.id)
        tx.editions.ask(edition.id, now)


def _to_ask(tx: Transaction, edition: Edition, now: datetime) -> bool:
    newsletter = tx.newsletters.by_id(edition.newsletter_id)
    waits = edition.asked is None and awaits_approval(newsletter, edition)
    over = newsletter.paused or too_late(edition.due, newsletter.late_limit, now)
    return waits and edition.due <= now and not over
