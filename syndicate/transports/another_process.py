"""How is work done ahead by another process, while this one does what comes of it?

For work that only computes. The other process ends with this one, however that ends:
nobody else holds the other end of its pipe.
"""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from multiprocessing.connection import Connection
from typing import TypeVar

WORTH_IT = 50
"""So many pieces are done before another process is started, which takes a second or two."""
MOST_AHEAD = 64

C = TypeVar("C")
J = TypeVar("J")
R = TypeVar("R")
_PROCESSES = multiprocessing.get_context("spawn")


def ahead(
    work: Callable[[J], R], pieces: Iterable[tuple[C, J | None]], worth_it: int = WORTH_IT
) -> Generator[tuple[C, R | None], None, None]:
    """Do pieces of work in their order, many of them by another process ahead of time.

    Few of them, and all where there is only one processor, are done here as they are asked for.
    """
    rest = iter(pieces)
    for own, job in rest if os.cpu_count() == 1 else _first(rest, worth_it):
        yield own, None if job is None else work(job)
    more = next(rest, None)
    if more is not None:
        with _elsewhere(work) as done, ThreadPoolExecutor(max_workers=1) as asking:
            yield from _in_order(asking, done, chain([more], rest))


def _first(pieces: Iterator[tuple[C, J | None]], number: int) -> Iterator[tuple[C, J | None]]:
    """Yield the pieces up to the one with which so many had something to do."""
    while number > 0 and (piece := next(pieces, None)):
        number -= piece[1] is not None
        yield piece


def _in_order(
    asking: ThreadPoolExecutor, done: Callable[[J], R], pieces: Iterator[tuple[C, J | None]]
) -> Iterator[tuple[C, R | None]]:
    waiting: deque[tuple[C, Future[R] | None]] = deque()
    more = True
    try:
        while more or waiting:
            piece = next(pieces, None) if more else None
            more = piece is not None
            if piece is not None:
                own, job = piece
                waiting.append((own, None if job is None else asking.submit(done, job)))
            if waiting and (not more or len(waiting) == MOST_AHEAD):
                own, future = waiting.popleft()
                yield own, None if future is None else future.result()
    finally:
        asking.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _elsewhere(work: Callable[[J], R]) -> Iterator[Callable[[J], R]]:
    """Start another process; yield what has a piece done by it, or here where it is no more."""
    ours, theirs = _PROCESSES.Pipe()
    process = _PROCESSES.Process(target=_serve, args=(theirs, work), daemon=True)
    with _uninterrupted():  # until it ignores Ctrl-C by itself: it ends with us
        process.start()
    theirs.close()

    def done(job: J) -> R:
        try:
            ours.send(job)
            results: list[R] = ours.recv()
        except (EOFError, OSError):
            results = []
        return results[0] if results else work(job)  # what fails is to fail here

    try:
        yield done
    finally:
        process.kill()
        process.join()
        ours.close()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Callable[[J], R]) -> None:
    """Do what is asked for until nobody is there to ask; nothing comes of what fails."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            pipe.send(_tried(work, pipe.recv()))
    except (EOFError, OSError):
        return


def _tried(work: Callable[[J], R], job: J) -> list[R]:
    try:
        return [work(job)]
    except Exception:  # noqa: BLE001 - whoever asked does it again, and meets the same
        return []
