"""How does a piece of work see and change the store, all of it or nothing?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from syndicate.domain.facts import Fact
from syndicate.errors import Broken, Temporary
from syndicate.store.bells import ring
from syndicate.store.emptying import empty_log
from syndicate.store.engines import Engines
from syndicate.store.jobs import NoQueue, Queue
from syndicate.store.locks import LAPSE_SECONDS
from syndicate.store.migrate import version
from syndicate.store.transaction import Transaction
from syndicate.store.trials import undone
from syndicate.store.turns import Turns
from syndicate.store.watcher import LEDGER, announce

_LAPSING = text("SELECT set_config('idle_in_transaction_session_timeout', :milliseconds, true)")


class Store:
    """The store; reading never waits for writing.

    `generation` rises with every commit made here that may be seen, and whenever `touch` tells
    of one made elsewhere: what was read under the same number still holds. `record` is
    given each transaction's facts just before its commit: what it kept may not have
    happened, but what happened was kept. `queue` is told what each transaction leaves to do.
    On PostgreSQL whoever says nothing for `lapse` seconds in the middle of writing has written
    nothing: others wait for its rows.
    """

    def __init__(
        self,
        engines: Engines,
        record: Callable[[Sequence[Fact]], None] | None = None,
        queue: Queue | None = None,
        lapse: float = LAPSE_SECONDS,
    ) -> None:
        self._engines = engines
        self._lapse = lapse
        self._turns = Turns(engines.sqlite_file)
        self._record = record
        self._queue = queue or NoQueue()
        self.generation = 0
        self._touching = Lock()

    def touch(self) -> None:
        """Say that something may have changed."""
        with self._touching:
            self.generation += 1

    def revision(self) -> str | None:
        """Return the revision of the tables; None before the first migration."""
        with _translated():
            return version(self._engines)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Yield a consistent view; nothing can be written through it."""
        with _translated(), self._engines.read.begin() as connection:
            yield Transaction(connection, self._queue)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Yield a transaction that commits at the end, or not at all on an error.

        Raises Temporary when the database is locked, full or away.
        """
        writing, unseen = self._engines.write.begin, True
        try:
            with _translated(), self._turns.taken() as begun, writing() as connection:
                begun()
                self._let_lapse(connection)
                tx = Transaction(connection, self._queue)
                yield tx
                committed, unseen = tx.conclude(), _ledger_alone(tx)
                announce(connection, LEDGER if unseen else self._engines.name)
                if tx.facts and self._record is not None:
                    self._record(tx.facts)
        finally:  # also where the answer to COMMIT was lost: it may stand, and nobody tells us
            if not unseen:
                self.touch()
                ring(self._engines.sqlite_file, self._engines.name)
        committed()
        if any(fact.erases for fact in tx.facts):
            empty_log(self._engines)

    @contextmanager
    def trial(self) -> Iterator[Transaction]:
        """Yield a transaction that is undone at its end; on SQLite nobody waits for it.

        Nothing is recorded of it, nor left to do. Raises Temporary when there is no room for
        a copy of the store, where it takes one.
        """
        with _translated(), undone(self._engines) as connection:
            self._let_lapse(connection)
            yield Transaction(connection, NoQueue())

    def _let_lapse(self, connection: Connection) -> None:
        """Have the server end what a process that is held up was writing, as it ends its locks."""
        if connection.dialect.name == "postgresql":
            connection.execute(_LAPSING, {"milliseconds": f"{self._lapse * 1000:.0f}"})

    def close(self) -> None:
        """Give all connections back."""
        self._engines.close()
        self._turns.close()


_LEDGER = {"deliveries", "batches", "destinations"}
_ALWAYS = {"connection", "facts", "jobs", "_changed_feeds"}


def _ledger_alone(tx: Transaction) -> bool:
    """Tell whether a transaction has reached nothing but claims and outcomes of mail."""
    reached = vars(tx).keys() - _ALWAYS
    return bool(reached) and reached <= _LEDGER


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except PoolTimeout as error:
        raise Temporary("the store is busy: no connection came free; try again") from error
    except DBAPIError as error:
        if isinstance(error, OperationalError) or error.connection_invalidated:
            raise Temporary(
                f"the store cannot be used now ({error.orig}); nothing was changed, try again"
            ) from error
        raise Broken(f"the store refused: {error.orig}") from error
