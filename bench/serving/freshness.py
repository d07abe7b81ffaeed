"""How long after the commit of a publication are its bytes served?

A process of its own asks for the feed of everything again and again, over one connection,
and notes when it sees each new tag. What is published is timed from the moment at which the
database is told to commit, so that the commit itself counts, too.
"""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import event

from bench.serving import processes
from bench.serving.shelf import FIRST, opened
from bench.serving.speed import FEED
from syndicate.app import App
from syndicate.domain.stories import Story
from syndicate.web.server import listening, looking, server_of, uncollected

PAUSE = 0.0005
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """When a publication was seen, and what of a processor it took, in seconds since its commit."""

    seconds: float
    processor: float


def in_one_process(folder: Path, publications: int) -> list[Seen]:
    """Return how publications in the process that serves were seen."""
    with closing(opened(folder)) as app, _serving(app) as url:
        return _timed(app, url, "inside", publications)


def in_another_process(folder: Path, publications: int) -> list[Seen]:
    """Return how publications beside `syndicate serve` were seen."""
    with processes.syndicate(folder) as url, closing(opened(folder)) as app:
        return _timed(app, url, "beside", publications)


@contextmanager
def _serving(app: App) -> Iterator[str]:
    server = server_of(app)
    with listening(processes.HOST, 0) as sockets, looking(app), uncollected():
        thread = threading.Thread(target=server.run, args=(sockets,))
        thread.start()
        try:
            yield f"http://{processes.HOST}:{sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def _timed(app: App, url: str, label: str, publications: int) -> list[Seen]:
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    looking_on = context.Process(target=look_on, args=(theirs, url), daemon=True)
    looking_on.start()
    ours.recv()  # it has seen the feed as it is
    try:
        return [_one(app, f"News {label} {number}", ours) for number in range(publications)]
    finally:
        looking_on.terminate()
        looking_on.join()


def _one(app: App, headline: str, seen: Connection) -> Seen:
    content = replace(FIRST, headline=headline)
    slug = app.ingest(Story(content=content), announce=True)
    commits: list[tuple[float, float]] = []

    def note(_: object) -> None:
        commits.append((time.perf_counter(), time.thread_time()))

    event.listen(app.engines.write, "commit", note)
    try:
        app.publish(slug)
    finally:
        event.remove(app.engines.write, "commit", note)
    used = time.thread_time() - commits[0][1]
    if not seen.poll(PATIENCE):
        raise SystemExit("the feed did not change")
    at: float = seen.recv()
    return Seen(at - commits[0][0], used)


def look_on(told: Connection, url: str) -> None:
    """Tell when a feed is seen to be as it is, and when it is seen to have changed."""
    tag = ""
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)) as connection:
        while True:
            connection.request("GET", FEED, headers={"If-None-Match": tag})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 200:  # noqa: PLR2004 - of HTTP
                tag = answer.headers["etag"]
                told.send(time.perf_counter())
            time.sleep(PAUSE)
