"""By what do jobs reach workers, as the settings have it?"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from syndicate.domain.jobs import Work
from syndicate.errors import SettingsFault
from syndicate.services.desks import jobs_at_once
from syndicate.settings import Settings
from syndicate.store.engines import Engines
from syndicate.store.jobs import Queue
from syndicate.store.migrate import exclusively
from syndicate.transports.jobs_in_process import InProcess


class Engine(Queue, Protocol):
    """A queue whose jobs can be carried out, as long as `running` lasts."""

    def running(self, works: Mapping[Work, Callable[[], object]]) -> AbstractContextManager[None]:
        """Carry out jobs of these kinds, as long as this lasts."""
        ...


def engine_of(settings: Settings, engines: Engines) -> Engine:
    """Return the engine set. Raises SettingsFault where it cannot work with this store."""
    if settings.workers.engine == "in-process":
        return InProcess()
    if engines.sqlite_file is not None:
        raise SettingsFault(
            'workers.engine: "procrastinate" needs PostgreSQL: set store.url,'
            ' or leave it "in-process"'
        )
    return _procrastinate(settings, engines)


def _procrastinate(settings: Settings, engines: Engines) -> Engine:
    try:
        from syndicate.transports import procrastinate_jobs as jobs  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as fault:
        raise SettingsFault(
            'workers.engine: "procrastinate" is not installed: pip install syndicate[postgres]'
        ) from fault
    with engines.read.connect() as connection:
        missing = not jobs.installed(connection)
    if missing:
        with exclusively(engines) as connection:
            jobs.install(connection)
    return jobs.ProcrastinateJobs(
        engines.write.url,
        at_once={Work.MAIL: jobs_at_once(settings.mail.connections), Work.ERRANDS: 1},
        lapse=settings.workers.lapse_seconds,
    )
