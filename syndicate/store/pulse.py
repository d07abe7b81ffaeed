"""Does a session of PostgreSQL live, and what was it told meanwhile? Asked before each message.

So it is asked of the driver's own connection, past SQLAlchemy's and the driver's cursors:
they cost more than the answer takes to come. What is asked is nothing: an answer to that is
told as much, and takes the server half as long as one to the shortest question.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

_QUESTION = b""
_ANSWERED = 0  # PGRES_EMPTY_QUERY (PostgreSQL manual, PQresultStatus)


class Pulse:
    """Asks one session, on one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        self._session = driver.pgconn
        self._fault: type[Exception] = connection.dialect.loaded_dbapi.Error

    def fileno(self) -> int:
        """Return what can be read once the session is told something."""
        return int(self._session.socket)

    def beats(self) -> bool:
        """Ask, and tell whether there was an answer."""
        try:
            return bool(self._session.exec_(_QUESTION).status == _ANSWERED)
        except self._fault:
            return False

    def heard(self, but: Collection[str]) -> bool:
        """Tell whether the session was notified by the last answer or before, `but` of these."""
        told = False
        while (notified := self._session.notifies()) is not None:
            told = told or notified.extra.decode() not in but
        return told
