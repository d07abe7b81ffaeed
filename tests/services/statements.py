"""Which statements are run in a store?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from syndicate.store.engines import Engines


@contextmanager
def statements(engines: Engines) -> Iterator[list[str]]:
    """Collect what is run; one statement for many rows counts once."""
    seen: list[str] = []

    def saw(*told: object) -> None:
        seen.append(str(told[2]))

    both = {engines.read, engines.write}
    for engine in both:
        event.listen(engine, "before_cursor_execute", saw)
    try:
        yield seen
    finally:
        for engine in both:
            event.remove(engine, "before_cursor_execute", saw)
