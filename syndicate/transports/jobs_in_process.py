"""How is work carried out by the process that finds it? In a thread for each kind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import Condition, Thread

import structlog
from sqlalchemy import Connection

from syndicate.domain.jobs import Work

log = structlog.get_logger()


class InProcess:
    """Carries out each kind of work after it was deferred here, never twice at once.

    However many jobs were deferred meanwhile, the next look does what all of them are for.
    Nothing is kept anywhere: what a process forgets when it ends is found in the rows.
    """

    mails_a_job = None

    def __init__(self) -> None:
        self._changed = Condition()
        self._wanted: set[Work] = set()
        self._over = False

    def defer(self, connection: Connection, jobs: Mapping[Work, int]) -> Callable[[], None]:
        """Return what has the work done; to be called once the transaction is committed."""
        del connection
        return partial(self._want, frozenset(jobs))

    def waiting(self, connection: Connection, work: Work) -> int:
        """Return whether work was deferred that nobody has begun."""
        del connection
        with self._changed:
            return int(work in self._wanted)

    @contextmanager
    def running(self, works: Mapping[Work, Callable[[], object]]) -> Iterator[None]:
        """Carry out what is deferred, as long as this lasts; what is under way is ended."""
        self._over = False
        threads = [
            Thread(target=self._run, args=each, name=f"jobs-{each[0]}") for each in works.items()
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            with self._changed:
                self._over = True
                self._changed.notify_all()
            for thread in threads:
                thread.join()

    def _want(self, works: frozenset[Work]) -> None:
        with self._changed:
            self._wanted |= works
            self._changed.notify_all()

    def _run(self, work: Work, carry_out: Callable[[], object]) -> None:
        while self._next(work):
            try:
                carry_out()
            except Exception as error:
                log.exception("job_failed", work=work.value, error=str(error))

    def _next(self, work: Work) -> bool:
        """Wait until work is wanted, and take it; tell whether to go on."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or work in self._wanted)
            self._wanted -= {work}
            return not self._over
