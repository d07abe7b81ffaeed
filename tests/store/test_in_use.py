"""Whoever restores a store is alone with it from the first look to the last."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, contextmanager

import pytest
from sqlalchemy import event

from syndicate.errors import Refused
from syndicate.store.engines import open_engines
from syndicate.store.in_use import alone, in_use


@contextmanager
def user(url: str) -> Iterator[None]:
    """Use a store, as a process of its own would."""
    with closing(open_engines(url)) as engines, in_use(engines):
        yield


def come(url: str) -> None:
    with user(url):
        pass


def test_nobody_is_alone_with_a_store_that_another_uses(
    database_url: str,
) -> None:
    with closing(open_engines(database_url)) as engines, ExitStack() as theirs:
        theirs.enter_context(user(database_url))
        with pytest.raises(Refused, match="the store is in use"), alone(engines):
            pass
        theirs.close()
        with alone(engines):
            pass


def test_who_comes_while_another_is_alone_waits_for_the_end(database_url: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with closing(open_engines(database_url)) as engines, alone(engines):
            coming: Future[None] = pool.submit(come, database_url)
            assert wait([coming], timeout=0.3).not_done
        coming.result()


def test_whoever_has_lost_the_session_of_its_lock_is_there_all_the_same(
    postgresql_url: str,
) -> None:
    with (
        closing(open_engines(postgresql_url)) as theirs,
        closing(open_engines(postgresql_url)) as ours,
        theirs.read.connect(),
        pytest.raises(Refused, match="in use"),
        alone(ours),
    ):
        pass


def test_whoever_is_just_leaving_is_not_there_any_more(postgresql_url: str) -> None:
    with (
        closing(open_engines(postgresql_url)) as theirs,
        closing(open_engines(postgresql_url)) as ours,
        theirs.read.connect() as last,
    ):

        @event.listens_for(ours.write, "after_cursor_execute")
        def leave(*told: object) -> None:
            if "pg_stat_activity" in str(told[2]):
                last.invalidate()

        with alone(ours):
            pass


def test_many_use_a_store_side_by_side(database_url: str) -> None:
    with user(database_url), user(database_url):
        pass
