"""How does a process notice, soon after, what anybody commits?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

import structlog

from syndicate.app.ground import Ground

LOOK_SECONDS = 0.2
_REST_SECONDS = 0.01  # after each commit that is told at once: others come in hundreds a second
_CLOCK_SECONDS = 20.0

log = structlog.get_logger()


@contextmanager
def watching(
    app: Ground, name: str, look: Callable[[bool], object], *, at_once: bool = False
) -> Iterator[None]:
    """Call `look` again and again, in a thread of that name, as long as this lasts.

    It is told whether anybody committed since the last time. `at_once` it is told without waiting
    for the next look, and of what others commit: of our own only where those cannot be told apart.
    What fails is logged, and does not end the looking.
    """
    over = Event()

    def waited() -> bool:
        """Wait for the next look; tell whether somebody has called for it."""
        return watcher.wait(LOOK_SECONDS) if at_once else over.wait(LOOK_SECONDS)

    def loop() -> None:
        adjusted, called = monotonic(), False
        while not over.wait(_REST_SECONDS if called else 0):
            try:
                called = waited()
                if monotonic() - adjusted > _CLOCK_SECONDS:
                    adjusted = monotonic()
                    app.adjust_clock()
                look(watcher.changed())
            except Exception as error:
                log.exception("look_failed", work=name, error=str(error))
                over.wait(LOOK_SECONDS)  # who cannot wait for a call does not look all the time

    with app.watcher(elsewhere=at_once) as watcher:  # opened before anything is read and kept
        thread = Thread(target=loop, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            watcher.wake()
            thread.join()
