"""How soon is it told who was mailed which words, however many editions there were?

A store of readers who were mailed every edition is written by set, as planning and
sending would have left it, each article new in one edition and updated in the next. It is asked
who has the newest one after a tenth of the editions and after all of them; what the database
looked at is counted too, since that does not depend on how busy the machine is. Then old
receipts are compacted for a while, beside another process that writes.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text

from bench.delivery import machine
from bench.planning import DATABASES
from bench.volume.crowd import NAME, settings_file
from bench.volume.readers import NUMBERS, enlist, pieces
from bench.volume.writer import another_writer
from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.articles import Content, Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.digests import CohortPlace, ItemKey, RenderedDigest
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.services.compact import Compact
from syndicate.settings import load
from syndicate.store.columns import Instant
from syndicate.store.engines import analyze
from syndicate.store.tables import metadata
from syndicate.store.transaction import Transaction

BEGUN = datetime(2025, 1, 6, 7, tzinfo=UTC)
DAY = timedelta(days=1)
COHORTS = 10
READERS = {"sqlite": 1_000_000, "postgresql": 100_000}  # times the editions: to be written first
COMPACTED = 100_000
TOLD, WAIT = 1.0, 0.25
_MAILED = text(
    "INSERT INTO deliveries (id, edition_id, cohort_id, subscriber_id, status, attempts,"  # noqa: S608
    f" reply, settled) {NUMBERS}SELECT :from + i, :edition, :cohort + i % {COHORTS}, i,"
    " CASE WHEN i % 100 = 7 THEN 'failed' ELSE 'sent' END, 1, '250 Ok: queued', :at FROM n"
).bindparams(bindparam("at", type_=Instant))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, help=f"unless given: {READERS}")
    parser.add_argument("--editions", type=int, default=100)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--folder", type=Path, help="where the store is made, and removed again")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    told = {name: measured(name, asked) for name in asked.database or DATABASES}
    below = [fault for name, figures in told.items() for fault in faults(name, figures)]
    for fault in below:
        print(f"below the bar: {fault}")
    if asked.json:
        answer = {"machine": machine(), "figures": told, "below": below}
        asked.json.write_text(json.dumps(answer, indent=2))
    return 1 if below else 0


def measured(database: str, asked: argparse.Namespace) -> list[dict[str, float]]:
    """Fill a store edition by edition, and ask it twice."""
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory(dir=asked.folder))
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user
        url = stack.enter_context(DATABASES[database](folder))
        settings = settings_file(folder / "site", url)
        readers = asked.readers or READERS[database]
        found = []
        done = 0
        slugs = prepare(settings, readers, asked.editions)
        for editions in sorted({max(2, asked.editions // 10), asked.editions}):
            began = time.perf_counter()
            fill(settings, readers, done, editions)
            done = editions
            print(f"{database} {editions} editions filled in {time.perf_counter() - began:.0f} s")
            figures = ask(settings, slugs[editions - 2]) | {"editions": float(editions)}
            found.append(figures)
            report(database, figures)
        with another_writer(settings, readers) as waits:
            figures = compact(settings)
        found.append(figures | {"longest wait": waits.longest, "usual wait": waits.usual})
        print(
            f"{database} {figures['compacted']:,.0f} receipts compacted at"
            f" {figures['a second']:,.0f} a second; another writer waited"
            f" {waits.longest * 1000:.0f} ms at the most, {waits.usual * 1000:.0f} ms usually;"
            f" load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        return found


def prepare(settings: Path, readers: int, editions: int) -> list[str]:
    """Publish an article for each edition, updated for the next; subscribe everybody."""
    clock = FixedClock(BEGUN - DAY)
    with closing(App(load(settings), clock=clock)) as app:
        newsletter = Newsletter(
            name=NAME, title="M", schedule="daily 07:00", timezone="UTC", created=clock.now()
        )
        app.newsletters.add(newsletter)
        slugs: list[str] = []
        for day in range(editions):
            clock.set(BEGUN + day * DAY - timedelta(hours=1))
            if slugs:
                content = Content(headline=f"Bridge {day - 1}", body_html="<p>It is open.</p>")
                app.revise(slugs[-1], content, Declared(kind=Kind.UPDATE, note="It is."))
            content = Content(headline=f"Bridge {day}", body_html="<p>It opens.</p>")
            slugs.append(app.publish(app.ingest(Story(content=content), announce=True)).slug)
        enlist(app, NAME, readers, BEGUN, BEGUN + editions * DAY)
        return slugs


def fill(settings: Path, readers: int, first: int, last: int) -> None:
    """Write editions that went out: readers piece by piece, so that indexes grow at their ends."""
    with closing(App(load(settings))) as app:
        with app.store.write() as tx:
            newsletter = tx.newsletters.get(NAME).id
            articles = [tx.articles.by_slug(f"bridge-{day}").id for day in range(last)]
        editions = []
        for day in range(first, last):
            with app.store.write() as tx:
                editions.append(edition(tx, newsletter, day, articles))
        for low, high in pieces(readers):
            with app.store.write() as tx:
                for day, number, cohort in editions:
                    at = BEGUN + day * DAY
                    known = {"first": low, "last": high, "from": day * readers, "at": at}
                    ours = known | {"edition": number, "cohort": cohort}
                    tx.connection.execute(_MAILED, ours)
        with app.store.write() as tx:
            analyze(tx.connection, *metadata.tables)
        if app.engines.sqlite_file is None:
            vacuum(app)


def vacuum(app: App) -> None:
    """Do what the server does by itself after a while: note which pages all may see."""
    with app.engines.write.connect().execution_options(isolation_level="AUTOCOMMIT") as own:
        own.exec_driver_sql("VACUUM deliveries")


def edition(
    tx: Transaction, newsletter: int, day: int, articles: list[UUID]
) -> tuple[int, int, int]:
    """Add an edition that was sent; return its day, its number and its first cohort's."""
    due = BEGUN + day * DAY
    opened = tx.editions.open(newsletter, due.strftime("%Y-%m-%dT%H:%M"), due)
    tx.editions.add_wave(opened.id, due)
    (wave,) = tx.editions.waves_of(opened.id)
    tx.editions.plan_wave(wave, due - DAY, due, ())
    tx.editions.set_wave(wave.id, EditionStatus.SENT)
    tx.editions.set_status(opened.id, EditionStatus.SENT)
    items = [ItemKey(article_id=articles[day], revision=1, status=DigestAs.NEW)]
    if day:
        before = articles[day - 1]
        items.append(ItemKey(article_id=before, revision=2, status=DigestAs.UPDATED, since=1))
    cohorts = [
        tx.cohorts.ensure(
            CohortPlace(
                wave_id=wave.id, edition_id=opened.id, seen_from=due - DAY - timedelta(hours=back)
            ),
            items,
            due,
        )
        for back in range(COHORTS)
    ]
    return day, opened.id, cohorts[0]


def ask(settings: Path, slug: str) -> dict[str, float]:
    """Ask who has an article, and count what that took."""
    with closing(App(load(settings))) as app:
        took, used = [], []
        for _ in range(3):
            began, processor = time.perf_counter(), time.process_time()
            holders = app.holders.count(slug)
            took.append(time.perf_counter() - began)
            used.append(time.process_time() - processor)
        began = time.perf_counter()
        next(app.holders.each(slug))
        page = time.perf_counter() - began
        return {
            "holders": float(holders.readers),
            "mails": float(sum(count.named for count in holders.carriers)),
            "seconds": min(took),
            "processor": min(used),
            "first page": page,
            "steps": looked_at(app, slug),
        }


def looked_at(app: App, slug: str) -> float:
    """Count the steps that SQLite's machine took, in thousands; 0 where that is not told."""
    engines = app.engines
    if engines.sqlite_file is None:
        return 0.0
    counted = [0]

    def step() -> int:
        counted[0] += 1
        return 0

    with engines.read.connect() as connection:
        driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(step, 1000)  # the pool has this one connection, and gives it again
    app.holders.count(slug)
    driver.set_progress_handler(None, 0)
    return float(counted[0])


def compact(settings: Path) -> dict[str, float]:
    """Compact the first edition's receipts, as the tick does, for a while."""
    with closing(App(load(settings), clock=FixedClock(BEGUN + 403 * DAY))) as app:
        words = RenderedDigest(subject="", text="", html="", item_words=())
        with app.store.write() as tx:  # the days are reckoned from what was mailed last
            tx.cohorts.letter(words, BEGUN + 401 * DAY)
        work: Compact = app.compact
        began, gone = time.perf_counter(), 0
        while gone < COMPACTED and (done := work()):
            gone += done
        return {"compacted": float(gone), "a second": gone / (time.perf_counter() - began)}


def report(database: str, figures: dict[str, float]) -> None:
    print(
        f"{database} {figures['editions']:.0f} editions: {figures['holders']:,.0f} readers have an"
        f" article by {figures['mails']:,.0f} mails, told in {figures['seconds'] * 1000:.0f} ms"
        f" ({figures['processor'] * 1000:.0f} ms of our processor, {figures['steps']:,.0f} thousand"
        f" steps); the first address in {figures['first page'] * 1000:.0f} ms;"
        f" load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def faults(database: str, found: list[dict[str, float]]) -> Iterator[str]:
    """Tell what is below its bar."""
    *asked, compacted = found  # once alone, where there are so few editions
    few, many = asked[0], asked[-1]
    for figures in asked:
        if figures["seconds"] > TOLD:
            yield f"{database}, {figures['editions']:.0f} editions: {figures['seconds']:.2f} s"
    if few["steps"] and many["steps"] > few["steps"] * 1.1:
        yield f"{database}: it looks at more the more editions there were"
    if compacted["longest wait"] > WAIT:
        yield f"{database}: compaction let another writer wait {compacted['longest wait']:.2f} s"


if __name__ == "__main__":
    sys.exit(main())
