"""How fast do histories come in, and what becomes of them?

Usage: python bench/histories.py FILE... [--store URL]

Imports each FILE of histories into one new store, a second time too, which must change
nothing, and verifies all of it. Prints counts and revisions a second; leaves with 1 when
fewer than 60 revisions a second came in, or anything was left out.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from syndicate.app import App
from syndicate.domain.replaying import Imported
from syndicate.errors import SyndicateError
from syndicate.importers.history import HistoryFile
from syndicate.services.import_history import Wishes
from syndicate.settings import load

LEAST_A_SECOND = 60
OURS, OTHERS = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
SETTINGS = """
[site]
title = "Histories"
base_url = "https://histories.example"
[store]
url = "{url}"
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--store", default="sqlite:///var/syndicate.db", metavar="URL")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings.toml"
        settings.write_text(SETTINGS.format(url=asked.store))
        with closing(App(load(settings))) as app:
            good = [bring_in(app, name) for name in asked.files]
            verified = app.verify()
    print(f"verified: {verified.articles} articles, {verified.revisions} revisions")
    peaks = [resource.getrusage(who).ru_maxrss // 1024 for who in (OURS, OTHERS)]
    print(f"most memory: {peaks[0]} MiB, and {peaks[1]} of the process that reads ahead")
    return 0 if all(good) else 1


def bring_in(app: App, name: str) -> bool:
    states = sum(len(story.states) for story in HistoryFile(name) if hasattr(story, "states"))
    print(f"{name}: {len(HistoryFile(name))} stories, {states} revisions")
    rate, left_out = timed(app, name, states, "imported")
    again, _ = timed(app, name, states, "imported again")
    return min(rate, again) >= LEAST_A_SECOND and not left_out


def timed(app: App, name: str, states: int, what: str) -> tuple[float, int]:
    began, computed = time.perf_counter(), processor()
    done = list(app.import_history(HistoryFile(name), Wishes()))
    seconds = time.perf_counter() - began
    busy = processor() - computed
    print(f"  {what} in {seconds:.1f} s, {busy:.1f} of a processor: {states / seconds:.0f}/s")
    counted = counts(one for one in done if isinstance(one, Imported))
    for label, number in sorted(counted.items()):
        print(f"    {label}: {number}")
    errors = [one for one in done if isinstance(one, SyndicateError)]
    for error in errors:
        print(f"    {error}")
    return states / seconds, len(errors) + counted["waiting"] + counted["late"]


def processor() -> float:
    """Return how long we and the process that read ahead used a processor."""
    used = [resource.getrusage(who) for who in (OURS, OTHERS)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def counts(stories: Iterable[Imported]) -> Counter[str]:
    total: Counter[str] = Counter()
    for story in stories:
        total[f"articles: {story.status}"] += 1
        total.update(f"state: {move}" for move in story.moves)
        total.update(f"kind: {kind}" for kind in story.kinds)
        total["broken texts"] += len(story.faults)
        total.update({"waiting": story.waiting, "late": story.late})
    return total


if __name__ == "__main__":
    sys.exit(main())
