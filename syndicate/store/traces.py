"""What was asked from which network, and by whom, known by keyed hashes alone?"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, text, update

from syndicate.store.dialects import inserting
from syndicate.store.tables import asked_from, consents


class Traces:
    """The traces of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, network: str, hour: datetime) -> int:
        """Count one more from a network in an hour; return how many there are now.

        The row is locked until the transaction ends: who counts at once counts on.
        """
        row = {"network": network, "hour": hour, "asked": 1}
        one = [asked_from.c.network, asked_from.c.hour]
        more = {"asked": asked_from.c.asked + 1}
        statement = (
            inserting(self._connection, asked_from)
            .values(row)
            .on_conflict_do_update(index_elements=one, set_=more)
        )
        counted: int = self._connection.execute(
            statement.returning(asked_from.c.asked)
        ).scalar_one()
        return counted

    def since(self, network: str, instant: datetime) -> int:
        """Return how much was asked from a network in the hours that began since an instant."""
        own = (asked_from.c.network == network) & (asked_from.c.hour >= instant)
        statement = select(func.coalesce(func.sum(asked_from.c.asked), 0)).where(own)
        return int(self._connection.execute(statement).scalar_one())

    def overdue(self, *, consents_before: datetime, counts_before: datetime) -> bool:
        """Tell whether there is anything to forget."""
        consent = select(consents.c.id).where(_traced(consents_before)).limit(1)
        count = select(asked_from.c.hour).where(asked_from.c.hour < counts_before).limit(1)
        return any(self._connection.execute(each).first() for each in (consent, count))

    def forget(self, *, consents_before: datetime, counts_before: datetime) -> int:
        """Delete old counts, and the traces of old consents; return how many of these."""
        self._connection.execute(delete(asked_from).where(asked_from.c.hour < counts_before))
        old = update(consents).where(_traced(consents_before))
        return self._connection.execute(old.values(trace=None)).rowcount


def _traced(before: datetime) -> ColumnElement[bool]:
    return and_(text("trace IS NOT NULL"), consents.c.at < before)
