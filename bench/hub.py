"""How fast does a change reach every subscriber of the hub, and in how much memory?

`scripts/bench hub [--subscribers N] [--database sqlite|postgresql]`: subscribers of one feed,
on many loopback hosts, whose callbacks are all one sink in a process of its own. A change is
published; it is timed until the sink has taken it for everybody. Bars: 10,000 in 10 s, on a
machine at rest; 10,000 take at most 16 MB more memory than the first 500.
"""

import argparse
import json
import multiprocessing
import resource
import socket
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from bench.replay.databases import emptied
from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.stories import Story
from syndicate.domain.websub import Intent, Mode
from syndicate.settings import load

HOSTS = 200
ARTICLES = 50
FEW = 500
ROUNDS = 3
SECONDS = 10.0
MORE_MEMORY = 16.0
ANSWER = b"HTTP/1.1 204 No Content\r\n\r\n"


class Sink:
    """Takes requests of whoever connects, and counts them; as little of HTTP as that takes."""

    def __init__(self) -> None:
        self.taken = 0
        self._counting = threading.Lock()

    def serve(self, opened: socket.socket) -> None:
        """Take connections, each on a thread."""
        while True:
            connection, _ = opened.accept()
            threading.Thread(target=self._take, args=(connection,), daemon=True).start()

    def _take(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as stream:
            while length := self._head(stream):
                stream.read(length)
                connection.sendall(ANSWER)
                with self._counting:
                    self.taken += 1

    @staticmethod
    def _head(stream: object) -> int:
        length = 0
        for line in stream:  # type: ignore[attr-defined]
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            if line == b"\r\n":
                return length
        return 0


def sink(told: Connection) -> None:
    """Run a sink on every address of loopback; tell its port, then the count when asked."""
    taking = Sink()
    with socket.create_server(("0.0.0.0", 0), backlog=1024) as opened:  # noqa: S104 - loopback's many addresses
        told.send(opened.getsockname()[1])
        threading.Thread(target=taking.serve, args=(opened,), daemon=True).start()
        while told.recv():
            told.send(taking.taken)


def site(folder: Path, url: str) -> App:
    """Open a site that may push to loopback."""
    place = folder / "settings.toml"
    place.write_text(
        f'[site]\ntitle = "Bench"\nbase_url = "https://bench.example"\n[store]\nurl = "{url}"\n'
        f'[security]\nsecret_file = "{folder}/secret"\n'
        '[egress]\nallow_callbacks = ["127.0.0.0/8"]\n'
    )
    return App(load(place))


def fill(app: App) -> FeedDocument:
    """Publish a feed of about 60 KB; return it."""
    for number in range(ARTICLES):
        body = f"<p>{'The ferry sails again tomorrow. ' * 25}{number}</p>"
        publish(app, f"Story {number}", body)
    document = app.serve_feed("all", FeedFormat.ATOM)
    if not isinstance(document, FeedDocument):
        raise SystemExit("there is no feed")
    print(f"a feed of {len(document.body) / 1000:.0f} KB")
    return document


def publish(app: App, headline: str, body: str = "<p>It is so.</p>") -> None:
    """Publish an article."""
    story = Story(content=Content(headline=headline, body_html=body))
    app.publish(app.ingest(story, announce=True))


def subscribe(app: App, numbers: range, port: int, document: FeedDocument) -> None:
    """Subscribe callbacks on many hosts, as if each had meant it."""
    now = SystemClock().now()
    with app.store.write() as tx:
        topic = tx.hub_topics.ensure("all", FeedFormat.ATOM, document.etag)
        for number in numbers:
            host = f"127.0.{number % HOSTS // 100 + 1}.{number % 100 + 1}"
            intent = Intent(
                id=0,
                topic_id=topic.id,
                feed="all",
                format=FeedFormat.ATOM,
                mode=Mode.SUBSCRIBE,
                url=f"http://{host}:{port}/push/{number}",
                secret="a secret of theirs",  # noqa: S106 - a bench has no secrets
                lease=timedelta(days=10),
                version=topic.version,
                attempts=0,
            )
            tx.hub_callbacks.put(intent, now)
    app.run_errands()


def memory() -> float:
    """Return the most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(app: App, name: str) -> dict[str, float]:
    """Publish once, and push it to everybody; return what that took."""
    begun = time.perf_counter()
    publish(app, name)
    published = time.perf_counter()
    processor = time.process_time()
    told = app.run_errands()
    done = time.perf_counter()
    return {
        "told": told,
        "publish_ms": round((published - begun) * 1000, 1),
        "seconds": round(done - published, 2),
        "processor_us_each": round((time.process_time() - processor) / max(told, 1) * 1e6),
        "memory_mb": round(memory(), 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscribers", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=sink, args=(theirs,), daemon=True)
    process.start()
    port = ours.recv()
    with (
        tempfile.TemporaryDirectory() as folder,
        emptied(asked.database, Path(folder)) as url,
        closing(site(Path(folder), url)) as app,
    ):
        document = fill(app)
        subscribe(app, range(FEW), port, document)
        few = measure(app, "To a few")
        subscribe(app, range(FEW, asked.subscribers), port, document)
        rounds = [measure(app, f"Change {number}") for number in range(ROUNDS)]
    ours.send("how many?")
    taken = ours.recv()
    ours.send("")
    best = min(rounds, key=lambda each: each["seconds"])
    grown = rounds[-1]["memory_mb"] - few["memory_mb"]
    print(json.dumps({"few": few, "rounds": rounds, "taken": taken}, indent=2))
    whole = taken == FEW + ROUNDS * asked.subscribers
    fast = best["seconds"] <= SECONDS * asked.subscribers / 10_000
    flat = grown <= MORE_MEMORY
    print(f"everybody was told: {whole}; fast enough: {fast}; {grown:.1f} MB more: {flat}")
    return 0 if whole and fast and flat else 1


if __name__ == "__main__":
    sys.exit(main())
