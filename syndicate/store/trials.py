"""Where is something done of which nothing may stay, and for which nobody may wait?

On PostgreSQL, where writers wait for each other's rows alone, in a transaction that is undone. On
a SQLite file it would keep everybody waiting, so there it is done to a copy: a database that
SQLite keeps in a file without a name, where it puts temporary ones, and that ends with the
connection, however the process does.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, NullPool, create_engine

from syndicate.store.engines import Engines, begin_to_read, prepare

_NAMELESS = ""


@contextmanager
def undone(engines: Engines) -> Iterator[Connection]:
    """Yield a connection to all that is there; what is done over it is undone at the end."""
    if engines.sqlite_file is None:
        with engines.write.connect() as connection:
            yield connection
        return
    copying = partial(_copy, engines)
    copy = create_engine(
        "sqlite+pysqlite://", hide_parameters=True, poolclass=NullPool, creator=copying
    )
    prepare(copy, begin_to_read, ("synchronous = OFF",))
    with copy.connect() as connection:
        yield connection


def _copy(engines: Engines) -> sqlite3.Connection:
    """Copy the store as it is at one moment, in one step that nobody who writes waits for."""
    copy = sqlite3.connect(_NAMELESS)
    try:
        with engines.read.connect() as view:
            driver: Any = view.connection.driver_connection
            driver.backup(copy)
    except BaseException:
        copy.close()
        raise
    return copy
