"""How far is work that takes longer than a second?

A bar on a terminal, plain lines elsewhere; both on stderr, so that what is printed
stands alone.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWorking
from typing import TypeVar

T = TypeVar("T")
Tally = Callable[[], tuple[int, int]]

_PATIENCE = 1.0
_SECONDS_A_LINE = 5.0


class Progress:
    """Tells how much of something is done, once it has taken a second."""

    def __init__(self, doing: str, *, patience: float = _PATIENCE) -> None:
        self._doing = doing
        self._next = time.monotonic() + patience
        self._bar: _Bar | None = None

    def tell(self, done: int, total: int) -> None:
        """Show how far it is, if it is time to."""
        if self._bar is not None:
            self._bar.move(done, total)
        elif time.monotonic() >= self._next:
            self._show(done, total)

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.end()

    def _show(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            self._bar = _Bar(self._doing)
            self._bar.move(done, total)
        else:
            sys.stderr.write(f"{self._doing}: {done} of {total}\n")
            self._next = time.monotonic() + _SECONDS_A_LINE


class _Bar:
    def __init__(self, doing: str) -> None:
        from rich.console import Console  # noqa: PLC0415 - for terminals only
        from rich.progress import Progress as RichProgress  # noqa: PLC0415

        self._progress = RichProgress(console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(doing)
        self._progress.start()

    def move(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def end(self) -> None:
        self._progress.stop()


def step_through(items: Sequence[T], doing: str) -> Iterator[T]:
    """Yield the items, telling how far it is."""
    progress = Progress(doing)
    try:
        for done, item in enumerate(items):
            progress.tell(done, len(items))
            yield item
    finally:
        progress.end()


def while_working(
    work: Callable[[], T],
    tally: Tally,
    doing: str,
    *,
    stop: Callable[[], object],
    patience: float = _PATIENCE,
) -> T:
    """Return what the work returns, asking meanwhile how much is done of how much.

    When interrupted, the work is told to stop and waited for.
    """
    progress = Progress(doing, patience=patience)
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            while True:
                try:
                    return working.result(timeout=patience)
                except StillWorking:
                    progress.tell(*tally())
        except BaseException:
            stop()
            raise
        finally:
            progress.end()
