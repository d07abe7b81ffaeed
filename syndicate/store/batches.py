"""Which worker has claimed what, and how much was sent?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.tables import batches, deliveries, seats
from syndicate.store.tallied import all_tallied

_NOBODY = ""


class Batches:
    """The claims of one transaction. A batch belongs to its worker as long as it lives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, worker: str, now: datetime) -> int:
        """Begin a batch; return its number."""
        statement = insert(batches).values(worker=worker, claimed=now).returning(batches.c.id)
        number: int = self._connection.execute(statement).scalar_one()
        return number

    def close(self, batch_id: int, now: datetime) -> None:
        """End a batch whose deliveries are all settled or released."""
        self._connection.execute(
            update(batches).where(batches.c.id == batch_id).values(settled=now)
        )

    def open_workers(self) -> Sequence[str]:
        """Return the workers that have batches open."""
        statement = select(batches.c.worker).where(batches.c.settled.is_(None)).distinct()
        return self._connection.execute(statement).scalars().all()

    def open_of(self, worker: str) -> Sequence[int]:
        """Return a worker's open batches, held until the transaction ends."""
        own = (batches.c.worker == worker) & batches.c.settled.is_(None)
        statement = select(batches.c.id).where(own).order_by(batches.c.id).with_for_update()
        return self._connection.execute(statement).scalars().all()

    def add_sent(self, batch_id: int, count: int) -> None:
        """Count mails of a batch that were sent."""
        one = update(batches).where(batches.c.id == batch_id)
        self._connection.execute(one.values(sent=batches.c.sent + count))

    def count(self, sent: int, now: datetime) -> None:
        """Count mails that were sent, but not from a batch that is known."""
        if sent:
            row = {"worker": _NOBODY, "claimed": now, "settled": now, "sent": sent}
            self._connection.execute(insert(batches).values(row))

    def sent(self) -> int:
        """Return how many mails were sent, ever."""
        statement = select(func.coalesce(func.sum(batches.c.sent), 0))
        return int(self._connection.execute(statement).scalar_one())

    def recount(self, now: datetime) -> None:
        """Count anew what was sent, by going through all deliveries; after a restore."""
        self._connection.execute(update(batches).values(sent=0))
        self.count(all_tallied(self._connection).get(DeliveryStatus.SENT, 0), now)

    def merge(self, before: datetime, limit: int) -> int:
        """Make one of some that were settled before an instant; return how many are gone.

        What they have sent goes on to count.
        """
        held = select(deliveries.c.id).where(deliveries.c.batch_id == batches.c.id)
        some = (
            select(batches.c.id, batches.c.settled, batches.c.sent)
            .where(batches.c.settled < before, ~held.exists())
            .order_by(batches.c.settled)
            .limit(limit)
            .with_for_update()
        )
        old = self._connection.execute(some).all()
        if len(old) <= 1:
            return 0
        numbers = [row.id for row in old]
        self._connection.execute(delete(seats).where(seats.c.batch_id.in_(numbers)))
        self._connection.execute(delete(batches).where(batches.c.id.in_(numbers)))
        self.count(sum(row.sent for row in old), old[-1].settled)
        return len(old)
