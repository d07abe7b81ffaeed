"""Who is at work, provably alive? Locks that die with their holder.

Beside a SQLite file lie lock files, held by flock(2); PostgreSQL keeps advisory locks of
a session. Either ends with the process that holds it, however that ends. A session that
says nothing for a while is ended by its server, too: its holder is held up, and only finds
out that it has lost the lock. No clock of ours is asked.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from syndicate.errors import Temporary
from syndicate.store.engines import Engines
from syndicate.store.lock_sessions import SessionLocks
from syndicate.store.watcher import Watcher

LAPSE_SECONDS = 60.0
_GUARD = "~guard"


class Watch(Protocol):
    """Tells in one question of commits, and whether the lock was held when that was asked."""

    @property
    def held(self) -> bool:
        """Tell whether the lock was held when `changed` was last asked."""

    def changed(self) -> bool:
        """Tell whether there were commits since the last time this was asked, or since opening."""

    def close(self) -> None:
        """Give back what the watch has of its own."""


class Lock(Protocol):
    """Tells whether it was taken and is held to this moment; each thread may watch over it."""

    def __call__(self) -> bool:
        """Tell whether the lock is held."""

    def watch(self) -> Watch:
        """Return a watch for one thread, over commits from now on."""


def _never() -> bool:
    return False


class Locks:
    """Named locks of one store; for one holder at a time, over all processes and threads.

    On PostgreSQL a process that was held up for `lapse` seconds has lost its locks. On SQLite
    it keeps them: it is on this machine, for somebody to wake or to end.
    """

    def __init__(self, engines: Engines, lapse: float = LAPSE_SECONDS) -> None:
        path = engines.sqlite_file
        files = path and _Files(engines, path.with_name(path.name + "-locks"))
        self._locks = files or SessionLocks(engines.write, lapse)

    @contextmanager
    def hold(self, name: str, over: Callable[[], bool] = _never) -> Iterator[Lock]:
        """Take a lock if it is free, without waiting, and give it back at the end.

        Ask what is yielded whether it was free, and again before anything that only
        the holder may do: a lock can be lost with the connection that held it. Once it is
        `over` it counts as lost. Raises Temporary where the lock's keeper cannot be reached.
        """
        with self._locks.hold(name, over) as lock:
            yield lock

    def is_free(self, name: str) -> bool:
        """Tell whether nobody holds a lock. Raises Temporary as `hold` does."""
        return self._locks.is_free(name)


class _Files:
    """Locks as files; a file without a lock on it is left over from a killed holder.

    Trying and probing take turns under a guard, so that a probe is never mistaken for a
    holder, nor a file removed that somebody has just opened.
    """

    def __init__(self, engines: Engines, folder: Path) -> None:
        self._engines = engines
        self._folder = folder

    @contextmanager
    def hold(self, name: str, over: Callable[[], bool]) -> Iterator["_FileLock"]:
        handle = self._take(name)
        try:
            yield _FileLock(handle is not None, over, self._engines)
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


@dataclass(frozen=True, slots=True)
class _FileLock:
    """A lock as a file, which is held until it is given back."""

    taken: bool
    over: Callable[[], bool]
    engines: Engines

    def __call__(self) -> bool:
        return self.taken and not self.over()

    def watch(self) -> "_FileWatch":
        return _FileWatch(Watcher(self.engines), self)


@dataclass(frozen=True, slots=True)
class _FileWatch:
    """A watch over the store, beside a lock of which nothing need be asked."""

    watcher: Watcher
    lock: _FileLock

    @property
    def held(self) -> bool:
        return self.lock()

    def changed(self) -> bool:
        return self.watcher.changed()

    def close(self) -> None:
        self.watcher.close()


def _flocked(path: Path) -> int | None:
    """Return the open file with the lock on it, or None where somebody else has it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
