"""Which worker has claimed what?"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from syndicate.store.tables import batches


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
