"""Who is killed while restoring leaves the old store or the new one, never half of either."""

from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import pytest

from syndicate.app.keeping import restore
from syndicate.clock import FixedClock
from syndicate.settings import load
from tests.flows.mail_processes import PATIENCE, process
from tests.flows.restored_site import MONDAY, READERS, Site, site_with_readers


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    """Give a site whose edition went out, and an article came, after the backup."""
    with site_with_readers(tmp_path, database_url) as made:
        made.back_up()
        made.publish("Ferry")
        made.run(MONDAY)
        made.app.close()
        yield made


def restore_in_steps(pipe: Connection, settings: Path, backup: Path) -> None:
    """Restore; tell of each step and wait to be told to go on."""

    def tell(done: int, total: int) -> None:
        pipe.send((done, total))
        pipe.recv()

    restore(load(settings), backup, tell, clock=FixedClock(MONDAY))
    pipe.send(None)
    Event().wait(PATIENCE)


def kill_at(site: Site, wanted: Callable[[tuple[int, int] | None], bool]) -> None:
    """Kill a restoring process at the first step of its last transaction that is wanted.

    The last thing it tells is None: it is done.
    """
    with process(restore_in_steps, site.file, site.backup) as (_, pipe):
        assert pipe.poll(PATIENCE)
        told = pipe.recv()
        while not wanted(told):
            assert told is not None
            pipe.send("go on")
            assert pipe.poll(PATIENCE)
            told = pipe.recv()


def amid(told: tuple[int, int] | None) -> bool:
    """Tell whether some of the new store is written."""
    return told is not None and told[0] < told[1]


def at_the_end(told: tuple[int, int] | None) -> bool:
    """Tell whether all of the new store is written, and committed perhaps."""
    return told is not None and told[0] == told[1]


def done(told: tuple[int, int] | None) -> bool:
    """Tell whether it is done."""
    return told is None


def has_ferry(site: Site) -> bool:
    """Tell whether the store is the old one, whole; or the restored one, whole and at rest."""
    site.app = site.open()
    assert site.app.verify().articles in {1, 2}
    with site.app.store.read() as tx:
        there = tx.articles.find("ferry") is not None
        assert (tx.rests.present() is None) == there
        assert len(tx.deliveries.page()) == len(READERS)
    site.app.close()
    return there


def test_killed_amid_the_last_step_it_leaves_the_old_store_and_can_be_done_again(
    site: Site,
) -> None:
    kill_at(site, amid)
    assert has_ferry(site)
    kill_at(site, done)
    assert not has_ferry(site)
    assert not list(site.file.parent.glob("**/.restoring-*"))


def test_killed_at_the_commit_it_leaves_one_of_both_whole(site: Site) -> None:
    kill_at(site, at_the_end)
    has_ferry(site)
