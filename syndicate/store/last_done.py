"""When was something of the operator's concern done last?"""

from datetime import datetime

from sqlalchemy import Connection, select

from syndicate.store.dialects import inserting
from syndicate.store.tables import last_done


class LastDone:
    """The instants of one transaction, one for each thing that is done again and again."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, what: str) -> datetime | None:
        """Return when it was done last; None before the first time."""
        statement = select(last_done.c.at).where(last_done.c.what == what)
        return self._connection.execute(statement).scalar()

    def note(self, what: str, at: datetime) -> None:
        """Keep that it was done now."""
        adding = inserting(self._connection, last_done).values(what=what, at=at)
        self._connection.execute(
            adding.on_conflict_do_update(index_elements=[last_done.c.what], set_={"at": at})
        )
