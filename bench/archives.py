"""Does whoever follows the archives hold each entry of a large site once, in its newest state?

`scripts/bench archives [--articles N] [--json]`: a reader that keeps to RFC 5005 and RFC 6721
merges a whole feed, in Atom and in JSON Feed. Then an article of the oldest archive is corrected
under another headline, one is unpublished, and one is new: that reader, and another one that comes
only now, must hold the same, which is what the site has. Ends with 1 where they do not. Times are
told without a bar.
"""

import argparse
import json
import logging
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import structlog

from bench.serving.shelf import FIRST, fill, opened
from syndicate.app import App
from syndicate.domain.articles import Kind
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.web.site import site
from tests.web.consumer import Consumer
from tests.web.visitor import Visitor

ARTICLES = 20_000
FEEDS = {"atom": "/feeds/all.atom", "json": "/feeds/all.json"}
CORRECTED, UNPUBLISHED = 7, 11
RIGHT, NEW = "Story seven, as it was", "Something new"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=ARTICLES, help="at least 100")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder), asked.articles)
        with closing(opened(Path(folder))) as app:
            told = measured(app, asked.articles)
    if asked.json:
        print(json.dumps(told, indent=2))
    else:
        for name, figures in told.items():
            print(f"{name:5}", ", ".join(f"{what} {value}" for what, value in figures.items()))
    return 0 if all(figures["right"] for figures in told.values()) else 1


def measured(app: App, articles: int) -> dict[str, dict[str, object]]:
    """Return what readers of each format hold and took, before and after the changes."""
    visitor = Visitor(site(app), address="127.0.0.1")  # which is never told to wait
    early = {name: Consumer(visitor) for name in FEEDS}
    took = {name: poll(reader, FEEDS[name]) for name, reader in early.items()}
    titles = {f"Story {number}" for number in range(articles)}
    whole = {name: holds(reader, titles) for name, reader in early.items()}
    change(app)
    titles = titles - {f"Story {CORRECTED}", f"Story {UNPUBLISHED}"} | {RIGHT, NEW}
    told: dict[str, dict[str, object]] = {}
    for name, reader in early.items():
        known = len(reader.asked)
        poll(reader, FEEDS[name])
        late = Consumer(visitor)
        again = poll(late, FEEDS[name])
        same = reader.entries == late.entries
        told[name] = {
            "documents": len(late.asked),
            "first": f"{took[name]:.1f} s",
            "again": f"{again:.1f} s",
            "asked for after the changes": len(reader.asked) - known,
            "each once before": whole[name],
            "both hold the same": same,
            "right": whole[name] and same and holds(late, titles),
        }
    return told


def poll(reader: Consumer, target: str) -> float:
    """Let a reader read what it does not know yet; return the seconds that took."""
    begun = time.perf_counter()
    reader.poll(target)
    return time.perf_counter() - begun


def holds(reader: Consumer, titles: set[str]) -> bool:
    """Tell whether a reader holds entries of exactly these titles, each once."""
    held = reader.titles()
    return len(held) == len(titles) and set(held) == titles


def change(app: App) -> None:
    """Correct an old article, unpublish another one, publish a third."""
    content = replace(FIRST, headline=RIGHT)
    declared = Declared(kind=Kind.CORRECTION, note="It was another story.")
    app.revise(f"story-{CORRECTED}", content, declared)
    app.revise.unpublish(f"story-{UNPUBLISHED}")
    app.publish(app.ingest(Story(content=replace(FIRST, headline=NEW)), announce=True))


if __name__ == "__main__":
    sys.exit(main())
