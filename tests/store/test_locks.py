"""Do locks keep others out, and die with their holder?"""

import os
import signal
import time
from contextlib import closing
from threading import Event

import pytest
from sqlalchemy import text

from syndicate.store.engines import Engines
from syndicate.store.locks import Locks
from syndicate.store.unit_of_work import Store
from tests.store.children import child, hold_and_tell, hold_for_ever
from tests.store.rows import NOON, an_article

LAPSE = 2.0
NAMES = ["worker-1", "../worker", "Zürich / 7", "x" * 60]
END_SESSIONS = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def locks(engines: Engines) -> Locks:
    """Give the locks of a store."""
    return Locks(engines)


def becomes_free(locks: Locks, name: str) -> bool:
    """Wait a little: a server notices the death of its client a moment later."""
    for _ in range(1000):
        if locks.is_free(name):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("name", NAMES)
def test_a_lock_is_held_until_it_is_given_back(locks: Locks, name: str) -> None:
    assert locks.is_free(name)
    with locks.hold(name) as still:
        assert still()
        assert not locks.is_free(name)
        assert still()
    assert locks.is_free(name)


def test_a_held_lock_is_not_given_to_another(engines: Engines, locks: Locks) -> None:
    with locks.hold("worker-1") as still, Locks(engines).hold("worker-1") as other:
        assert still()
        assert not other()
    with locks.hold("worker-1") as still:
        assert still()


def test_refusing_a_second_holder_leaves_the_first_its_lock(locks: Locks) -> None:
    with locks.hold("worker-1") as still:
        with locks.hold("worker-1"):
            pass
        assert still()
        assert not locks.is_free("worker-1")


def test_locks_of_different_names_are_different(locks: Locks) -> None:
    with locks.hold("worker-1") as one, locks.hold("worker-2") as other:
        assert one()
        assert other()


def test_a_lock_dies_with_its_killed_holder(locks: Locks, database_url: str) -> None:
    with child(hold_for_ever, database_url, "worker-1") as (process, pipe):
        assert pipe.recv() is True
        assert not locks.is_free("worker-1")
        process.kill()
        assert becomes_free(locks, "worker-1")
    with locks.hold("worker-1") as still:
        assert still()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_killed_holder_leaves_no_file_once_it_was_looked_for(
    engines: Engines, locks: Locks, database_url: str
) -> None:
    path = engines.sqlite_file
    assert path is not None
    with child(hold_for_ever, database_url, "worker-1") as (process, pipe):
        assert pipe.recv() is True
        process.kill()
        process.join()
    assert locks.is_free("worker-1")
    assert not list(path.with_name(path.name + "-locks").glob("worker*"))


def test_a_holder_asks_at_once_for_its_lock_and_for_commits(engines: Engines, locks: Locks) -> None:
    with locks.hold("worker-1") as lock, closing(lock.watch()) as watch:
        assert [watch.changed(), watch.held] == [False, True]
        _commit(engines)
        assert [watch.changed(), watch.held] == [True, True]
        assert [watch.changed(), watch.held] == [False, True]


def test_each_thread_of_a_holder_is_told_of_each_commit(engines: Engines, locks: Locks) -> None:
    with (
        locks.hold("worker-1") as lock,
        closing(lock.watch()) as one,
        closing(lock.watch()) as other,
    ):
        _commit(engines)
        assert [one.changed(), other.changed()] == [True, True]
        assert [one.changed(), other.changed()] == [False, False]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_others_claim_and_settle_is_no_news(engines: Engines, locks: Locks) -> None:
    store = Store(engines)
    with locks.hold("worker-1") as lock, closing(lock.watch()) as watch:
        with store.write() as tx:
            batch = tx.batches.open("worker-2", NOON)
            tx.deliveries.claim(batch, 1, NOON)
            tx.deliveries.settle(batch, {}, NOON)
            tx.batches.close(batch, NOON)
        assert not watch.changed()
        with store.write() as tx:
            tx.batches.open("worker-2", NOON)
            tx.editions.newest(None, 1)
        assert watch.changed()


def test_what_is_over_counts_as_lost(locks: Locks) -> None:
    over = Event()
    with locks.hold("worker-1", over=over.is_set) as lock, closing(lock.watch()) as watch:
        assert [lock(), watch.changed(), watch.held] == [True, False, True]
        over.set()
        assert [lock(), watch.changed(), watch.held] == [False, False, False]


def _commit(engines: Engines) -> None:
    with Store(engines).write() as tx:
        tx.connection.execute(an_article())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lock_is_lost_for_good_with_its_connection(engines: Engines, locks: Locks) -> None:
    with locks.hold("worker-1") as still, closing(still.watch()) as watch:
        with engines.write.connect() as connection:
            connection.execute(END_SESSIONS)
        watch.changed()
        assert not watch.held
        assert not still()
        assert not still()
        assert locks.is_free("worker-1")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_holder_that_is_held_up_loses_its_lock_and_knows_when_it_wakes(
    locks: Locks, database_url: str
) -> None:
    with child(hold_and_tell, database_url, "worker-1", LAPSE) as (process, pipe):
        assert pipe.recv() is True
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        assert becomes_free(locks, "worker-1")
        with locks.hold("worker-1") as still:
            assert still()
            os.kill(process.pid, signal.SIGCONT)
            pipe.send("and now?")
            assert pipe.recv() is False


@pytest.mark.parametrize("over", [False, True])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_holder_that_is_busy_for_long_keeps_its_lock_also_once_it_is_over(
    engines: Engines, locks: Locks, over: bool
) -> None:
    with Locks(engines, LAPSE).hold("worker-1", over=lambda: over) as still:
        time.sleep(2 * LAPSE)
        assert not locks.is_free("worker-1")
        assert still() is not over
