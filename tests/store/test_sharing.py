"""Several share what nobody decides about alone meanwhile; whoever waits to do so comes next."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from syndicate.store.editions import Editions
from syndicate.store.engines import Engines
from syndicate.store.jobs import Jobs, NoQueue
from syndicate.store.tables import deliveries
from syndicate.store.unit_of_work import Store
from syndicate.store.untelling import hold_off, untell
from tests.contracts.ledger import Ledger

AT_ONCE = text("SET LOCAL lock_timeout = 1")
WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@pytest.fixture
def server(engines: Engines) -> Engine:
    """Give PostgreSQL, where several write at once, with an edition."""
    if engines.sqlite_file is not None:
        pytest.skip("SQLite lets one write at a time")
    Ledger(Store(engines)).edition()
    return engines.write


def plan(connection: Connection) -> None:
    Editions(connection, [], Jobs(connection, NoQueue())).share(1)


def steer(connection: Connection) -> None:
    Editions(connection, [], Jobs(connection, NoQueue())).lock(1)


def set_back(connection: Connection) -> None:
    untell(connection, deliveries.c.id == 0)


def steer_as_older_programs_do(connection: Connection) -> None:
    connection.execute(text("SELECT id FROM editions FOR UPDATE"))


def set_back_as_older_programs_do(connection: Connection) -> None:
    connection.execute(text("SELECT id FROM newsletters FOR NO KEY UPDATE"))


Act = Callable[[Connection], None]
NEW = [(plan, steer), (hold_off, set_back)]
OLD = [(plan, steer_as_older_programs_do), (hold_off, set_back_as_older_programs_do)]


@pytest.mark.parametrize("share", [plan, hold_off])
def test_those_who_share_do_so_at_once(server: Engine, share: Act) -> None:
    with server.connect() as one, server.connect() as other:
        share(one)
        other.execute(AT_ONCE)
        share(other)


@pytest.mark.parametrize(("share", "decide"), [*NEW, *OLD])
def test_who_shares_and_who_decides_alone_wait_for_each_other(
    server: Engine, share: Act, decide: Act
) -> None:
    for first, second in ((share, decide), (decide, share)):
        with server.connect() as one, server.connect() as other:
            first(one)
            other.execute(AT_ONCE)
            with pytest.raises(DBAPIError, match="lock timeout"):
                second(other)


@pytest.mark.parametrize(("share", "decide"), NEW)
def test_who_waits_to_decide_alone_comes_before_those_who_share_later(
    server: Engine, share: Act, decide: Act
) -> None:
    def decides() -> None:
        with server.begin() as connection:
            decide(connection)

    with ThreadPoolExecutor(1) as pool, server.connect() as later:
        with server.connect() as planner:
            share(planner)
            decided = pool.submit(decides)
            until_somebody_waits(server)
            later.execute(AT_ONCE)
            with pytest.raises(DBAPIError, match="lock timeout"):
                share(later)
        decided.result()


def until_somebody_waits(server: Engine) -> None:
    with server.connect() as looking:
        while not looking.execute(WAITING).scalar():
            time.sleep(0.01)
