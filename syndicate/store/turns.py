"""Who writes next? Whoever waits goes before those who have just written.

SQLite lets one write at a time, and lets waiting processes look again at moments of their
own: one that writes piece after piece is nearly always there first. So a writer takes the
turn, which is a lock of its own, only for as long as it waits to begin. Who comes back for
the next piece finds the turn taken by whoever waits, and queues behind.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

PATIENCE = 5.0
_LOOK = 0.002


class Turns:
    """The turns of one store file; one thread of a process at a time asks the others for it.

    A turn is a courtesy: who cannot have it within `PATIENCE`, since a holder was stopped
    or its file cannot be made, goes on without, and the database itself decides.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file and file.with_name(file.name + "-locks") / "~turn"
        self._ours = Lock()
        self._handle: int | None = None

    @contextmanager
    def taken(self) -> Iterator[Callable[[], None]]:
        """Wait for a turn. Say by the function yielded when writing has begun."""
        if self._file is None or not self._ours.acquire(timeout=PATIENCE):
            yield lambda: None
            return
        held = [self._ours]

        def begun() -> None:
            if held:
                self._give_back()
                held.pop().release()

        try:
            self._ask(self._file)
            yield begun
        finally:
            begun()

    def close(self) -> None:
        """Give the file back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _ask(self, file: Path) -> None:
        with suppress(OSError):
            if self._handle is None:
                file.parent.mkdir(mode=0o700, exist_ok=True)
                self._handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            end = time.monotonic() + PATIENCE
            while not _flocked(self._handle) and time.monotonic() < end:
                time.sleep(_LOOK)

    def _give_back(self) -> None:
        if self._handle is not None:
            fcntl.flock(self._handle, fcntl.LOCK_UN)


def _flocked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
