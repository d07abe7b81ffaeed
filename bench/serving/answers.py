"""How long does each kind of page and feed take to answer, on a store of any size?

A sample of each kind is asked for over one connection, one after the other: first as nobody ever
asked for it, then once more.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from bench.serving import processes
from bench.serving.shelf import AUTHORS, SECTIONS, TAGS
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT

SUFFIXES = ("atom", "rss", "json")
Times = Mapping[str, tuple[Sequence[float], Sequence[float]]]


def measure(folder: Path, articles: int, sample: int) -> Times:
    """Return for each kind the seconds of the first answers, and of those that came after."""
    kinds = kinds_of(articles, Random(7))  # noqa: S311 - the same sample each time
    with (
        processes.syndicate(folder) as url,
        closing(HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection,
    ):
        _ask(connection, "/healthz")
        told = {}
        for kind, address in kinds.items():
            asked = list(dict.fromkeys(address() for _ in range(sample)))
            first = [_ask(connection, each) for each in asked]
            told[kind] = first, [_ask(connection, each) for each in asked]
    return told


def kinds_of(articles: int, chance: Random) -> Mapping[str, Callable[[], str]]:
    """Return what makes addresses, by kind."""

    def suffix() -> str:
        return chance.choice(SUFFIXES)

    def named() -> str:
        folder, most = chance.choice([("section", SECTIONS), ("tag", TAGS), ("author", AUTHORS)])
        return f"{folder}s/{folder}-{chance.randrange(min(most, articles))}"

    def article() -> str:
        return f"/articles/story-{chance.randrange(1, articles)}"

    def archive() -> str:
        return f"/feeds/all/archive/{chance.randint(1, articles // ENTRIES_PER_DOCUMENT)}"

    def part_s_archive() -> str:
        most = max(1, articles // SECTIONS // ENTRIES_PER_DOCUMENT // 2)
        section = f"sections/section-{chance.randrange(SECTIONS)}"
        return f"/feeds/{section}/archive/{chance.randint(1, most)}"

    return {
        "feed of everything": lambda: f"/feeds/all.{suffix()}",
        "feed of corrections": lambda: f"/feeds/corrections.{suffix()}",
        "feed of a part": lambda: f"/feeds/{named()}.{suffix()}",
        "archive of everything": lambda: f"{archive()}.{suffix()}",
        "archive of a section": lambda: f"{part_s_archive()}.{suffix()}",
        "feed of an article": lambda: f"{article()}/revisions.{suffix()}",
        "article": article,
        "history": lambda: f"{article()}/history",
        "front page": lambda: "/",
        "page of a part": lambda: f"/{named()}",
        "page about a feed": lambda: f"/feeds/{named()}",
        "list of feeds": lambda: "/feeds/",
    }


def _ask(connection: HTTPConnection, target: str) -> float:
    begun = time.perf_counter()
    connection.request("GET", target)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:  # noqa: PLR2004 - of HTTP
        raise SystemExit(f"{target}: {answer.status}")
    return time.perf_counter() - begun


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the least time within which this share of the answers came, in milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
