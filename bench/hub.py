"""How fast does a change reach every subscriber of the hub, and in how much memory?

`scripts/bench hub [--subscribers N] [--hosts N] [--database sqlite|postgresql]`: subscribers
of one feed, on 200 loopback hosts or as many as wished, each with a secret of its own, whose
callbacks are all one sink in a process of its own. How many such requests the sink takes from
somebody who has nothing to do but to send them is measured first, and printed. Then a change is
published; it is timed until the sink has taken it for everybody. Bars: 10,000 in 10 s, on a
machine at rest; 10,000 take at most 16 MB more memory than the first 500; the sink alone is
twice as fast.
"""

import argparse
import json
import multiprocessing
import re
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

ARTICLES = 50
FEW = 500
ROUNDS = 3
SECONDS = 10.0
MORE_MEMORY = 16.0
PIECE = 64 * 1024
SENDERS = 8
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
        buffer = bytearray(PIECE)
        with connection:
            while (rest := self._head(connection)) is not None:
                while rest > 0:
                    rest -= connection.recv_into(buffer, min(rest, PIECE))
                connection.sendall(ANSWER)
                with self._counting:
                    self.taken += 1

    @staticmethod
    def _head(connection: socket.socket) -> int | None:
        """Read a request's head; return how many bytes of its body are to come, None at the end."""
        head = b""
        while (end := head.find(b"\r\n\r\n")) < 0:
            piece = connection.recv(PIECE)
            if not piece:
                return None
            head += piece
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
        return (int(length[1]) if length else 0) - (len(head) - end - 4)


def sink(told: Connection) -> None:
    """Run a sink on every address of loopback; tell its port, then the count when asked."""
    taking = Sink()
    with socket.create_server(("0.0.0.0", 0), backlog=1024) as opened:  # noqa: S104 - loopback's many addresses
        told.send(opened.getsockname()[1])
        threading.Thread(target=taking.serve, args=(opened,), daemon=True).start()
        while told.recv():
            told.send(taking.taken)


def alone(port: int, body: bytes, requests: int) -> float:
    """Send the sink so many requests, ready-made; return how many it takes in a second."""
    request = b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    def send() -> None:
        with socket.create_connection(("127.0.0.1", port)) as opened:
            for _ in range(requests // SENDERS):
                opened.sendall(request)
                opened.recv(PIECE)

    senders = [threading.Thread(target=send) for _ in range(SENDERS)]
    begun = time.perf_counter()
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    return requests // SENDERS * SENDERS / (time.perf_counter() - begun)


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


def subscribe(app: App, numbers: range, hosts: int, port: int, document: FeedDocument) -> None:
    """Subscribe callbacks on many hosts, as if each had meant it."""
    now = SystemClock().now()
    with app.store.write() as tx:
        topic = tx.hub_topics.ensure("all", FeedFormat.ATOM, document.etag)
        for number in numbers:
            of = number % hosts
            host = f"127.{of // 10_000}.{of // 100 % 100 + 1}.{of % 100 + 1}"
            intent = Intent(
                id=0,
                topic_id=topic.id,
                feed="all",
                format=FeedFormat.ATOM,
                mode=Mode.SUBSCRIBE,
                url=f"http://{host}:{port}/push/{number}",
                secret=f"a secret of {number}'s",
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
    parser.add_argument("--hosts", type=int, default=200)
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
        at_most = alone(port, document.body, asked.subscribers)
        print(f"the sink alone takes {at_most:,.0f} requests a second")
        ours.send("how many?")
        before = ours.recv()
        subscribe(app, range(FEW), asked.hosts, port, document)
        few = measure(app, "To a few")
        subscribe(app, range(FEW, asked.subscribers), asked.hosts, port, document)
        rounds = [measure(app, f"Change {number}") for number in range(ROUNDS)]
    ours.send("how many?")
    taken = ours.recv() - before
    ours.send("")
    print(json.dumps({"few": few, "rounds": rounds, "taken": taken}, indent=2))
    best = min(each["seconds"] for each in rounds)
    grown = rounds[-1]["memory_mb"] - few["memory_mb"]
    told = FEW + ROUNDS * asked.subscribers
    met = {
        f"{taken} of {told} were told": taken == told,
        f"{asked.subscribers} in {best} s": best <= SECONDS * asked.subscribers / 10_000,
        f"{grown:.1f} MB more": grown <= MORE_MEMORY,
        "the sink is twice as fast": at_most >= 2 * asked.subscribers / best,
    }
    for bar, is_met in met.items():
        print(f"{'met' if is_met else 'NOT MET'}: {bar}")
    return 0 if all(met.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
