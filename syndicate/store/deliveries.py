"""The ledger: how does each message to each subscriber stand?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    func,
    insert,
    null,
    or_,
    select,
    text,
    true,
    update,
)

from syndicate.domain.audience import SubscriptionKey
from syndicate.domain.deliveries import (
    Claim,
    Clearance,
    Delivery,
    DeliveryStatus,
    Numbers,
    Outcome,
)
from syndicate.domain.destinations import Destination
from syndicate.domain.editions import Wave
from syndicate.domain.message_ids import Identity
from syndicate.domain.turns import Urgency, more_urgent
from syndicate.store.batches import Batches
from syndicate.store.calling_off import called_off, cancel, cancel_some
from syndicate.store.claimable import FRESH, KEPT
from syndicate.store.claims import any_due, claim_of, claims_of, count, take
from syndicate.store.clearances import look
from syndicate.store.jobs import Jobs
from syndicate.store.mail_numbers import known_as, last_of
from syndicate.store.mails_to import outside, waiting_mails
from syndicate.store.settling import make_way, settle
from syndicate.store.tables import (
    cohorts,
    deliveries,
    editions,
    subscribers,
)
from syndicate.store.tables.mail import HELD, PENDING
from syndicate.store.tallied import sent_since, tallied


class Deliveries:
    """The ledger in one transaction."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs

    def add(self, cohort_id: int, subscriber_id: int, *, following_id: int | None = None) -> int:
        """Add one delivery outside any edition, of a following if any; return its number."""
        row = {
            "cohort_id": cohort_id,
            "subscriber_id": subscriber_id,
            "following_id": following_id,
            "status": DeliveryStatus.PENDING,
        }
        statement = insert(deliveries).values(row).returning(deliveries.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        self._jobs.mail(1)
        return number

    def due(self, now: datetime) -> bool:
        """Tell whether there is anything to claim that waits for no destination."""
        return any_due(self._connection, tuple(Urgency), now)

    def count_due(self, most: int, now: datetime) -> int:
        """Count, up to so many, what `due` asks for; earlier mails to a reader among it."""
        return sum(count(self._connection, kind, most, now) for kind in Urgency)

    def claim(self, batch_id: int, limit: int, now: datetime) -> Sequence[Claim]:
        """Take deliveries that are due, oldest first; those that another one holds are skipped.

        Where several kinds of mail are due, each has its share (`domain/turns.py`). What an
        edition cancelled or missed left waiting is taken too, and comes to its end by its
        clearance. What waits for a destination is left.
        """
        take(self._connection, FRESH, batch_id, limit, now=now)
        return self.claimed_by(batch_id)

    def claim_kept(self, batch_id: int, destination: str, limit: int) -> int:
        """Take what waits for a destination, shared out likewise; return how many.

        Whether its moment has come is not asked.
        """
        return take(self._connection, KEPT, batch_id, limit, destination=destination)

    def urgent(self, than: Urgency, now: datetime) -> bool:
        """Tell whether something is due for which mail of a kind has to wait."""
        return any_due(self._connection, more_urgent(than), now)

    def keep_back(
        self, batch_id: int, numbers: Sequence[int], destination: Destination, why: str
    ) -> None:
        """Let what a batch holds wait for its destination: nothing of it was tried."""
        waiting = {
            "status": DeliveryStatus.PENDING,
            "batch_id": null(),
            "waits_for": destination.name,
            "not_before": destination.next_at,
            "reply": why,
        }
        mine = (deliveries.c.batch_id == batch_id) & deliveries.c.id.in_(numbers)
        self._connection.execute(update(deliveries).where(mine).values(waiting))

    def claimed_by(self, batch_id: int) -> Sequence[Claim]:
        """Return what a batch still holds."""
        return claims_of(self._connection, batch_id)

    def copy(self, edition_id: int, email: str) -> tuple[Claim, Delivery] | None:
        """Return a reader's delivery of an edition, with what its message is made of."""
        found = claim_of(self._connection, edition_id, email)
        if found is None:
            return None
        (delivery,) = self.page(after=found.id - 1, limit=1)
        return found, delivery

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]:
        """Look once more, just before they are sent: may these deliveries go (invariant 9)?"""
        return look(self._connection, delivery_ids)

    def settle(self, batch_id: int, outcomes: Mapping[int, Outcome], now: datetime) -> None:
        """Write what became of a batch's deliveries and let go of them.

        A row that the batch does not hold any more is left as it is.
        """
        settle(self._connection, batch_id, outcomes, now)

    def make_way(self, outcomes: Mapping[int, Outcome]) -> None:
        """Halt planning, where any of these outcomes will set a reader back (`untelling`).

        To be called before destinations are asked, and before the outcomes are settled.
        """
        make_way(self._connection, outcomes)

    def resolve(self, delivery_id: int, status: DeliveryStatus, now: datetime) -> bool:
        """Decide a delivery that was in doubt; tell whether there was one."""
        doubtful = (deliveries.c.id == delivery_id) & (
            deliveries.c.status == DeliveryStatus.IN_DOUBT
        )
        statement = update(deliveries).where(doubtful).values(status=status, settled=now)
        found = self._connection.execute(statement).rowcount == 1
        if found and status is DeliveryStatus.SENT:
            Batches(self._connection).count(1, now)
        return found

    def called_off(self) -> Sequence[int]:
        """Return the cancelled editions of which mails wait, but for those of their destination."""
        return called_off(self._connection)

    def cancel_waiting(self, edition_id: int, why: str, now: datetime, limit: int) -> int:
        """Cancel so much of an edition as has not been claimed; return how many."""
        return cancel_some(self._connection, edition_id, true(), why, now, limit)

    def cancel_wave(self, wave: Wave, why: str, now: datetime, limit: int) -> int:
        """Cancel so much of a wave as has not been claimed; return how many."""
        own = deliveries.c.cohort_id.in_(select(cohorts.c.id).where(cohorts.c.wave_id == wave.id))
        return cancel_some(self._connection, wave.edition_id, own, why, now, limit)

    def cancel_for(self, key: SubscriptionKey, why: str, now: datetime) -> int:
        """Cancel what a newsletter still has waiting for a reader who left it; return how many.

        What a worker has claimed is looked at again by `clearances`. The reader is not set back,
        so that nobody who plans is waited for: who comes back begins anew.
        """
        own = select(editions.c.id).where(editions.c.newsletter_id == key.newsletter_id)
        notes = select(cohorts.c.id).where(cohorts.c.newsletter_id == key.newsletter_id)
        mine = deliveries.c.id.in_(select(waiting_mails([key.subscriber_id]).subquery().c.id))
        its = deliveries.c.edition_id.in_(own) | deliveries.c.cohort_id.in_(notes)
        return cancel(self._connection, mine & its & _WAITS, why, now)

    def letters_since(self, subscriber_id: int, instant: datetime) -> int:
        """Return how many letters outside any edition were written to a reader since then."""
        statement = (
            select(func.count())
            .select_from(deliveries)
            .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
            .where(
                deliveries.c.id.in_(outside([subscriber_id])),
                cohorts.c.created > instant,
            )
        )
        return self._connection.execute(statement).scalar_one()

    def known_as(self, identity: Identity) -> Numbers:
        """Return the numbers of the mail that a Message-ID of ours names."""
        return known_as(self._connection, identity)

    def last_of(self, key: SubscriptionKey) -> Numbers:
        """Return the numbers of the newest edition of a newsletter that a reader was mailed."""
        return last_of(self._connection, key)

    def counts(self, edition_id: int) -> Mapping[DeliveryStatus, int]:
        """Return how many deliveries of an edition stand how."""
        return tallied(self._connection, "edition_id", edition_id)

    def sent_since(self, edition_id: int, instant: datetime) -> int:
        """Return how many mails were accepted after an instant, of an edition that is not over."""
        return sent_since(self._connection, edition_id, instant)

    def unsettled(self, edition_id: int) -> bool:
        """Tell whether deliveries of an edition still wait or are under way.

        It is looked for among what is open, not in all of the edition, as SQLite would.
        """
        first = select(func.min(deliveries.c.id)).where(deliveries.c.edition_id == edition_id)
        waits = first.where(text(PENDING["digests"])).scalar_subquery().is_not(None)
        own = select(deliveries.c.id).where(deliveries.c.edition_id + 0 == edition_id)
        others = (own.where(text(each)).exists() for each in (PENDING["kept"], HELD))
        statement = select(or_(waits, *others))
        return bool(self._connection.execute(statement).scalar_one())

    def page(
        self,
        edition_id: int | None = None,
        status: DeliveryStatus | None = None,
        *,
        after: int = 0,
        limit: int = 1000,
    ) -> Sequence[Delivery]:
        """Return deliveries by number, of an edition and standing where given."""
        statement = (
            select(deliveries, subscribers.c.email)
            .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
            .where(deliveries.c.id > after)
        )
        if edition_id is not None:
            statement = statement.where(deliveries.c.edition_id == edition_id)
        if status is not None:
            statement = statement.where(deliveries.c.status == status)
        rows = self._connection.execute(statement.order_by(deliveries.c.id).limit(limit))
        return [_delivery(row) for row in rows]


_WAITS = deliveries.c.status == DeliveryStatus.PENDING


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.id,
        edition_id=row.edition_id,
        cohort_id=row.cohort_id,
        subscriber_id=row.subscriber_id,
        email=row.email,
        status=row.status,
        attempts=row.attempts,
        not_before=row.not_before,
        reply=row.reply or "",
        settled=row.settled,
        server_id=row.server_id,
    )
