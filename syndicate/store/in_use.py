"""Does anybody use a store just now? Known while they do, by what dies with them.

Beside a SQLite file lies a lock file, shared by everybody at work; on PostgreSQL the
server is asked who is connected.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from syndicate.errors import Refused, Temporary
from syndicate.store.engines import Engines

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'syndicate'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


@contextmanager
def in_use(engines: Engines) -> Iterator[None]:
    """Use a store; who restores it is waited for."""
    if engines.sqlite_file is None:
        yield
        return
    handle = _open(engines.sqlite_file)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(engines: Engines) -> Iterator[None]:
    """Be alone with a store. Raises Refused where others use it."""
    if engines.sqlite_file is None:
        with engines.write.connect() as connection:
            if connection.execute(_OTHERS).scalar_one():
                raise _used()
        yield
        return
    handle = _open(engines.sqlite_file)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise _used() from error
        yield
    finally:
        os.close(handle)


def _used() -> Refused:
    return Refused(
        "the store is in use: stop syndicate serve, python scheduler.py and other commands first"
    )


def _open(file: Path) -> int:
    folder = file.with_name(file.name + "-locks")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return os.open(folder / "~in-use", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Temporary(f"cannot lock in {folder} ({error}): allow writing there") from error
