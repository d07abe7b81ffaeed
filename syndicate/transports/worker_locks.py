"""Is the worker that owns a batch still alive? A lock that dies with its holder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from syndicate.errors import Conflict
from syndicate.transports.files import using


class WorkerLock:
    """An exclusive lock (flock) on a file of the worker's own.

    The kernel lets go of it when the process ends, however it ends. Acquire it
    before the worker's name is told to anybody, so that nobody looks too early;
    start no child by fork while it is held, which would hold it too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = -1

    def __enter__(self) -> Self:
        """Acquire the lock."""
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self.release()

    @property
    def held(self) -> bool:
        """Tell whether this is the lock's holder and its file still stands in its place."""
        return self._file >= 0 and _same_file(self._file, self.path)

    def acquire(self) -> None:
        """Take the lock. Raises Conflict when it is taken, at once."""
        with using("the lock", self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            number = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(number, fcntl.LOCK_EX) or not _same_file(number, self.path):
            os.close(number)
            raise Conflict(f"{self.path} is held by another worker; leave its work to it")
        self._file = number

    def release(self) -> None:
        """Let go and remove the file, which tells others the same as a free lock."""
        if self._file < 0:
            return
        with using("the lock", self.path):
            if self.held:
                self.path.unlink()
            number, self._file = self._file, -1
            os.close(number)


def is_free(path: Path) -> bool:
    """Tell whether nobody holds a lock: its worker has ended, or died."""
    if not path.exists():
        return True
    with using("the lock", path):
        number = os.open(path, os.O_RDONLY | os.O_CREAT, 0o600)
    try:
        return _locked(number, fcntl.LOCK_SH)
    finally:
        os.close(number)


def _locked(number: int, kind: int) -> bool:
    try:
        fcntl.flock(number, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _same_file(number: int, path: Path) -> bool:
    """Tell whether an open file is still the one at its path (a holder removes it at the end)."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(os.fstat(number), there)
