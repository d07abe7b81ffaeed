"""How fast do several workers of one PostgreSQL send an edition, and what does that take?

Beside the rate stands what a message took of the processors, the most memory that a worker held,
and how many statements took longer than is allowed, while it was planned and while it was sent.
"""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import structlog
from sqlalchemy import text

from bench.delivery import PROCESSES, fill, most_memory, processor_time
from bench.scaling.site import opened
from bench.volume.postgresql import Databases
from syndicate.app import App
from syndicate.cli.progress import Progress
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.jobs import MAILS_A_JOB, Work, jobs_for

SENT = "SELECT coalesce(sum(sent), 0) FROM batches"
SERVERS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
LOOK, STILL = 0.05, 120.0


def by_workers(
    name: str,
    settings: Path,
    server: Databases,
    readers: int,
    count: int,
    size: int = MAILS_A_JOB,
) -> dict[str, float]:
    """Plan an edition and have so many processes send it, all from one moment on."""
    with closing(opened(settings, size)) as app, ExitStack() as started:
        say(f"{name}: subscribing {readers:,}")
        fill(app, readers)
        server.slow()
        say(f"{name}: planning")
        app.send_now("morning")
        app.rest_mail.pause()
        forget_jobs(app)
        planned = slow(server, f"{name}, planned")
        pipes = [started.enter_context(worker(settings, size)) for _ in range(count)]
        for pipe in pipes:
            pipe.recv()
        before, began = of_servers(app), time.perf_counter()
        app.rest_mail.resume()
        with app.store.write() as tx:
            tx.jobs.defer(Work.MAIL, jobs_for(readers, size))
        wait(app, name, readers)
        seconds, after = time.perf_counter() - began, of_servers(app)
        for pipe in pipes:
            pipe.send("enough")
        costs = [pipe.recv() for pipe in pipes]
        check(app, readers)
    servers = sum(cost - before.get(pid, 0.0) for pid, cost in after.items())
    return {
        name: readers / seconds,
        f"{name}: ours us": sum(cost for cost, _ in costs) / readers * 1e6,
        f"{name}: server us": servers / readers * 1e6,
        f"{name}: worker MB": max(memory for _, memory in costs),
        f"{name}: slow, planned": planned,
        f"{name}: slow, sent": slow(server, f"{name}, sent"),
    }


def say(what: str) -> None:
    """Tell how far it is, apart from the table."""
    print(what, file=sys.stderr, flush=True)


def slow(server: Databases, where: str) -> float:
    """Count the statements that took long, and show each."""
    found = server.slow()
    for each in found:
        say(f"  {where}: {each.took:.0f} ms: {each.statement[:200]}")
    return float(len(found))


def forget_jobs(app: App) -> None:
    """Take away what planning said of it, so that all is told at one moment."""
    with app.engines.write.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))


def wait(app: App, name: str, readers: int) -> None:
    """Wait until all is sent; end the bench where nothing is any more."""
    progress = Progress(name)
    sent, moved = 0, time.monotonic()
    with app.engines.read.connect() as connection:
        asking = connection.execution_options(isolation_level="AUTOCOMMIT")
        while sent < readers:
            time.sleep(LOOK)
            now = int(asking.scalar(text(SENT)) or 0)
            moved = moved if now == sent else time.monotonic()
            sent = now
            if time.monotonic() > moved + STILL:
                sys.exit(f"{name}: of {readers} mails {sent} were sent, and no more come")
            progress.tell(sent, readers)
    progress.end()


def of_servers(app: App) -> dict[int, float]:
    """Return what each session of the database has computed, in seconds; some are over."""
    with app.engines.read.connect() as connection:
        pids = connection.scalars(text(SERVERS)).all()
    return {pid: processor_time(pid) for pid in pids if Path(f"/proc/{pid}/stat").exists()}


def check(app: App, readers: int) -> None:
    """End the bench where not everything was sent."""
    (report,) = app.editions.list()
    if report.counts != {DeliveryStatus.SENT: readers}:
        sys.exit(f"not everything was sent: {report.counts}")


@contextmanager
def worker(settings: Path, size: int) -> Iterator[Connection]:
    """Run a worker; what it sends are its seconds on the processor and its memory."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(settings, size, theirs))
    process.start()
    try:
        yield ours
    finally:
        process.join()


def work(settings: Path, size: int, pipe: Connection) -> None:
    """Carry out jobs until a word; tell what that took."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with closing(opened(settings, size)) as app:
        with app.store.read():
            pass  # it is open
        with app.working():
            pipe.send("ready")
            before = time.process_time()
            pipe.recv()
            took = time.process_time() - before
        pipe.send((took, most_memory()))
