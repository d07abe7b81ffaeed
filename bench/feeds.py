"""How fast are feeds served, and a change seen, with a thousand articles and with a million?

`scripts/bench feeds [--articles N] [--rounds N] [--seconds N] [--publications N] [--sample N]
[--only PART] [--json]` (needs Debian's `wrk` and `nginx-light`). Parts and bars, on SQLite and
on a machine at rest:

speed    200 with gzip, and 304, of a feed of 50 entries: 0.90 of a bare ASGI application under
         the same server, one worker. The folder of feeds by docs/nginx.conf: 0.95 of nginx on a
         plain file. Beside nginx with gzip_static, 0.40 and 0.30 are aimed at.
fresh    from the commit of a publication to its bytes in the process that serves: p50 15 ms,
         p99 60 ms, with 1,000 and with N articles, the second within 1.5 of the first. What
         another process publishes is told of, and has no bar.
filling  N articles in 300 s, which is meant for a million.
answers  every kind of feed, archive and page, first and once more: p99 50 ms with N articles.

Ends with 1 where a bar is not met.
"""

import argparse
import json
import logging
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bench.serving import answers, freshness, speed
from bench.serving.answers import percentile
from bench.serving.shelf import fill
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT

FEW, MANY = 1_000, 1_000_000
PARTS = ("speed", "fresh", "filling", "answers")
FILLED = 300.0
P50, P99, GROWN = 15.0, 60.0, 1.5
ANSWERED = 50.0
ASKING = 0.95  # above it, wrk would be what is measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure, and the bar that it is held to: at least, or at the most; none where None."""

    part: str
    what: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool:
        """Tell whether the bar is met."""
        low = self.least is not None and self.value < self.least
        return not low and not (self.most is not None and self.value > self.most)

    def __str__(self) -> str:
        """Write a row of the table."""
        bar = "" if self.least is None else f"≥ {self.least:g}"
        bar = bar if self.most is None else f"≤ {self.most:g}"
        verdict = ("met" if self.met else "NOT MET") if bar else ""
        return f"{self.part:8} {self.what:52} {self.value:10.2f} {self.unit:4} {bar:8} {verdict}"


@dataclass
class Told:
    """The lines so far, printed as they come."""

    quiet: bool
    lines: list[Line] = field(default_factory=list)

    def add(self, lines: Iterator[Line]) -> None:
        """Take lines."""
        for line in lines:
            self.lines.append(line)
            if not self.quiet:
                print(line, flush=True)


def main() -> int:
    asked = arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    parts = asked.only or PARTS
    told = Told(quiet=asked.json)
    machine = facts()
    if not asked.json:
        print(", ".join(f"{name} {value}" for name, value in machine.items()))
    with tempfile.TemporaryDirectory(dir=asked.dir) as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        if "speed" in parts:
            told.add(speeds(Path(folder) / "fifty", asked))
        if set(parts) & {"fresh", "filling", "answers"}:
            told.add(filling(many, asked.articles))
        if "answers" in parts:  # before anything else has asked for it
            told.add(answering(many, asked))
        if "fresh" in parts:
            fill(few, FEW)
            told.add(fresh(few, many, asked))
    if asked.json:
        rows = [{**as_row(line), "met": line.met} for line in told.lines]
        print(json.dumps({"machine": machine, "figures": rows}, indent=2))
    return 0 if all(line.met for line in told.lines) else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=MANY, help="at least 2000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--publications", type=int, default=300)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--only", action="append", choices=PARTS)
    parser.add_argument("--dir", help="where the stores are made, some GB")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def facts() -> Mapping[str, object]:
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "date": time.strftime("%Y-%m-%d"),
    }


def speeds(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    fill(folder, ENTRIES_PER_DOCUMENT)
    found = speed.measure(folder, asked.rounds, asked.seconds)
    for name, each in found.items():
        yield Line(part="speed", what=name, value=each.a_second, unit="/s")
        what = f"{name}: of a processor for asking"
        yield Line(part="speed", what=what, value=each.asking, most=ASKING)
    bars = (
        ("ours 200", "bare 200", 0.90),
        ("ours 304", "bare 304", 0.90),
        ("export 200", "plain 200", 0.95),
        ("ours 200", "nginx 200", None),
        ("ours 304", "nginx 304", None),
    )
    for one, other, bar in bars:
        value = found[one].a_second / found[other].a_second
        yield Line(part="speed", what=f"{one} : {other}", value=value, least=bar)


def filling(folder: Path, articles: int) -> Iterator[Line]:
    begun = time.perf_counter()
    fill(folder, articles)
    took = time.perf_counter() - begun
    yield Line(part="filling", what=f"{articles:,} articles", value=took, unit="s", most=FILLED)
    size = (folder / "syndicate.db").stat().st_size / 1e6
    yield Line(part="filling", what="the database", value=size, unit="MB")


def fresh(few: Path, many: Path, asked: argparse.Namespace) -> Iterator[Line]:
    middle = []
    for folder, articles in ((few, FEW), (many, asked.articles)):
        found = freshness.in_one_process(folder, asked.publications)
        seconds = [each.seconds for each in found]
        middle.append(percentile(seconds, 0.5))
        yield from _two("fresh", f"{articles:,} articles", seconds, P50, P99)
        what = f"{articles:,} articles, our processor, p50"
        used = percentile([each.processor for each in found], 0.5)
        yield Line(part="fresh", what=what, value=used, unit="ms")
    yield Line(part="fresh", what="p50, grown", value=middle[1] / middle[0], most=GROWN)
    others = freshness.in_another_process(few, min(asked.publications, 50))
    seconds = [each.seconds for each in others]
    yield from _two("fresh", "published by another process", seconds, None, None)


def answering(folder: Path, asked: argparse.Namespace) -> Iterator[Line]:
    for kind, (first, again) in answers.measure(folder, asked.articles, asked.sample).items():
        yield from _two("answers", f"{kind}, first ({len(first)})", first, None, ANSWERED)
        yield from _two("answers", f"{kind}, again", again, None, ANSWERED)


def _two(
    part: str, what: str, seconds: Sequence[float], p50: float | None, p99: float | None
) -> Iterator[Line]:
    for share, name, most in ((0.5, "p50", p50), (0.99, "p99", p99)):
        value = percentile(seconds, share)
        yield Line(part=part, what=f"{what}, {name}", value=value, unit="ms", most=most)


def as_row(line: Line) -> dict[str, object]:
    return {
        name: getattr(line, name) for name in ("part", "what", "value", "unit", "least", "most")
    }


if __name__ == "__main__":
    sys.exit(main())
