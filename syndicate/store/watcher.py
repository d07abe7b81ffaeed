"""Has anybody committed anything since the last look?

SQLite counts commits in `PRAGMA data_version`, which a connection sees change whenever
another one commits, in this process or in any. PostgreSQL is told by the writers: their
transactions NOTIFY, and a connection of the watcher's own LISTENs. There, claims of mail and
what became of it are not told: nothing that anybody is shown, or told, depends on them, and an
edition that goes out would have every page looked up again and again.

Whoever waits for a commit hears of it at once: by that connection's socket, on SQLite by a bell
(see `bells`).
"""

import sqlite3
from collections.abc import Collection
from contextlib import suppress
from os import close, pipe, write
from pathlib import Path
from select import POLLIN, poll
from threading import Lock
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from syndicate.store.bells import Bell
from syndicate.store.engines import Engines
from syndicate.store.pulse import Pulse

CHANNEL = "syndicate"
LEDGER = "ledger"
"""Said of a commit by which nothing changed but who has claimed mail, and what became of it."""

_FAULTS = (DBAPIError, sqlite3.Error)  # the counter asks SQLite's driver itself


def announce(connection: Connection, what: str = "") -> None:
    """Tell watchers of this transaction, if and when it commits."""
    if connection.dialect.name == "postgresql":
        told = {"channel": CHANNEL, "what": what}
        connection.execute(text("SELECT pg_notify(:channel, :what)"), told)


class _Look(Protocol):
    def changed(self) -> bool: ...

    def listened(self) -> int | None:
        """Return what can be read once somebody has committed; None where nothing tells."""

    def close(self) -> None: ...


class Watcher:
    """Looks for commits that may be seen, on a connection of its own; any thread may ask.

    `elsewhere` is for who knows of commits through the same engines without being told: they
    wake nobody, and count for nothing where they can be told apart, which on SQLite they cannot.
    A lost connection counts as a change, told once it is regained: something may have
    been missed. While the database is away nothing changes.
    """

    def __init__(self, engines: Engines, *, elsewhere: bool = False) -> None:
        self._engines = engines
        self._but = engines.name if elsewhere else ""
        self._lock = Lock()
        self._look = self._opened()
        self._waking: tuple[int, int] | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for a commit, for so long at the most; tell whether there may have been one.

        Only one thread may wait. It is told, too, when another one calls `wake`.
        """
        waited = poll()
        with self._lock:
            self._waking = self._waking or pipe()
            waited.register(self._waking[0], POLLIN)
            told = None if self._look is None else self._look.listened()
            if told is not None:
                waited.register(told, POLLIN)
        return bool(waited.poll(seconds * 1000))

    def wake(self) -> None:
        """Have whoever waits, or comes to, wait no more."""
        with self._lock:
            self._waking = self._waking or pipe()
            write(self._waking[1], b"\0")

    def changed(self) -> bool:
        """Tell whether there were commits since the last time this was asked, or since opening."""
        with self._lock:
            try:
                if self._look is not None:
                    return self._look.changed()
            except _FAULTS:
                self._drop()
            self._look = self._opened()
            return self._look is not None

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._drop()
            for end in self._waking or ():
                close(end)
            self._waking = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _opened(self) -> _Look | None:
        try:
            if self._engines.sqlite_file is None:
                return _Listening(self._engines.write, {LEDGER, self._but} - {""})
            return _Counting(self._engines.read, self._engines.sqlite_file, self._but)
        except _FAULTS:
            return None

    def _drop(self) -> None:
        if self._look is not None:
            self._look.close()
            self._look = None


class _Counting:
    """Compares SQLite's data version with the one last seen."""

    def __init__(self, engine: Engine, file: Path, but: str) -> None:
        self._file = file
        self._but = but
        self._bell: Bell | None = None
        self._connection = engine.connect()
        self._driver: Any = self._connection.connection.driver_connection
        self._connection.detach()
        self._seen = self._version()

    def changed(self) -> bool:
        if self._bell is not None:
            self._bell.hush()  # before looking: who rings after that is heard the next time
        before, self._seen = self._seen, self._version()
        return self._seen != before

    def listened(self) -> int | None:
        if self._bell is None:
            with suppress(OSError):
                self._bell = Bell(self._file, self._but)
        return None if self._bell is None else self._bell.fileno()

    def close(self) -> None:
        if self._bell is not None:
            self._bell.close()
        self._connection.close()

    def _version(self) -> int:
        """Ask the driver itself: senders of mail ask this before every message."""
        version: int = self._driver.execute("PRAGMA data_version").fetchone()[0]
        return version


class _Listening:
    """Collects PostgreSQL's notifications, which arrive with the answer to any question."""

    def __init__(self, engine: Engine, but: Collection[str]) -> None:
        self._but = but
        self._connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._pulse = Pulse(self._connection)
        self._connection.detach()
        self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")

    def changed(self) -> bool:
        if not self._pulse.beats():
            self._connection.exec_driver_sql("SELECT 1")  # raises what is wrong
        return self._pulse.heard(self._but)

    def listened(self) -> int | None:
        return self._pulse.fileno()

    def close(self) -> None:
        self._connection.close()
