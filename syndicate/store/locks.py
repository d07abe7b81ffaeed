"""Who is at work, provably alive? Locks that die with their holder.

Beside a SQLite file lie lock files, held by flock(2); PostgreSQL keeps advisory locks of
a session. Either ends with the process that holds it, however that ends. A session that
says nothing for a while is ended by its server, too: its holder is held up, and only finds
out that it has lost the lock. No clock of ours is asked.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from threading import Event, Thread
from urllib.parse import quote

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from syndicate.errors import Temporary
from syndicate.store.engines import Engines
from syndicate.store.pulse import Pulse
from syndicate.store.together import Together

Still = Callable[[], bool]
"""Tells whether the lock was taken and is held to this moment."""

LAPSE_SECONDS = 60.0
_GUARD = "~guard"
_SIGNS = 4  # of life, while a lock would lapse without one


class Locks:
    """Named locks of one store; for one holder at a time, over all processes and threads.

    On PostgreSQL a process that was held up for `lapse` seconds has lost its locks. On SQLite
    it keeps them: it is on this machine, for somebody to wake or to end.
    """

    def __init__(self, engines: Engines, lapse: float = LAPSE_SECONDS) -> None:
        path = engines.sqlite_file
        files = path and _Files(path.with_name(path.name + "-locks"))
        self._locks = files or _Sessions(engines.write, lapse)

    @contextmanager
    def hold(self, name: str) -> Iterator[Still]:
        """Take a lock if it is free, without waiting, and give it back at the end.

        Ask the function yielded whether it was free, and again before anything that only
        the holder may do: a lock can be lost with the connection that held it. Raises
        Temporary where the lock's keeper cannot be reached.
        """
        with self._locks.hold(name) as still:
            yield still

    def is_free(self, name: str) -> bool:
        """Tell whether nobody holds a lock. Raises Temporary as `hold` does."""
        return self._locks.is_free(name)


class _Files:
    """Locks as files; a file without a lock on it is left over from a killed holder.

    Trying and probing take turns under a guard, so that a probe is never mistaken for a
    holder, nor a file removed that somebody has just opened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def hold(self, name: str) -> Iterator[Still]:
        handle = self._take(name)
        try:
            yield lambda: handle is not None
        finally:
            if handle is not None:
                with self._turn():
                    self._path(name).unlink(missing_ok=True)
                    os.close(handle)

    def is_free(self, name: str) -> bool:
        with self._turn():
            if not self._path(name).exists():
                return True
            handle = _flocked(self._path(name))
            if handle is None:
                return False
            self._path(name).unlink()
            os.close(handle)
            return True

    def _take(self, name: str) -> int | None:
        with self._turn():
            return _flocked(self._path(name))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            handle = os.open(self._folder / _GUARD, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Temporary(
                f"cannot lock in {self._folder} ({error}): allow writing there"
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _path(self, name: str) -> Path:
        return self._folder / quote(name, safe="")


def _flocked(path: Path) -> int | None:
    """Return the open file with the lock on it, or None where somebody else has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


class _Sessions:
    """Advisory locks, each on a connection of its own outside the pool."""

    # A 64-bit key stands in two halves, marked by objsubid 1 (PostgreSQL manual, pg_locks).
    _HELD = text(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1"
        " AND (classid::bigint << 32 | objid::bigint) = :key AND granted AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )

    def __init__(self, engine: Engine, lapse: float) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lapse = lapse

    @contextmanager
    def hold(self, name: str) -> Iterator[Still]:
        session = _Session(self._engine, self._lapse)
        try:
            session.take(_key(name))
            with _giving_signs(session.still, self._lapse / _SIGNS):
                yield session.still
        finally:
            session.end()

    def is_free(self, name: str) -> bool:
        with _translated(), self._engine.connect() as connection:
            return not connection.scalar(self._HELD, {"key": _key(name)})


_LAPSING = text("SELECT set_config('idle_session_timeout', :milliseconds, false)")


class _Session:
    """One connection that may hold one lock; threads of the holder may ask about it."""

    def __init__(self, engine: Engine, lapse: float) -> None:
        with _translated():
            self._connection = engine.connect()
            self._pulse = Pulse(self._connection)
            self._connection.detach()
            self._connection.execute(_LAPSING, {"milliseconds": f"{lapse * 1000:.0f}"})
        self._ask = Together(self._lives)
        self._taken = False

    def take(self, key: int) -> None:
        with _translated():
            statement = text("SELECT pg_try_advisory_lock(:key)")
            self._taken = bool(self._connection.scalar(statement, {"key": key}))

    def still(self) -> bool:
        """Tell whether the session that took the lock lives; SQLAlchemy may not replace it."""
        return self._ask()

    def _lives(self) -> bool:
        return self._taken and not self._lost() and self._pulse.beats()

    def end(self) -> None:
        """Unlock first: the server notices a closed connection a little later only."""
        with self._connection, suppress(DBAPIError):
            if self._taken and not self._lost():
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))

    def _lost(self) -> bool:
        return self._connection.invalidated


@contextmanager
def _giving_signs(still: Still, seconds: float) -> Iterator[None]:
    """Have a lock asked about again and again, however long its holder is busy elsewhere."""
    over = Event()

    def sign() -> None:
        while not over.wait(seconds) and still():
            pass

    thread = Thread(target=sign, name="lock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        raise Temporary(f"the store cannot be reached for a lock ({error.orig})") from error
