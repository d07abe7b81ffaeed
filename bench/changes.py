"""Does every reader get what each change owes them? Real histories, published again.

Usage: python bench/changes.py [--histories FILE]... [--months N | --all] [--seed N]
           [--database sqlite|postgresql]

Publishes the articles of FILEs live, in simulated time, to a daily and a weekly newsletter
with simulated readers, adding errors, corrections, retractions, takedowns and bad days by a
seeded plan; then audits the mails, feeds and pages that left. Leaves with 1 at any breach.
"""

import argparse
import logging
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import structlog

from bench.replay.chronicle import read_chronicle
from bench.replay.databases import emptied
from bench.replay.mailboxes import MailboxFile
from bench.replay.report import audited, judge, replayed
from bench.replay.world import Wishes, World
from syndicate.settings import pin_time_zones

ROOT = Path(__file__).resolve().parents[1]
MEMORY = Path("/dev/shm")  # noqa: S108 - nothing of a replay has to last, not even its store
SHARED = ROOT.parent / "shared" / "data"


def main() -> int:
    asked = arguments()
    files = asked.histories or sorted(SHARED.glob("histories-*.jsonl.gz"))
    if not files:
        print(f"no histories-*.jsonl.gz in {SHARED}: name one with --histories", file=sys.stderr)
        return 2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    pin_time_zones()
    chronicle = read_chronicle(files, None if asked.all else asked.months, asked.articles)
    wishes = Wishes(seed=asked.seed, readers=asked.readers, looks=asked.looks)
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as temporary,
        ExitStack() as database,
    ):
        folder = Path(temporary)
        began = time.perf_counter()
        store = asked.store or database.enter_context(emptied(asked.database, folder))
        world = World(folder, store, chronicle, wishes, MailboxFile(folder / "mails.gz"))
        world.run(lambda line: print(line, file=sys.stderr))
        print(f"replayed in {time.perf_counter() - began:.0f} s, seed {asked.seed}")
        print(*(f"  {line}" for line in replayed(world)), sep="\n")
        findings = judge(world)
    print(f"audited in {time.perf_counter() - began:.0f} s altogether")
    print(*audited(findings), sep="\n")
    return 1 if findings.breaches.total() else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=Path, action="append", metavar="FILE")
    parser.add_argument("--months", type=float, default=6, metavar="N")
    parser.add_argument("--all", action="store_true", help="replay everything, however old")
    parser.add_argument("--articles", type=int, metavar="N", help="the first so many only")
    parser.add_argument("--readers", type=int, default=200, metavar="N")
    parser.add_argument("--looks", type=float, default=0.2, metavar="SHARE", help="at feeds")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--store", metavar="URL", help="an empty database of your own instead")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
