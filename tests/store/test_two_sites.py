"""Two sites on one PostgreSQL server, each in a database of its own, do not disturb each other."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from syndicate.store.engines import Engines, open_engines
from syndicate.store.in_use import alone, in_use
from syndicate.store.locks import Locks
from syndicate.store.migrate import migrate
from syndicate.store.unit_of_work import Store
from syndicate.store.watcher import Watcher
from tests.contracts.ledger import NOW


@pytest.fixture
def sites(postgresql_url: str, empty_postgresql_url: str) -> Iterator[tuple[Engines, Engines]]:
    """Open two databases of one server."""
    with (
        closing(open_engines(postgresql_url)) as one,
        closing(open_engines(empty_postgresql_url)) as other,
    ):
        migrate(other)
        yield one, other


def test_what_one_site_locks_is_free_for_the_other(sites: tuple[Engines, Engines]) -> None:
    one, other = sites
    with Locks(one).hold("errands"):
        assert Locks(other).is_free("errands")
        assert not Locks(one).is_free("errands")
    with Locks(one).hold("errands") as mine, Locks(other).hold("errands") as its:
        assert mine()
        assert its()
    with in_use(one), alone(other):
        pass


def test_what_one_site_commits_is_no_news_for_the_other(sites: tuple[Engines, Engines]) -> None:
    one, other = sites
    with Watcher(one) as mine, Watcher(other) as its:
        with Store(one).write() as tx:
            tx.last_done.note("tick", NOW)
        assert mine.changed()
        assert not its.changed()
