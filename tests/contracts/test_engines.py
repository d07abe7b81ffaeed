"""Whatever carries jobs out keeps this: what a commit left to do is looked for, once or oftener."""

from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

import pytest

from syndicate.app.engine import Engine
from syndicate.domain.jobs import Work
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from syndicate.store.unit_of_work import Store
from syndicate.transports.jobs_in_process import InProcess
from tests.transports.counted import Counted
from tests.transports.jobs_in_postgresql import jobs_in


class Site(NamedTuple):
    """A store, and what carries its jobs out."""

    store: Store
    engine: Engine


def _engine(kind: str, engines: Engines) -> Engine:
    return jobs_in(engines) if kind == "procrastinate" else InProcess()


@pytest.fixture(params=["in-process", "procrastinate"])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """Give a store with either engine, of the kind that each is for."""
    procrastinate = request.param == "procrastinate"
    url = request.getfixturevalue("empty_postgresql_url" if procrastinate else "sqlite_url")
    with closing(open_engines(url)) as engines:
        migrate(engines)
        engine = _engine(request.param, engines)
        yield Site(Store(engines, None, engine), engine)


def defer(site: Site, work: Work, count: int = 1) -> None:
    """Commit a transaction that leaves work to do."""
    with site.store.write() as tx:
        tx.jobs.defer(work, count)


def leave_and_fail(site: Site) -> None:
    """Leave work to do in a transaction that comes to nothing."""
    with site.store.write() as tx:
        tx.jobs.defer(Work.MAIL, 1)
        raise ZeroDivisionError


def waiting(site: Site, work: Work) -> int:
    """Return how many jobs nobody has begun."""
    with site.store.read() as tx:
        return tx.jobs.waiting(work)


@pytest.mark.parametrize("work", Work)
def test_what_a_commit_left_to_do_is_done(site: Site, work: Work) -> None:
    done = Counted()
    with site.engine.running(done.works):
        defer(site, work)
        done.wait_for(work)


def test_what_was_left_before_anybody_worked_is_done(site: Site) -> None:
    done = Counted()
    defer(site, Work.MAIL)
    with site.engine.running(done.works):
        done.wait_for(Work.MAIL)


def test_what_was_rolled_back_left_nothing_to_do(site: Site) -> None:
    done = Counted()
    with site.engine.running(done.works):
        with pytest.raises(ZeroDivisionError):
            leave_and_fail(site)
        assert waiting(site, Work.MAIL) == 0
        defer(site, Work.ERRANDS)
        done.wait_for(Work.ERRANDS)
    assert done.begun(Work.MAIL) == 0


def test_work_that_comes_while_other_of_its_kind_is_done_is_done_afterwards(site: Site) -> None:
    done = Counted()
    with site.engine.running(done.works):
        done.hold()
        defer(site, Work.ERRANDS)
        done.wait_for(Work.ERRANDS)
        defer(site, Work.ERRANDS)
        assert waiting(site, Work.ERRANDS) == 1
        done.let_go()
        done.wait_for(Work.ERRANDS, 2)


def test_work_that_fails_keeps_nothing_else_from_being_done(site: Site) -> None:
    done = Counted(failing=1)
    with site.engine.running(done.works):
        defer(site, Work.MAIL)
        done.wait_for(Work.MAIL)
        defer(site, Work.MAIL)
        done.wait_for(Work.MAIL, 2)
        done.wait_for_end()


def test_work_of_one_kind_does_not_wait_for_another(site: Site) -> None:
    done = Counted()
    with site.engine.running(done.works):
        done.hold()
        for work in Work:
            defer(site, work)
        for work in Work:
            done.wait_for(work)
        done.let_go()


def test_stopping_lets_what_is_under_way_end(site: Site) -> None:
    done = Counted()
    with site.engine.running(done.works):
        done.hold()
        defer(site, Work.MAIL)
        done.wait_for(Work.MAIL)
        done.let_go_soon()
    assert done.ended == 1


def test_what_is_left_while_nobody_works_is_done_once_somebody_does(site: Site) -> None:
    done = Counted()
    with site.engine.running(done.works):
        pass
    defer(site, Work.MAIL)
    assert done.begun(Work.MAIL) == 0
    assert waiting(site, Work.MAIL) == 1
    with site.engine.running(done.works):
        done.wait_for(Work.MAIL)
    assert waiting(site, Work.MAIL) == 0
