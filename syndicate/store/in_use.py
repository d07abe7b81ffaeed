"""Does anybody use a store just now? Known while they do, by what dies with them.

Beside a SQLite file lies a lock file, shared by everybody at work; on PostgreSQL each
shares an advisory lock, on a session of its own.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from syndicate.errors import Refused, Temporary
from syndicate.store.engines import Engines
from syndicate.store.sessions import still_there

_KEY = 0x696E_2075_7365  # "in use"; a worker's lock and the migration's have keys of their own
_SHARE = text(f"SELECT pg_advisory_lock_shared({_KEY})")
_TAKE = text(f"SELECT pg_try_advisory_lock({_KEY})")
_GIVE_BACK = text("SELECT pg_advisory_unlock_all()")
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'syndicate%'"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


@contextmanager
def in_use(engines: Engines) -> Iterator[None]:
    """Use a store; who restores it is waited for."""
    if engines.sqlite_file is None:
        with _session(engines) as session:
            session.execute(_SHARE)
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
    """Be alone with a store: who comes meanwhile waits. Raises Refused where others use it."""
    if engines.sqlite_file is None:
        with _session(engines) as session:
            # The second question finds who has lost the session of its lock.
            if not session.scalar(_TAKE) or still_there(session, _OTHERS):
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


@contextmanager
def _session(engines: Engines) -> Iterator[Connection]:
    """Yield a connection outside the pool; what it locked is given back at the end."""
    session = _connected(engines)
    try:
        yield session
    finally:
        with session, suppress(DBAPIError):
            session.execute(_GIVE_BACK)


def _connected(engines: Engines) -> Connection:
    try:
        session = engines.write.execution_options(isolation_level="AUTOCOMMIT").connect()
    except OperationalError as error:
        raise Temporary(f"the store cannot be reached for a lock ({error.orig})") from error
    session.detach()
    return session


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
