"""How does one session of PostgreSQL hold a lock, and hear of commits meanwhile?

It is asked one question before each message: an answer tells both. Sessions end with their
process, however that ends, and those that say nothing for a while are ended by the server.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from threading import Event, Thread
from typing import NamedTuple

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from syndicate.errors import Temporary
from syndicate.store.pulse import Pulse
from syndicate.store.together import Together
from syndicate.store.watcher import CHANNEL, LEDGER

_SIGNS = 4  # of life, while a lock would lapse without one
_LAPSING = text("SELECT set_config('idle_session_timeout', :milliseconds, false)")
_LISTEN = text(f"LISTEN {CHANNEL}")


class Answer(NamedTuple):
    """What a session says: whether it holds its lock, and how often it was told of commits."""

    held: bool
    news: int


class SessionLocks:
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
    def hold(self, name: str, over: Callable[[], bool]) -> Iterator["SessionLock"]:
        """Take a lock if it is free, and give it back at the end."""
        lock = SessionLock(self._engine, self._lapse, over)
        try:
            lock.take(_key(name))
            with _giving_signs(lock.lives, self._lapse / _SIGNS):
                yield lock
        finally:
            lock.end()

    def is_free(self, name: str) -> bool:
        """Tell whether nobody holds a lock."""
        with _translated(), self._engine.connect() as connection:
            return not connection.scalar(self._HELD, {"key": _key(name)})


class SessionLock:
    """One connection that may hold one lock; threads of the holder may ask about it."""

    def __init__(self, engine: Engine, lapse: float, over: Callable[[], bool]) -> None:
        with _translated():
            self._connection = engine.connect()
            self._pulse = Pulse(self._connection)
            self._connection.detach()
            self._connection.execute(_LAPSING, {"milliseconds": f"{lapse * 1000:.0f}"})
            self._connection.execute(_LISTEN)
        self._asked = Together(self._answer)
        self._over = over
        self._taken = False
        self._news = 0

    def take(self, key: int) -> None:
        """Take a lock if it is free."""
        with _translated():
            statement = text("SELECT pg_try_advisory_lock(:key)")
            self._taken = bool(self._connection.scalar(statement, {"key": key}))

    def __call__(self) -> bool:
        """Tell whether the lock is held, and not over."""
        return self.ask().held

    def ask(self) -> Answer:
        """Return what the session says; what is over counts as lost."""
        held, news = self._asked()
        return Answer(held and not self._over(), news)

    def lives(self) -> bool:
        """Tell whether the session that took the lock lives; SQLAlchemy may not replace it.

        Also what is over: its holder waits for what a server says to its last message, up to
        ten minutes, and nobody may take over meanwhile.
        """
        return self._asked().held

    def watch(self) -> "SessionWatch":
        """Return one thread's watch over commits from now on."""
        return SessionWatch(self.ask)

    def end(self) -> None:
        """Unlock first: the server notices a closed connection a little later only."""
        with self._connection, suppress(DBAPIError):
            if self._taken and not self._lost():
                self._connection.execute(text("SELECT pg_advisory_unlock_all()"))

    def _answer(self) -> Answer:
        held = self._taken and not self._lost() and self._pulse.beats()
        if self._pulse.heard(but={LEDGER}):
            self._news += 1
        return Answer(held, self._news)

    def _lost(self) -> bool:
        return self._connection.invalidated


class SessionWatch:
    """What one thread has seen of the commits that a session was told of.

    Claims and outcomes of mail are not counted: by them nobody's mail may go, or may not.
    `held` tells whether the session held its lock when it was last asked.
    """

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self._ask = ask
        self.held, self._seen = ask()

    def changed(self) -> bool:
        """Tell whether there were commits since the last time this was asked, or since opening."""
        before = self._seen
        self.held, self._seen = self._ask()
        return self._seen != before

    def close(self) -> None:
        """Do nothing: the session is the lock's."""


@contextmanager
def _giving_signs(lives: Callable[[], bool], seconds: float) -> Iterator[None]:
    """Have a lock asked about again and again, however long its holder is busy elsewhere."""
    over = Event()

    def sign() -> None:
        while not over.wait(seconds) and lives():
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
