"""How do jobs reach workers on any machine? Through Procrastinate's tables in PostgreSQL.

What a job is for stands in rows of our own. One that is lost is missed by nobody for long,
one that is done twice finds nothing to do: so jobs are deleted once they ended, however
they did, and its tables may be emptied at any time.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.schema import SchemaManager
from psycopg import Error
from sqlalchemy import URL, Connection, text

from syndicate.domain.jobs import MAILS_A_JOB, Work

log = structlog.get_logger()

_RESTART_SECONDS = 1.0
_HEARTBEATS = 4  # within the time after which a worker counts as stalled
_LISTENS = 2  # connections beside those of jobs: one that listens, one for heartbeats

# Of the catalogue itself: what to_regclass remembers may be older than the wait for a lock.
_THERE = text(
    "SELECT EXISTS (SELECT FROM pg_class"
    " WHERE relname = 'procrastinate_jobs' AND pg_table_is_visible(oid))"
)
_WAITING = text(
    "SELECT count(*) FROM (SELECT FROM procrastinate_jobs"
    " WHERE status = 'todo' AND queue_name = :queue LIMIT 100) AS found"
)


def installed(connection: Connection) -> bool:
    """Tell whether the tables for jobs are there."""
    return bool(connection.scalar(_THERE))


def install(connection: Connection) -> None:
    """Make the tables for jobs, unless they are there."""
    if not installed(connection):
        _driver(connection).execute(SchemaManager.get_schema())


class ProcrastinateJobs:
    """Defers jobs with transactions, and carries them out, as many at once as `at_once` tells.

    A worker that was not heard of for `lapse` seconds has lost its jobs to others.
    """

    def __init__(
        self,
        url: URL,
        *,
        at_once: Mapping[Work, int],
        lapse: float,
        mails_a_job: int = MAILS_A_JOB,
    ) -> None:
        self._url = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._at_once = at_once
        self._lapse = lapse
        self._mails_a_job = mails_a_job
        self._deferring = App(connector=SyncPsycopgConnector())

    @property
    def mails_a_job(self) -> int:
        """Return how many mails one job is for."""
        return self._mails_a_job

    def defer(self, connection: Connection, jobs: Mapping[Work, int]) -> Callable[[], None]:
        """Add jobs on the transaction's own connection: they are there if it commits."""
        driver = _driver(connection)
        for work, count in jobs.items():
            task = self._deferring.configure_task(work, queue=work, connection=driver)
            task.batch_defer(*[{} for _ in range(count)])
        return lambda: None

    def waiting(self, connection: Connection, work: Work) -> int:
        """Return how many jobs of a kind nobody has begun, counting up to a hundred."""
        count: int = connection.execute(_WAITING, {"queue": work}).scalar_one()
        return count

    @contextmanager
    def running(self, works: Mapping[Work, Callable[[], object]]) -> Iterator[None]:
        """Carry out jobs, as long as this lasts; what is under way is ended."""
        loop, over = asyncio.new_event_loop(), asyncio.Event()
        loop.set_exception_handler(_note)
        thread = Thread(target=loop.run_until_complete, args=(self._run(works, over),), name="jobs")
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join()
            loop.close()

    async def _run(self, works: Mapping[Work, Callable[[], object]], over: asyncio.Event) -> None:
        """Work until it is over, beginning again after the database was away."""
        with ThreadPoolExecutor(sum(self._at_once[work] for work in works)) as pool:
            while not over.is_set():
                try:
                    await self._work(works, pool, over)
                except (ConnectorException, Error) as error:
                    log.warning("jobs_interrupted", error=str(error.__cause__ or error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), _RESTART_SECONDS)

    async def _work(
        self,
        works: Mapping[Work, Callable[[], object]],
        pool: ThreadPoolExecutor,
        over: asyncio.Event,
    ) -> None:
        """Work until it is over, or something of it fails. Raises what failed."""
        app = App(connector=self._connector(works))
        for work, carry_out in works.items():
            app.task(name=work, queue=work)(partial(_in_thread, pool, work, carry_out))
        async with app.open_async():
            await _retry_stalled(app, self._lapse)  # first: a worker that begins prunes others
            steps = [over.wait(), _keep_retrying(app, self._lapse)]
            steps += [self._worker(app, work) for work in works]
            tasks = [asyncio.ensure_future(step) for step in steps]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _worker(self, app: App, work: Work) -> None:
        await app.run_worker_async(
            queues=[work],
            name=work,
            concurrency=self._at_once[work],
            install_signal_handlers=False,
            delete_jobs="always",
            update_heartbeat_interval=self._lapse / _HEARTBEATS,
            stalled_worker_timeout=self._lapse,
        )

    def _connector(self, works: Mapping[Work, object]) -> PsycopgConnector:
        session = {"application_name": "syndicate jobs"}
        most = len(works) * _LISTENS + 1
        return PsycopgConnector(conninfo=self._url, kwargs=session, min_size=1, max_size=most)


def _note(_: object, told: dict[str, Any]) -> None:
    """Note what failed beside the work, as to end a job that another worker has ended since."""
    log.warning("job_not_ended", error=str(told.get("exception") or told["message"]).strip())


async def _in_thread(pool: ThreadPoolExecutor, work: Work, carry_out: Callable[[], object]) -> None:
    """Carry out a job; what fails is found in the rows again, and is not tried by this job."""
    try:
        await asyncio.get_running_loop().run_in_executor(pool, carry_out)
    except Exception as error:
        log.exception("job_failed", work=work.value, error=str(error))


async def _keep_retrying(app: App, lapse: float) -> None:
    """Look for stalled jobs for ever. It is no job itself: the lock of one can be stalled, too."""
    while True:
        await asyncio.sleep(lapse / 2)
        with suppress(ConnectorException):
            await _retry_stalled(app, lapse)


async def _retry_stalled(app: App, lapse: float) -> None:
    """Let others have the jobs of workers that were not heard of."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=lapse):
        with suppress(ConnectorException):  # another one was quicker
            await app.job_manager.retry_job(job)
            log.warning("job_retried", work=job.task_name, job=job.id)


def _driver(connection: Connection) -> Any:  # noqa: ANN401 - psycopg's own connection
    return connection.connection.driver_connection
