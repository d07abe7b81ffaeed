"""Nodes are killed, stopped, cut off and wrong about the time: each mail goes out once."""

import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.editions import EditionStatus
from tests.conftest import END_SESSIONS, Server
from tests.flows.bridge_edition import add_newsletter, wait_until
from tests.flows.killing import account, plan
from tests.flows.mail_processes import SlowSink, process, site
from tests.flows.nodes import (
    FEW,
    LOOK,
    InSmallJobs,
    do_as_told,
    look_when_told,
    publish,
    shared_settings,
    tick_for_ever,
    work_for_ever,
)
from tests.transports.mail_servers import SinkServer

READERS = 300
CONNECTIONS = 2
SLOWNESS = 0.002


@pytest.fixture
def sink() -> Iterator[tuple[SlowSink, int]]:
    """Run a mail server; give its port, too."""
    sink = SlowSink(SLOWNESS)
    with SinkServer(sink) as server:
        yield sink, server.port


@pytest.fixture
def settings(tmp_path: Path, empty_postgresql_url: str, sink: tuple[SlowSink, int]) -> Path:
    """Give the settings of a site of several nodes."""
    return shared_settings(tmp_path, empty_postgresql_url, sink[1], connections=CONNECTIONS)


def ended(app: App, editions: int = 1) -> bool:
    """Tell whether so many editions have gone out, and no other one is there."""
    states = [report.edition.status for report in app.editions.list()]
    return states == [EditionStatus.SENT] * editions


def signalled(process: BaseProcess, number: signal.Signals) -> None:
    """Send a signal to a process."""
    assert process.pid is not None
    os.kill(process.pid, number)


def check(app: App, sink: SlowSink, doubtful: int) -> None:
    """See that everybody was mailed, nobody twice, and at most so many are in doubt."""
    told = account(app, sink, READERS)
    assert told.planned == READERS
    assert told.forgotten == told.unreached == told.repeated == told.renamed == 0
    assert told.in_doubt <= doubtful


def test_what_one_node_publishes_is_served_by_the_others_at_their_next_look(
    settings: Path,
) -> None:
    with site(settings) as app, ExitStack() as stack:
        nodes = [stack.enter_context(process(look_when_told, settings))[1] for _ in range(2)]
        assert [node.recv().count("</entry>") for node in nodes] == [0, 0]
        plan(app, 1)
        for node in nodes:
            node.send(LOOK)
        assert [node.recv().count("</entry>") for node in nodes] == [1, 1]


def test_three_faces_three_workers_and_two_tickers_are_one_site(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    """One worker is killed and one held up for a while, when all three send one edition."""
    sink = SlowSink(10 * SLOWNESS)
    with SinkServer(sink) as server, ExitStack() as stack:
        settings = shared_settings(
            tmp_path, empty_postgresql_url, server.port, connections=CONNECTIONS
        )
        app = stack.enter_context(site(settings, made=InSmallJobs))
        add_newsletter(app, "morning", READERS)

        def start(work: Callable[..., None], count: int) -> list[tuple[BaseProcess, Connection]]:
            started = [process(work, settings, InSmallJobs) for _ in range(count)]
            return [stack.enter_context(each) for each in started]

        faces = [pipe for _, pipe in start(look_when_told, 3)]
        assert [face.recv().count("</entry>") for face in faces] == [0, 0, 0]
        workers = start(work_for_ever, 3)
        assert [pipe.recv() for _, pipe in (*start(tick_for_ever, 2), *workers)] == ["ready"] * 5
        for face, word in zip(faces, ("Bridge", LOOK, LOOK), strict=True):
            face.send(word)
            assert face.recv().count("</entry>") == 1
        sink.wait_for(
            2 * FEW
        )  # whoever is stopped while it writes keeps others waiting for a minute
        wait_until(lambda: at_work(app) == 3)
        killed, held_up, _ = (each for each, _ in workers)
        signalled(killed, signal.SIGKILL)
        signalled(held_up, signal.SIGSTOP)
        sink.wait_for(READERS // 2)
        signalled(held_up, signal.SIGCONT)
        wait_until(lambda: ended(app))
        check(app, sink, doubtful=2 * CONNECTIONS)


def at_work(app: App) -> int:
    """Return how many workers have mails just now."""
    with app.store.read() as tx:
        return len(tx.batches.open_workers())


def test_workers_killed_in_the_middle_of_batches_lose_and_repeat_nothing(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(process(tick_for_ever, settings))
        plan(app, READERS)
        for moment in (50, 150):
            with process(work_for_ever, settings), process(work_for_ever, settings):
                sink[0].wait_for(moment)
        stack.enter_context(process(work_for_ever, settings))
        wait_until(lambda: ended(app))
        check(app, sink[0], doubtful=2 * 2 * CONNECTIONS)


def ahead(app: App) -> bool:
    """Tell whether a worker has claimed a batch besides the one that it sends."""
    with app.store.write() as tx:
        return any(len(tx.batches.open_of(each)) > 1 for each in tx.batches.open_workers())


def test_workers_killed_when_they_have_claimed_ahead_lose_and_repeat_nothing(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    kills = 3
    with site(settings, made=InSmallJobs) as app, ExitStack() as stack:
        stack.enter_context(process(tick_for_ever, settings, InSmallJobs))
        plan(app, READERS)
        for _ in range(kills):
            with process(work_for_ever, settings, InSmallJobs):
                wait_until(lambda: ahead(app))
        stack.enter_context(process(work_for_ever, settings, InSmallJobs))
        wait_until(lambda: ended(app))
        check(app, sink[0], doubtful=kills * CONNECTIONS)


def test_a_worker_that_was_stopped_and_wakes_sends_nothing_that_another_took_over(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app, READERS)
        stopped, _ = stack.enter_context(process(work_for_ever, settings))
        sink[0].wait_for(50)
        signalled(stopped, signal.SIGSTOP)
        with process(tick_for_ever, settings), process(work_for_ever, settings):
            wait_until(lambda: ended(app))
        signalled(stopped, signal.SIGCONT)
        check(app, sink[0], doubtful=CONNECTIONS)
        publish(app, "Ferry")  # by which the one that woke shows that it works again
        stack.enter_context(process(tick_for_ever, settings))
        wait_until(lambda: ended(app, 2))
        assert set(sink[0].copies().values()) == {1}
        assert set(Counter(reader for reader, _ in sink[0].ids).values()) <= {1, 2}


def test_workers_whose_connections_are_cut_go_on_by_themselves(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    def cut(app: App) -> None:
        with app.engines.write.connect() as connection:
            connection.execute(text(END_SESSIONS))

    with site(settings) as app:
        trouble(app, settings, sink[0], cut)
        check(app, sink[0], doubtful=2 * 2 * CONNECTIONS)


def test_workers_go_on_by_themselves_when_their_database_was_started_anew(
    tmp_path: Path, sink: tuple[SlowSink, int]
) -> None:
    with closing(Server(Path(tempfile.gettempdir()) / f"syndicate-{uuid4().hex}")) as cluster:
        url = cluster.url(cluster.create())
        settings = shared_settings(tmp_path / "site", url, sink[1], connections=CONNECTIONS)
        with site(settings) as app:
            trouble(app, settings, sink[0], lambda _: cluster.restart())
            check(app, sink[0], doubtful=2 * 2 * CONNECTIONS)


def trouble(app: App, settings: Path, sink: SlowSink, makes: Callable[[App], None]) -> None:
    """Send an edition by two workers, and make trouble twice in the middle."""
    with ExitStack() as stack:
        for work in (tick_for_ever, work_for_ever, work_for_ever):
            stack.enter_context(process(work, settings))
        plan(app, READERS)
        for moment in (50, 150):
            sink.wait_for(moment)
            makes(app)
        wait_until(lambda: ended(app))


def test_nodes_whose_clocks_are_ninety_seconds_apart_tell_everything_once(
    settings: Path, sink: tuple[SlowSink, int]
) -> None:
    with site(settings) as app, ExitStack() as stack:
        plan(app, 20)
        nodes = [
            stack.enter_context(process(do_as_told, settings, wrong))[1]
            for wrong in (timedelta(seconds=90), timedelta())
        ]
        assert [node.recv() for node in nodes] == ["ready", "ready"]
        for headline, node in zip(("Ferry", "Tunnel", "Harbour"), nodes * 2, strict=False):
            node.send(headline)
            assert node.recv() == "published"
        wait_until(lambda: ended(app, 4))
        assert set(sink[0].copies().values()) == {1}
        assert set(Counter(reader for reader, _ in sink[0].ids).values()) == {4}
        ferry = app.library.public("ferry").article.recorded  # by the one that is ahead
        assert ferry < SystemClock().now()
