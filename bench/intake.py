"""How fast does a long list of readers come in, and in how much memory?

Lists of a few and of many lines are imported by the command, in a process of its own whose peak
memory counts; some lines are bad, some tell that a reader has left. Then each is imported again,
which must change nothing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from bench.delivery import machine
from bench.planning import DATABASES
from bench.volume.crowd import NAME, settings_file
from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.editions import Newsletter
from syndicate.settings import load

SMALL = 10_000
MEMORY, GROWTH = 200.0, 1.2
BAD, LEFT = 97, 89
"""Each so many lines, one is bad, or tells of an end."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--database", choices=DATABASES, action="append")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    sizes = sorted({SMALL, asked.lines})
    told = {
        name: {size: measured(name, size) for size in sizes} for name in asked.database or DATABASES
    }
    below = [fault for name, figures in told.items() for fault in faults(name, figures)]
    for fault in below:
        print(f"below the bar: {fault}")
    if asked.json:
        answer = {"machine": machine(), "figures": told, "below": below}
        asked.json.write_text(json.dumps(answer, indent=2))
    return 1 if below else 0


def measured(database: str, lines: int) -> dict[str, float]:
    """Import a list into an empty store, and once more."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # PostgreSQL runs as another user
        settings = settings_file(folder / "site", stack.enter_context(DATABASES[database](folder)))
        with closing(App(load(settings))) as app:
            now = app.clock.now() if database == "postgresql" else SystemClock().now()
            app.newsletters.add(
                Newsletter(
                    name=NAME, title="M", schedule="daily 07:00", timezone="UTC", created=now
                )
            )
        file = folder / "readers.csv"
        write_list(file, lines)
        seconds, peak, first = imported(settings, file)
        again, _, second = imported(settings, file)
        figures = {
            "a second": lines / seconds,
            "again, a second": lines / again,
            "megabytes": peak,
            "added": first["added"],
            "refused": first["refused"],
            "added again": second["added"],
        }
    print(
        f"{database} {lines:,} lines: {figures['a second']:,.0f} a second, again"
        f" {figures['again, a second']:,.0f}; {peak:.0f} MB; {figures['added']:,.0f} added,"
        f" {figures['refused']:,.0f} refused; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return figures


def write_list(file: Path, lines: int) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write("Email Address,timezone,status\n")
        for number in range(lines):
            address = "nobody" if number % BAD == BAD - 1 else f"reader{number}@example.org"
            left = "unsubscribed" if number % LEFT == LEFT - 1 else ""
            out.write(f"{address},Europe/Berlin,{left}\n")


def imported(settings: Path, file: Path) -> tuple[float, float, dict[str, float]]:
    """Import a list by the command; return seconds, peak megabytes, and what became of it."""
    command = [sys.executable, "-m", "syndicate", "--settings", str(settings), "subscriber"]
    began = time.perf_counter()
    with subprocess.Popen(
        [*command, "import", str(file), "--newsletter", NAME, "--confirmed", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        account = json.loads(process.stdout.read() if process.stdout else b"")
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0  # it was waited for
    return time.perf_counter() - began, usage.ru_maxrss / 1024, account


def faults(database: str, figures: dict[int, dict[str, float]]) -> Iterator[str]:
    """Tell what is below its bar."""
    few, many = figures[min(figures)], figures[max(figures)]
    if many["megabytes"] > MEMORY:
        yield f"{database}: {many['megabytes']:.0f} MB"
    if many["megabytes"] > few["megabytes"] * GROWTH:
        yield f"{database}: {many['megabytes'] / few['megabytes']:.2f} times the memory of a few"
    for lines, told in figures.items():
        if told["added again"]:
            yield f"{database}: {told['added again']:.0f} of {lines:,} were added twice"


if __name__ == "__main__":
    sys.exit(main())
