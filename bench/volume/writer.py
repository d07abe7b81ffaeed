"""How long does somebody else who writes have to wait? A process that keeps a record of it."""

import multiprocessing
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from bench.volume.crowd import NAME
from bench.volume.pasts import TODAY
from syndicate.app import App
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.settings import load

PROCESSES = multiprocessing.get_context("spawn")
EVERY = 0.02


@dataclass(slots=True)
class Waits:
    """How long each small transaction took, in seconds."""

    seconds: Sequence[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """Return the longest."""
        return max(self.seconds, default=0.0)

    @property
    def usual(self) -> float:
        """Return the middle one."""
        return sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0


@contextmanager
def another_writer(settings: Path, readers: int) -> Iterator[Waits]:
    """Let another process change one reader after the other meanwhile; tell its waits after."""
    waits = Waits()
    ours, theirs = PROCESSES.Pipe()
    stop = PROCESSES.Event()
    process = PROCESSES.Process(target=_write, args=(settings, readers, stop, theirs))
    process.start()
    ours.recv()  # it has begun
    try:
        yield waits
    finally:
        stop.set()
        waits.seconds = ours.recv()
        process.join()


def _write(settings: Path, readers: int, stop: Event, pipe: Connection) -> None:
    """Take a reader's subscription up again, as a preference page does."""
    chance = random.Random(1)  # noqa: S311 - which reader does not matter
    seconds = []
    with closing(App(load(settings))) as app:
        with app.store.read() as tx:
            newsletter = tx.newsletters.get(NAME).id
        pipe.send("ready")
        while not stop.wait(EVERY):
            again = Subscription(
                subscriber_id=chance.randint(1, readers),
                newsletter_id=newsletter,
                status=SubscriptionStatus.ACTIVE,
                since=TODAY,
            )
            began = time.perf_counter()
            with app.store.write() as tx:
                tx.subscribers.stand(again)
            seconds.append(time.perf_counter() - began)
    pipe.send(seconds)
