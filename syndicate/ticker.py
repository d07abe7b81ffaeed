"""When is it time to look? APScheduler ticks, and does nothing else.

Its own job stores, cron triggers and misfire rules are not used: schedules are
rows of ours, and a tick asks them what is due.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from structlog.contextvars import bound_contextvars

from syndicate.app import App
from syndicate.app.watching import watching
from syndicate.clock import Clock, SystemClock
from syndicate.errors import SettingsFault

log = structlog.get_logger()

_LOOKS_A_TRY = 10


class Ticker:
    """Calls each work every few seconds, never twice at once, until stopped.

    A work that takes longer than a tick is not called again before it ends; a
    work that fails is reported and called again at the next tick.
    """

    def __init__(
        self, works: Mapping[str, Callable[[], object]], *, seconds: float, clock: Clock
    ) -> None:
        self._scheduler = BackgroundScheduler(
            timezone="UTC",
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(len(works))},
        )
        for name, work in works.items():
            self._scheduler.add_job(
                _reporting(name, work),
                IntervalTrigger(seconds=seconds, timezone="UTC"),
                id=name,
                next_run_time=clock.now(),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Begin ticking, at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking and wait for what is under way."""
        self._scheduler.shutdown(wait=True)


def _reporting(name: str, work: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with bound_contextvars(work=name, run=secrets.token_hex(4)):
            try:
                work()
            except Exception as error:
                log.exception("tick_failed", error=str(error))

    return run


@contextmanager
def ticking(app: App) -> Iterator[None]:
    """Do what comes due and have mail sent, as long as this lasts; by this process, if by none."""
    works: dict[str, Callable[[], object]] = {
        "tick": app.tick,
        "sweep": app.sweep,
        "inbox": app.empty_inbox,
    }
    with _called(app, works), _listening(app):
        if app.shared:
            yield
            return
        with app.working(), _telling(app):
            yield


@contextmanager
def sweeping(app: App) -> Iterator[None]:
    """Have what no job tells of done, as long as this lasts."""
    with _called(app, {"sweep": app.sweep}):
        yield


@contextmanager
def _called(app: App, works: Mapping[str, Callable[[], object]]) -> Iterator[None]:
    ticker = Ticker(works, seconds=app.settings.scheduler.tick_seconds, clock=SystemClock())
    ticker.start()
    try:
        yield
    finally:
        app.stop()
        ticker.stop()


@contextmanager
def _telling(app: App) -> Iterator[None]:
    """Tell programs outside of changes, as soon as anybody commits one, as long as this lasts.

    What is to be tried again, or was asked of us, is looked for every other second.
    """
    tell, looks = _reporting("errands", app.run_errands), count(1)

    def look(changed: bool) -> None:
        if changed | (next(looks) % _LOOKS_A_TRY == 0):
            tell()

    with watching(app, "errands", look):
        try:
            yield
        finally:
            app.stop()


@contextmanager
def _listening(app: App) -> Iterator[None]:
    """Take in what a mail server hands over, where that is set.

    Of several processes on one machine the first listens; the others say so and go on.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(app.listening())
        except SettingsFault as error:
            log.warning("lmtp_not_listening", error=str(error))
        yield
