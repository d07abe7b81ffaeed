"""How does a person steer an edition, or a delivery that is in doubt?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.editions import (
    NOT_OVER,
    Edition,
    EditionStatus,
    Newsletter,
    Wave,
    awaits_approval,
)
from syndicate.domain.progress import missed_in_part
from syndicate.errors import NotFound, Refused
from syndicate.services.call_off import CallOff, Tell, nobody
from syndicate.services.transactions import Transactions


class Editions(Protocol):
    """What steering asks of the editions."""

    def by_id(self, edition_id: int) -> Edition: ...
    def lock(self, edition_id: int) -> Edition: ...
    def newest(self, newsletter_id: int | None, limit: int) -> Sequence[Edition]: ...
    def waves_of(self, edition_id: int) -> Sequence[Wave]: ...
    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None: ...


class Approvals(Editions, Protocol):
    """What approving asks of the editions."""

    def approve(self, edition_id: int, now: datetime) -> None: ...


class Newsletters(Protocol):
    """What steering asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Ledger(Protocol):
    """What steering asks of the ledger."""

    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]: ...
    def resolve(self, delivery_id: int, status: DeliveryStatus, now: datetime) -> bool: ...
    def page(
        self,
        edition_id: int | None = None,
        status: DeliveryStatus | None = None,
        *,
        after: int = 0,
        limit: int = 1000,
    ) -> Sequence[Delivery]: ...


class Transaction(Protocol):
    """What steering sees of the store."""

    @property
    def editions(self) -> Approvals: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def deliveries(self) -> Ledger: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionReport:
    """An edition, its newsletter's name, and how its deliveries stand.

    With `awaits_approval` nothing of it goes out before somebody approves of it. `in_part`
    tells of one that was sent that a good part could not go out in time.
    """

    edition: Edition
    newsletter: str
    counts: Mapping[DeliveryStatus, int]
    awaits_approval: bool = False
    in_part: bool = False


_STEERABLE = {
    EditionStatus.PAUSED: {EditionStatus.DUE, EditionStatus.SENDING},
    EditionStatus.SENDING: {EditionStatus.PAUSED, EditionStatus.HELD},
    EditionStatus.CANCELLED: {
        EditionStatus.DUE,
        EditionStatus.SENDING,
        EditionStatus.PAUSED,
        EditionStatus.HELD,
    },
}
_VERBS = {
    EditionStatus.PAUSED: "paused",
    EditionStatus.SENDING: "resumed",
    EditionStatus.CANCELLED: "cancelled",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEditions:
    """Lists, pauses, resumes and cancels editions; effective at the next recipient.

    `call_off` cancels what waits of an edition that is cancelled.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    call_off: CallOff

    def list(self, limit: int = 100) -> Sequence[EditionReport]:
        """Return editions, latest due first."""
        with self.transactions.read() as tx:
            return [self._report(tx, edition) for edition in tx.editions.newest(None, limit)]

    def show(self, edition_id: int) -> EditionReport:
        """Return one edition. Raises NotFound."""
        with self.transactions.read() as tx:
            return self._report(tx, tx.editions.by_id(edition_id))

    def pause(self, edition_id: int) -> EditionReport:
        """Stop sending, until it is resumed."""
        return self._steer(edition_id, EditionStatus.PAUSED)

    def resume(self, edition_id: int) -> EditionReport:
        """Go on sending what was paused, or held for a fault that is mended now."""
        return self._steer(edition_id, EditionStatus.SENDING)

    def cancel(self, edition_id: int, tell: Tell = nobody) -> EditionReport:
        """Send nothing more of it; what waits is cancelled afterwards, step by step.

        If this dies first, the next tick does it.
        """
        self._steer(edition_id, EditionStatus.CANCELLED)
        self.call_off.of(edition_id, tell)
        return self.show(edition_id)

    def approve(self, edition_id: int) -> EditionReport:
        """Let an edition that was waiting for it go out; approving twice is approving once.

        Raises Refused where nothing of it goes out any more.
        """
        with self.transactions.write() as tx:
            edition = tx.editions.lock(edition_id)
            if edition.approved is None and edition.status not in NOT_OVER:
                raise Refused(
                    f"edition {edition_id} is {edition.status}: it cannot be approved any more"
                )
            tx.editions.approve(edition_id, self.clock.now())
            return self._report(tx, tx.editions.by_id(edition_id))

    def deliveries(
        self, edition_id: int | None, status: DeliveryStatus | None, after: int = 0
    ) -> Sequence[Delivery]:
        """Return a page of deliveries by number, after the last one seen."""
        with self.transactions.read() as tx:
            return tx.deliveries.page(edition_id, status, after=after)

    def resolve(self, delivery_id: int, *, resend: bool) -> None:
        """Decide a delivery in doubt: it was sent, or is to be sent again.

        Raises NotFound, or Refused where its edition sends nothing any more.
        """
        status = DeliveryStatus.PENDING if resend else DeliveryStatus.SENT
        with self.transactions.write() as tx:
            if resend:
                _reopen(tx, delivery_id)
            if not tx.deliveries.resolve(delivery_id, status, self.clock.now()):
                raise NotFound(
                    f"delivery {delivery_id} is not in doubt; "
                    "see syndicate delivery list --status in-doubt"
                )

    def _steer(self, edition_id: int, wanted: EditionStatus) -> EditionReport:
        with self.transactions.write() as tx:
            edition = tx.editions.lock(edition_id)
            if edition.status not in _STEERABLE[wanted]:
                raise Refused(
                    f"edition {edition_id} is {edition.status}: it cannot be {_VERBS[wanted]}"
                )
            tx.editions.set_status(edition_id, wanted)
            return self._report(tx, tx.editions.by_id(edition_id))

    def _report(self, tx: Transaction, edition: Edition) -> EditionReport:
        newsletter = tx.newsletters.by_id(edition.newsletter_id)
        counts, sent = tx.deliveries.counts(edition.id), edition.status is EditionStatus.SENT
        return EditionReport(
            edition=edition,
            newsletter=newsletter.name,
            counts=counts,
            awaits_approval=awaits_approval(newsletter, edition),
            in_part=sent and missed_in_part(tx.editions.waves_of(edition.id), counts),
        )


def _reopen(tx: Transaction, delivery_id: int) -> None:
    """Let an edition go on that had ended, or refuse where it was called off."""
    for delivery in tx.deliveries.page(after=delivery_id - 1, limit=1):
        if delivery.id == delivery_id and delivery.edition_id is not None:
            edition = tx.editions.lock(delivery.edition_id)
            if edition.status in {EditionStatus.CANCELLED, EditionStatus.MISSED}:
                raise Refused(
                    f"edition {edition.id} is {edition.status}: nothing of it is sent again; "
                    f"say syndicate delivery resolve {delivery_id} sent"
                )
            if edition.status is EditionStatus.SENT:
                tx.editions.set_status(edition.id, EditionStatus.SENDING)
