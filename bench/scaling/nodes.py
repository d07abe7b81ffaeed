"""How fast does a node that serves nothing but the web answer for a feed, on either database?

Both serve the same site: the store on PostgreSQL is a copy of that on SQLite, so each feed has the
same bytes and the same ETag. They are asked in turn. Beside each rate stands what an answer took of
the node's processor, which other work on the machine disturbs less.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from bench.delivery import processor_time
from bench.scaling.site import ENGINE
from bench.serving import processes
from bench.serving.load import rate
from bench.serving.shelf import FIRST, opened
from bench.serving.speed import FEED, GZIP, Target, ask, header
from syndicate.app.copying import copy_store
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT
from syndicate.domain.stories import Story
from syndicate.settings import load

DATABASES = ("sqlite", "postgresql")
SITE = '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'


def by_nodes(folder: Path, url: str, rounds: int, seconds: int) -> Sequence[dict[str, float]]:
    """Return, of each round, how many whole and unchanged answers a second a node gives."""
    for name, engine in zip(DATABASES, ("", ENGINE.format(url=url)), strict=True):
        (folder / name).mkdir(parents=True)
        (folder / name / "settings.toml").write_text(SITE + engine)
    publish(folder / "sqlite")
    copy_store(load(folder / "sqlite" / "settings.toml"), url, lambda *_: None)
    with ExitStack() as stack:
        nodes = {
            name: stack.enter_context(processes.node(folder / name, "--web-only"))
            for name in DATABASES
        }
        return [
            {name: value for kind in nodes for name, value in asked(kind, nodes[kind], seconds)}
            for _ in range(rounds)
        ]


def publish(folder: Path) -> None:
    """Publish as many stories as a feed has."""
    with closing(opened(folder)) as app:
        for number in range(ENTRIES_PER_DOCUMENT):
            content = replace(FIRST, headline=f"Story {number}")
            app.publish(app.ingest(Story(content=content), announce=False))


def asked(name: str, node: processes.Node, seconds: int) -> Iterator[tuple[str, float]]:
    """Ask one node for a while."""
    for target in _targets(name, node.url):
        before = processor_time(node.process)
        found = rate(target.url, target.headers, seconds)
        took = processor_time(node.process) - before
        yield target.name, found.a_second
        yield f"{target.name}: ours us", took / (found.a_second * seconds) * 1e6


def _targets(name: str, node: str) -> Iterator[Target]:
    whole = ask(node + FEED, GZIP)
    unchanged = {**GZIP, "If-None-Match": header(whole, "etag")}
    yield Target(name=f"{name} 200", url=node + FEED, headers=GZIP)
    yield Target(name=f"{name} 304", url=node + FEED, headers=unchanged)
