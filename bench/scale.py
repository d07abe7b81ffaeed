"""What does a site of several processes on PostgreSQL do, beside one process on SQLite?

Usage: python bench/scale.py [--only PART] [--readers N] [--singly N] [--workers 1,2,4]
                             [--rounds R] [--seconds S] [--json FILE]

Needs smtp-sink (Debian: postfix, which need not run) and wrk. Parts, one after the other on the
same machine:

speed   in each round, without signatures, to one smtp-sink:
            embedded     an edition from SQLite, by one process that sends what is due
            N workers    the same from PostgreSQL, by N processes that are told by jobs
            bare         the same messages, made and handed over by the same hands, over as many
                         connections, without a look at the store, a journal, or a job
            by 500, by 1 an edition of --singly readers by one worker, with a job for 500 mails
                         and one for each
volume  a million mails by the most workers, once
nodes   a feed of 50 entries by `serve --web-only` on PostgreSQL, and on SQLite

The best of the rounds count, for each alike; --readers is 20,000 for speed and 1,000,000 for
volume unless given. Beside each rate stands what a message took of the processors, in
microseconds: of ours, and of PostgreSQL's; how much memory a worker held; and how many statements
took more than 250 ms, by the server's log, while the edition was planned and while it was sent:
none is to. What engine and ledger cost is what a message takes of both with one worker, less
what it takes bare. Leaves with 1 below a bar. More workers than processors cannot be faster: sink
and database want theirs, too.
"""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import structlog

from bench.delivery import MOST_MEMORY, best_of, found, machine, sink, site_rate
from bench.scaling.bare import bare
from bench.scaling.nodes import by_nodes
from bench.scaling.site import CONNECTIONS, settings_in
from bench.scaling.workers import by_workers
from bench.volume.postgresql import SLOW, Databases, databases
from syndicate.domain.jobs import MAILS_A_JOB

PARTS = ("speed", "volume", "nodes")
SPEED, VOLUME = 20_000, 1_000_000
BARS = {
    "1 worker / embedded": 0.85,
    "most workers / 1 worker": 1.0,
    "node on postgresql / sqlite, 200": 0.95,
    "node on postgresql / sqlite, 304": 0.95,
}
MOST_OVERHEAD = 0.20
Figures = dict[str, float]


def main() -> int:
    asked = arguments()
    found("smtp-sink")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as server:
        rounds, ratios = measured(Path(folder), server, asked)
    best = best_of_all(rounds)
    below = report(best, ratios, rounds)
    if asked.json:
        told = {"machine": machine(), "best": best, "ratios": ratios, "bars": BARS}
        told |= {"most overhead": MOST_OVERHEAD, "rounds": rounds, "below": below}
        asked.json.write_text(json.dumps(told, indent=2))
    return 1 if below else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--readers", type=int)
    parser.add_argument("--singly", type=int, default=2_000)
    parser.add_argument("--workers", default="1,2,4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5, help="that a node is asked for")
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser.parse_args()


def measured(
    folder: Path, server: Databases, asked: argparse.Namespace
) -> tuple[dict[str, list[float]], Figures]:
    """Measure each part; return the figures of its rounds, and what they are beside each other."""
    parts = asked.only or PARTS
    rounds: dict[str, list[float]] = {}
    ratios: Figures = {}
    most = max(map(int, asked.workers.split(",")))
    if "speed" in parts:
        rounds |= by_name(speed(folder / f"{n}", server, asked) for n in range(asked.rounds))
        ratios |= ratios_of_mail(best_of_all(rounds), most)
    if "volume" in parts:
        rounds |= by_name([volume(folder, server, asked, most)])
    if "nodes" in parts:
        each = by_nodes(folder / "nodes", server.made(), asked.rounds, asked.seconds)
        rounds |= by_name(each)
        ratios |= ratios_of_nodes(best_of_all(rounds))
    return rounds, ratios


def speed(folder: Path, server: Databases, asked: argparse.Namespace) -> Figures:
    """Measure everything once, in messages a second and microseconds a message."""
    folder.mkdir()
    readers = asked.readers or SPEED
    told: Figures = {}
    with sink() as (port, _):
        alone = argparse.Namespace(readers=readers, workers=1, connections=CONNECTIONS)
        told["embedded"], _, cost, _ = site_rate(folder / "one", port, alone, signed=False)
        told["embedded: ours us"] = cost / readers * 1e6
        for count in map(int, asked.workers.split(",")):
            site = settings_in(folder / f"of-{count}", server.made(), port)
            told |= by_workers(f"{count} workers", site, server, readers, count)
        told |= bare(settings_in(folder / "bare", server.made(), port), min(readers, SPEED))
        for size in (MAILS_A_JOB, 1):
            site = settings_in(folder / f"by-{size}", server.made(), port)
            told |= by_workers(f"by {size}", site, server, asked.singly, 1, size)
    return told


def volume(folder: Path, server: Databases, asked: argparse.Namespace, workers: int) -> Figures:
    """Send to as many as a large site has, by several workers."""
    readers = asked.readers or VOLUME
    with sink() as (port, _):
        site = settings_in(folder / "volume", server.made(), port)
        return by_workers(f"{readers:,} by {workers}", site, server, readers, workers)


def by_name(figures: Iterable[Figures]) -> dict[str, list[float]]:
    """Return each figure with its values of all rounds."""
    each = list(figures)
    return {name: [one[name] for one in each] for name in each[0]}


def best_of_all(rounds: Mapping[str, list[float]]) -> Figures:
    return {name: best_of(name, values) for name, values in rounds.items()}


def ratios_of_nodes(best: Mapping[str, float]) -> Figures:
    return {
        f"node on postgresql / sqlite, {kind}": best[f"postgresql {kind}"] / best[f"sqlite {kind}"]
        for kind in ("200", "304")
    }


def ratios_of_mail(best: Mapping[str, float], most: int) -> Figures:
    told = {"a job for 500 / one for each": best[f"by {MAILS_A_JOB}"] / best["by 1"]}
    if "1 workers" not in best:
        return told
    one = best["1 workers: ours us"] + best["1 workers: server us"]
    return told | {
        "1 worker / embedded": best["1 workers"] / best["embedded"],
        "most workers / 1 worker": best[f"{most} workers"] / best["1 workers"],
        "engine and ledger / message": (one - best["bare: ours us"]) / one,
    }


def report(
    best: Mapping[str, float],
    ratios: Mapping[str, float],
    rounds: Mapping[str, Sequence[float]],
) -> list[str]:
    """Print a table; return what is below, or above, its bar."""
    for name, value in best.items():
        each = "  ".join(f"{one:8,.0f}" for one in rounds[name])
        print(f"{name:34} {value:9,.0f}   of {each}   {most_of(name)}".rstrip())
    for name, ratio in ratios.items():
        bar = f"bar {BARS[name]:.2f}" if name in BARS else ""
        print(f"{name:34} {ratio:9.2f}   {bar}".rstrip())
    below = [name for name, bar in BARS.items() if ratios.get(name, bar) < bar]
    below += [name for name in best if name.endswith(" MB") and best[name] > MOST_MEMORY]
    below += [name for name in best if ": slow," in name and best[name]]
    if ratios.get("engine and ledger / message", 0.0) > MOST_OVERHEAD:
        below.append(f"engine and ledger / message is above {MOST_OVERHEAD:.2f}")
    for name in below:
        print(f"missed: {name}")
    return below


def most_of(name: str) -> str:
    """Return the bar of a figure that is to be low."""
    if name.endswith(" MB"):
        return f"bar {MOST_MEMORY:.0f}"
    return f"statements over {SLOW} ms, bar 0" if ": slow," in name else ""


if __name__ == "__main__":
    sys.exit(main())
