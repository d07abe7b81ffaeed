"""How well are stories read that were copied out of a browser?

Usage: python bench/pastes.py DIR [--worst N] [--half 0|1]

DIR holds ID.txt, a page's text, and ID.json, its truth: url, headline, body,
published, modified. Prints a table and leaves with 1 when a bar is missed:
mean F1 of body words, share of headlines exactly right, stated times right,
a result for each.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

from syndicate.domain.articles import PastRevision
from syndicate.domain.stories import Story
from syndicate.errors import SyndicateError
from syndicate.importers.text import read_text

LEAST_F1 = 0.95
LEAST_HEADLINES = 0.85
LONG_LINE = 80
_OFFSETS = {
    "ET": (-5, -4),
    "EST": (-5, -4),
    "EDT": (-5, -4),
    "CT": (-6, -5),
    "CST": (-6, -5),
    "CDT": (-6, -5),
    "MT": (-7, -6),
    "MST": (-7, -6),
    "MDT": (-7, -6),
    "PT": (-8, -7),
    "PST": (-8, -7),
    "PDT": (-8, -7),
    "GMT": (0,),
    "UTC": (0,),
    "BST": (1,),
    "CET": (1, 2),
    "CEST": (2,),
    "IST": (5.5,),
    "UK": (0, 1),
}
_ZONE = re.compile(rf"\b({'|'.join(_OFFSETS)})\b(?![+-]\d)", re.IGNORECASE)
_MINUTE = timedelta(minutes=1)
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]+>")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.h](\d\d)(?::\d\d)?\s*([ap])?\.?m?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a page's own data say."""

    name: str
    text: str
    headline: str
    body: str
    instants: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one story was read, beside three ways of not reading it."""

    name: str
    read: bool
    f1: float
    headline: bool
    times: tuple[bool, ...]
    every_line: float
    long_lines: float
    first_line: bool


def truths(folder: Path) -> list[Truth]:
    return [truth_of(path) for path in sorted(folder.glob("*.json"))]


def truth_of(path: Path) -> Truth:
    raw = json.loads(path.read_text(encoding="utf-8"))
    instants = (instant_of(raw.get(name)) for name in ("published", "modified"))
    return Truth(
        name=path.stem,
        text=path.with_suffix(".txt").read_text(encoding="utf-8"),
        headline=raw.get("headline") or "",
        body=raw["body"],
        instants=tuple(instant for instant in instants if instant),
    )


def instant_of(text: str | None) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


def words_of(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def f1(found: Counter[str], wanted: Counter[str]) -> float:
    common = (found & wanted).total()
    if not common:
        return 0.0
    precision, recall = common / found.total(), common / wanted.total()
    return 2 * precision * recall / (precision + recall)


def same(found: str, wanted: str) -> bool:
    return plain(found) == plain(wanted)


def plain(text: str) -> str:
    straight = text.translate(str.maketrans("’‘“”\xa0", "''\"\" "))
    return " ".join(straight.split())


def body_text(story: Story) -> str:
    return unescape(_TAG.sub(" ", story.content.body_html))


def stated_lines(truth: Truth, story: Story) -> list[tuple[str, datetime]]:
    """Return the short lines outside the body that state one of the truth's instants."""
    body = plain(truth.body)
    return [
        (line.text, instant)
        for line in story.lines
        if len(line.text) <= 2 * LONG_LINE and plain(line.text) not in body
        for instant in truth.instants
        if states(line.text, instant)
    ]


def states(text: str, instant: datetime) -> bool:
    """Tell whether the line names the instant's day and clock, in its zone or else in any."""
    locals_ = [instant + timedelta(hours=hours) for hours in offsets_in(text)]
    return any(local_day_in(text, local) and clock_in(text, local) for local in locals_)


def offsets_in(text: str) -> Iterable[float]:
    named = _ZONE.findall(text)
    return (
        _OFFSETS[named[0].upper()] if named else (*range(-12, 15), -3.5, 3.5, 4.5, 5.5, 5.75, 9.5)
    )


def clock_in(text: str, local: datetime) -> bool:
    for hour, minute, half in _CLOCK.findall(text):
        full = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
        if (full, int(minute)) == (local.hour, local.minute):
            return True
    return False


def local_day_in(text: str, local: datetime) -> bool:
    numbers = {int(number) for number in re.findall(r"\d+", text)}
    return local.day in numbers and (local.year in numbers or local.strftime("%b") in text)


def right_times(truth: Truth, story: Story) -> tuple[bool, ...]:
    """Judge each stated instant: known rightly, or left open in the source's words."""
    return tuple(
        any(told_rightly(change, text, instant) for change in story.past)
        for text, instant in stated_lines(truth, story)
    )


def told_rightly(change: PastRevision, text: str, instant: datetime) -> bool:
    if not change.stated or change.stated not in text:
        return False
    if change.at is None:
        return states(change.stated, instant) or clock_anywhere(change.stated, instant)
    return abs(change.at - instant) < _MINUTE


def clock_anywhere(text: str, instant: datetime) -> bool:
    return any(int(minute) == instant.minute for _, minute, _ in _CLOCK.findall(text))


def judge(truth: Truth) -> Result:
    wanted = words_of(truth.body)
    lines = [line.strip() for line in truth.text.splitlines() if line.strip()]
    long_lines = " ".join(line for line in lines if len(line) >= LONG_LINE)
    story = read(truth)
    return Result(
        name=truth.name,
        read=story is not None and bool(story.content.body_html),
        f1=f1(words_of(body_text(story)), wanted) if story else 0.0,
        headline=story is not None and same(story.content.headline, truth.headline),
        times=right_times(truth, story) if story else (),
        every_line=f1(words_of(truth.text), wanted),
        long_lines=f1(words_of(long_lines), wanted),
        first_line=same(lines[0], truth.headline),
    )


def read(truth: Truth) -> Story | None:
    try:
        return read_text(truth.text.encode())
    except SyndicateError:
        return None


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def table(results: list[Result]) -> list[tuple[str, float, float | None]]:
    """Return the rows of the report: a reader, its mean F1, its share of right headlines."""
    right = mean([float(result.headline) for result in results])
    first = mean([float(result.first_line) for result in results])
    return [
        ("this importer", mean([result.f1 for result in results]), right),
        ("the bar", LEAST_F1, LEAST_HEADLINES),
        ("every line; the first as headline", mean([r.every_line for r in results]), first),
        (f"lines of {LONG_LINE} characters or more", mean([r.long_lines for r in results]), None),
    ]


def report(results: list[Result], seconds: float) -> bool:
    rows = table(results)
    times = [time for result in results for time in result.times]
    print(f"{len(results)} pages in {seconds:.2f} s")
    print(f"{'':36}{'body words F1':>14}{'headline right':>16}")
    for name, body, headline in rows:
        print(f"{name:36}{body:14.4f}" + (f"{headline:16.1%}" if headline is not None else ""))
    unread = sum(not result.read for result in results)
    print(f"stated times right: {sum(times)} of {len(times)}; pages without a result: {unread}")
    _, body, headline = rows[0]
    enough = body >= LEAST_F1 and (headline or 0) >= LEAST_HEADLINES
    return enough and all(times) and not unread


def worst(results: list[Result], count: int) -> None:
    for result in sorted(results, key=lambda result: result.f1)[:count]:
        print(f"{result.name[:12]} F1 {result.f1:.3f} headline {result.headline} {result.times}")
    for result in results:
        if not result.headline or not all(result.times):
            print(f"{result.name[:12]} headline {result.headline} times {result.times}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N")
    parser.add_argument("--half", type=int, choices=(0, 1))
    asked = parser.parse_args()
    pages = truths(asked.folder)
    if not pages:
        print(f"no ID.json beside ID.txt in {asked.folder}", file=sys.stderr)
        return 2
    start = time.perf_counter()
    results = [judge(page) for page in (pages if asked.half is None else pages[asked.half :: 2])]
    passed = report(results, time.perf_counter() - start)
    if asked.worst:
        worst(results, asked.worst)
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
