"""How does a write on SQLite begin while another one is under way?

Left to itself, SQLite looks again after 1 ms, 2, 5, 10, 15, 20 and then every 25: whoever finds a
write of 10 ms under way sleeps for 18. Here it is looked again every half millisecond, by one
process at a time: others wait for their turn (see `turns`).
"""

import sqlite3
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

BEGIN = "BEGIN IMMEDIATE"
_LOOK = 0.0005
_KIND = 0xFF  # of a result code, which may tell more than that (SQLite manual, rescode)


def begin(connection: Connection, pause: Callable[[float], object] = sleep) -> None:
    """Begin to write, as soon as nobody else does.

    Raises OperationalError once the connection's `busy_timeout` has passed.
    """
    driver: Any = connection.connection.driver_connection
    (patience,) = driver.execute("PRAGMA busy_timeout").fetchone()
    end = monotonic() + patience / 1000
    driver.execute("PRAGMA busy_timeout = 0").close()
    try:
        while not _begun(driver, last=monotonic() >= end):
            pause(_LOOK)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {patience}").close()


def _begun(driver: sqlite3.Connection, *, last: bool) -> bool:
    try:
        driver.execute(BEGIN).close()
    except sqlite3.Error as error:
        if last or error.sqlite_errorcode & _KIND != sqlite3.SQLITE_BUSY:
            raise OperationalError(BEGIN, None, error) from error
        return False
    return True
