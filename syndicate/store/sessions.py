"""Who else has a session at a PostgreSQL server just now?"""

import time

from sqlalchemy import Connection, TextClause, text

_MOMENT = 5.0
_LOOK = 0.02
_AFRESH = text("SELECT pg_stat_clear_snapshot()")


def still_there(connection: Connection, count: TextClause, **told: object) -> int:
    """Return how many sessions a statement counts, none of them one that is just ending.

    The server lists whoever has left until its process has ended, a moment later; so those
    who are found are looked for again, for five seconds at the most.
    """
    end = time.monotonic() + _MOMENT
    while True:
        found = int(connection.scalar(count, told) or 0)
        if not found or time.monotonic() > end:
            return found
        time.sleep(_LOOK)
        connection.execute(_AFRESH)  # a transaction sees the same list for as long as it lasts
