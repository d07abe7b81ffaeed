"""Jobs in PostgreSQL outlive their workers, and leave nothing behind."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import pytest
from sqlalchemy import text

from syndicate.domain.jobs import Work
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import exclusively, migrate
from syndicate.store.unit_of_work import Store
from syndicate.transports.procrastinate_jobs import install, installed
from tests.store.children import child
from tests.transports.counted import Counted
from tests.transports.jobs_in_postgresql import jobs_in

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def engines(empty_postgresql_url: str) -> Iterator[Engines]:
    """Give a migrated database of the test's own."""
    with closing(open_engines(empty_postgresql_url)) as opened:
        migrate(opened)
        yield opened


def begin_and_never_end(pipe: Connection, url: str) -> None:
    """Begin a job and be busy with it until killed."""
    with closing(open_engines(url)) as opened:

        def begin() -> None:
            pipe.send("begun")
            pipe.recv()

        with jobs_in(opened).running({Work.MAIL: begin}):
            pipe.recv()


def defer(engines: Engines, count: int = 1) -> None:
    """Commit a transaction that leaves jobs of mail."""
    with Store(engines, None, jobs_in(engines)).write() as tx:
        tx.jobs.defer(Work.MAIL, count)


def left(engines: Engines) -> int:
    """Return how many jobs there are, begun or not."""
    with engines.read.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM procrastinate_jobs")) or 0)


def test_a_job_of_a_worker_that_was_killed_is_given_to_another(
    engines: Engines, empty_postgresql_url: str
) -> None:
    defer(engines)
    with child(begin_and_never_end, empty_postgresql_url) as (process, pipe):
        assert pipe.recv() == "begun"
        process.kill()
    done = Counted()
    with jobs_in(engines).running(done.works):
        done.wait_for(Work.MAIL)


def test_jobs_that_ended_are_gone_however_they_ended(engines: Engines) -> None:
    defer(engines, 3)
    done = Counted(failing=2)
    with jobs_in(engines).running(done.works):
        done.wait_for(Work.MAIL, 3)
        done.wait_for_end()
    assert left(engines) == 0


def test_what_is_owed_to_programs_outside_leaves_one_job_however_much_it_is(
    engines: Engines,
) -> None:
    store = Store(engines, None, jobs_in(engines))
    with store.write() as tx:
        tx.pings.owe(["https://hub.example/"], ["all"], NOW)
        tx.pings.owe(["https://hub.example/"], ["corrections"], NOW)
    with store.read() as tx:
        assert tx.jobs.waiting(Work.ERRANDS) == 1


def test_the_tables_for_jobs_are_made_once(engines: Engines) -> None:
    with engines.read.connect() as connection:
        assert not installed(connection)
    for _ in range(2):
        with exclusively(engines) as connection:
            install(connection)
    with engines.read.connect() as connection:
        assert installed(connection)
