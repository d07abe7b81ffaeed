"""Does all mail rest?"""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from syndicate.domain.rests import Rest
from syndicate.store.tables import rests


class Rests:
    """The one rest that there may be, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def present(self) -> Rest | None:
        """Return the rest; None where mail goes out."""
        row = self._connection.execute(select(rests.c.since, rests.c.why)).first()
        return None if row is None else Rest(since=row.since, why=row.why)

    def begin(self, why: str, now: datetime) -> None:
        """Let mail rest; a rest that has begun stays as it is."""
        if self.present() is None:
            self._connection.execute(insert(rests).values(id=1, since=now, why=why))

    def end(self) -> bool:
        """Let mail go out again; tell whether it rested."""
        return self._connection.execute(delete(rests)).rowcount > 0
