"""How does a process notice, soon after, what anybody commits?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import structlog

from syndicate.app.ground import Ground

LOOK_SECONDS = 0.2
_LOOKS_A_CLOCK = 100

log = structlog.get_logger()


@contextmanager
def watching(app: Ground, name: str, look: Callable[[bool], object]) -> Iterator[None]:
    """Call `look` again and again, in a thread of that name, as long as this lasts.

    It is told whether anybody committed since the last time. What fails is logged, and
    does not end the looking.
    """
    over = Event()

    def loop() -> None:
        looks = count(1)
        while not over.wait(LOOK_SECONDS):
            try:
                if next(looks) % _LOOKS_A_CLOCK == 0:
                    app.adjust_clock()
                look(watcher.changed())
            except Exception as error:
                log.exception("look_failed", work=name, error=str(error))

    with app.watcher() as watcher:  # opened before anything is read and kept
        thread = Thread(target=loop, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
