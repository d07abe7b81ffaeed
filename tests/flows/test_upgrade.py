"""Programs are exchanged one after the other, while the site publishes and mails."""

from contextlib import ExitStack, closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from syndicate.app import App
from syndicate.errors import CouldNot
from syndicate.settings import load
from syndicate.store.engines import open_engines
from syndicate.store.migrate import version
from syndicate.store.migrations import HEAD
from tests.flows.bridge_edition import wait_until
from tests.flows.killing import plan
from tests.flows.mail_processes import SlowSink, process, site
from tests.flows.nodes import (
    LOOK,
    look_when_told,
    tick_for_ever,
    work_for_ever,
)
from tests.flows.test_nodes import ended
from tests.flows.to_come import Next, OneAfter

READERS = 20


def told(face: Connection, word: str) -> str:
    """Have a face do something; return the feed, or the page, that it serves then."""
    face.send(word)
    return str(face.recv())


def revision(settings: Path) -> str | None:
    """Return the store's revision."""
    with closing(open_engines(load(settings).store_url)) as engines:
        return version(engines)


def test_older_programs_publish_and_mail_beside_newer_ones_that_added_to_the_tables(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as older, ExitStack() as newer:

        def face(stack: ExitStack, made: type[App]) -> Connection:
            pipe = stack.enter_context(process(look_when_told, settings, made))[1]
            assert "<feed" in pipe.recv()
            return pipe

        for work in (tick_for_ever, work_for_ever):
            older.enter_context(process(work, settings))
        old = face(older, App)
        plan(app, READERS)
        wait_until(lambda: ended(app))
        new = face(newer, Next)
        assert revision(settings) == "9001"
        for one, other, headline in ((old, new, "Ferry"), (new, old, "Tunnel")):
            assert headline in told(one, headline)
            assert headline in told(other, LOOK)
        assert [told(each, "/readyz") for each in (old, new)] == ["ready\n", "ready\n"]
        wait_until(lambda: ended(app, 3))  # by the older worker
        older.close()
        for work in (tick_for_ever, work_for_ever):
            newer.enter_context(process(work, settings, Next))
        again = face(older, App)  # one that was ended too soon, and is started again
        assert "Harbour" in told(again, "Harbour")
        wait_until(lambda: ended(app, 4))  # by the newer worker
        assert set(sink[0].copies().values()) == {1}
        assert len(sink[0].ids) == 4 * READERS


def test_nothing_is_taken_from_older_programs_while_they_are_at_work(settings: Path) -> None:
    with site(settings) as app:
        app.status()
    with process(look_when_told, settings) as (_, older), site(settings, made=Next) as newer:
        older.recv()
        newer.status()
        with site(settings, made=OneAfter) as last, pytest.raises(CouldNot) as refused:
            last.status()
        assert "of programs before 9001, which use what this one takes away" in str(refused.value)
        assert revision(settings) == "9001"
    with site(settings, made=OneAfter) as last:
        last.status()
        assert revision(settings) == "9002"
        with site(settings, made=Next) as newer:
            newer.status()
        with site(settings) as old, pytest.raises(CouldNot, match=f"which knows up to {HEAD}"):
            old.status()
