"""What is wrong just now, and was the operator told?"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from syndicate.domain.alarms import Alarm
from syndicate.store.dialects import inserting
from syndicate.store.tables import alarms


class Alarms:
    """The alarms of one transaction. Of several who tell at once, one does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> Sequence[Alarm]:
        """Return every alarm, the oldest first."""
        statement = select(alarms).order_by(alarms.c.since, alarms.c.name)
        rows = self._connection.execute(statement)
        return [Alarm(**row._mapping) for row in rows]  # noqa: SLF001 - SQLAlchemy's public name

    def begin(self, name: str, words: str, now: datetime) -> bool:
        """Begin an alarm; tell whether it had not begun yet."""
        row = {"name": name, "since": now, "told": now, "words": words}
        adding = inserting(self._connection, alarms).values(row).on_conflict_do_nothing()
        return self._connection.execute(adding.returning(alarms.c.name)).first() is not None

    def again(self, alarm: Alarm, words: str, now: datetime) -> bool:
        """Note that one is told again; tell whether nobody else did."""
        same = (alarms.c.name == alarm.name) & (alarms.c.told == alarm.told)
        telling = update(alarms).where(same).values(told=now, words=words)
        return self._connection.execute(telling).rowcount > 0

    def reword(self, alarm: Alarm, words: str) -> None:
        """Tell an alarm in other words, to nobody anew; one that was told again is left."""
        same = (alarms.c.name == alarm.name) & (alarms.c.told == alarm.told)
        self._connection.execute(update(alarms).where(same).values(words=words))

    def end(self, names: Collection[str]) -> None:
        """End alarms."""
        if names:
            self._connection.execute(delete(alarms).where(alarms.c.name.in_(names)))
