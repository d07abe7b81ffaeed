"""What do other processes do to a store while a test looks on? Started by spawning."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from sqlalchemy import select, update

from syndicate.errors import Temporary
from syndicate.store.engines import open_engines
from syndicate.store.locks import Locks
from syndicate.store.migrate import exclusively, migrate
from syndicate.store.migrations import HEAD
from syndicate.store.tables import articles
from syndicate.store.unit_of_work import Store
from syndicate.store.watcher import announce
from tests.store.rows import NOON
from tests.store.steps import take_steps

_SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def child(
    work: Callable[..., None], *arguments: object
) -> Iterator[tuple[BaseProcess, Connection]]:
    """Run work in a process of its own, given a pipe to the test first; end it afterwards."""
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=work, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def migrate_when_told(pipe: Connection, url: str) -> None:
    """Migrate at the same moment as others."""
    pipe.send("ready")
    pipe.recv()
    with closing(open_engines(url)) as engines:
        migrate(engines)
    pipe.send("migrated")


def migrate_and_stop_short(pipe: Connection, url: str) -> None:
    """Take all steps, and come to a stand before the commit."""
    with closing(open_engines(url)) as engines, exclusively(engines) as connection:
        take_steps(connection, HEAD)
        pipe.send("taken")
        pipe.recv()


def count_up(pipe: Connection, url: str, times: int) -> None:
    """Raise the head of the only article, reading it first, many times."""
    pipe.send("ready")
    pipe.recv()
    with closing(open_engines(url)) as engines:
        for _ in range(times):
            with engines.write.begin() as connection:
                head = connection.scalars(select(articles.c.head).with_for_update()).one()
                connection.execute(update(articles).values(head=head + 1))
                announce(connection)
    pipe.send("counted")


def hold_and_tell(pipe: Connection, url: str, name: str, lapse: float) -> None:
    """Take a lock and tell at each word whether it is held still."""
    with closing(open_engines(url)) as engines, Locks(engines, lapse).hold(name) as still:
        pipe.send(still())
        while pipe.recv():
            pipe.send(still())


def write_and_wait(pipe: Connection, url: str, lapse: float) -> None:
    """Write, and commit at the next word; tell what became of it."""
    with closing(open_engines(url)) as engines:
        try:
            with Store(engines, lapse=lapse).write() as tx:
                tx.last_done.note("tick", NOON)
                pipe.send("written")
                pipe.recv()
        except Temporary:
            pipe.send("ended")
        else:
            pipe.send("committed")


def hold_for_ever(pipe: Connection, url: str, name: str) -> None:
    """Take a lock and keep it until killed."""
    with closing(open_engines(url)) as engines, Locks(engines).hold(name) as still:
        pipe.send(still())
        pipe.recv()
