"""How does what was erased leave SQLite's write-ahead log, while others read and write?"""

import sqlite3
import time
from contextlib import closing, suppress
from typing import Any

from syndicate.store.engines import BUSY_SECONDS, Engines

_LOOK = 0.02


def empty_log(engines: Engines) -> None:
    """Leave nothing in the log of what was just overwritten in the database.

    Whoever reads there at this moment keeps it for `BUSY_SECONDS`, or else until the next time.
    A moment without anybody is looked for again and again: were SQLite to wait for it, whoever
    writes would have to wait as long.
    """
    if engines.sqlite_file is None:
        return
    until = time.monotonic() + BUSY_SECONDS
    while not _emptied(engines) and time.monotonic() < until:
        time.sleep(_LOOK)


def _emptied(engines: Engines) -> bool:
    """Empty the log, if nobody is there; tell whether that was done."""
    with closing(engines.write.raw_connection()) as connection:
        driver: Any = connection.driver_connection
        busy = True
        try:
            driver.execute("PRAGMA busy_timeout = 0")
            with suppress(sqlite3.OperationalError):
                busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            driver.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        return not busy
