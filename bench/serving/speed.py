"""How fast are feeds served, beside a bare application on the same server and beside nginx?

Every kind is asked in turn, round by round; the best round of each counts, so that what else
the machine does weighs on all alike.
"""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench.serving import processes
from bench.serving.load import Rate, rate
from bench.serving.shelf import opened

FEED = "/feeds/all.atom"
GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is asked for, of whom."""

    name: str
    url: str
    headers: Mapping[str, str]


def measure(folder: Path, rounds: int, seconds: int) -> dict[str, Rate]:
    """Return the best rate of every kind of answer."""
    with closing(opened(folder)) as app:
        for _ in app.export_feeds(folder / "feeds")():
            pass
    with ExitStack() as stack:
        targets = list(_targets(stack, folder))
        best: dict[str, Rate] = {}
        for _ in range(rounds):
            for target in targets:
                found = rate(target.url, target.headers, seconds)
                known = best.get(target.name, found)
                best[target.name] = max(known, found, key=lambda each: each.a_second)
    return best


def _targets(stack: ExitStack, folder: Path) -> Iterator[Target]:
    ours = stack.enter_context(processes.syndicate(folder))
    whole = ask(ours + FEED, GZIP)
    unchanged = {**GZIP, "If-None-Match": header(whole, "etag")}
    least = stack.enter_context(processes.bare(_kept(folder / "whole", whole)))
    told = _kept(folder / "unchanged", ask(ours + FEED, unchanged))
    least_told = stack.enter_context(processes.bare(told))
    (folder / "plain").mkdir(exist_ok=True)
    (folder / "plain" / "feed").write_bytes(whole[2])
    by_docs, simple = stack.enter_context(processes.nginx(folder, folder / "feeds"))
    tag = {**GZIP, "If-None-Match": header(ask(simple + FEED, GZIP), "etag")}
    yield Target(name="ours 200", url=ours + FEED, headers=GZIP)
    yield Target(name="bare 200", url=least + FEED, headers=GZIP)
    yield Target(name="ours 304", url=ours + FEED, headers=unchanged)
    yield Target(name="bare 304", url=least_told + FEED, headers=unchanged)
    yield Target(name="nginx 200", url=simple + FEED, headers=GZIP)
    yield Target(name="nginx 304", url=simple + FEED, headers=tag)
    yield Target(name="export 200", url=by_docs + FEED, headers=GZIP)
    yield Target(name="plain 200", url=f"{simple}/plain/feed", headers=GZIP)


def _kept(file: Path, said: tuple[int, list[tuple[bytes, bytes]], bytes]) -> Path:
    """Write down an answer for a bare application, under the same address as ours."""
    file.write_bytes(pickle.dumps({FEED: said}))
    return file


def ask(url: str, headers: Mapping[str, str]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """GET an address; return status, headers as a server would send them, and body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    with closing(connection):
        connection.request("GET", parts.path, headers=dict(headers))
        answer = connection.getresponse()
        body = answer.read()
    told = [(n.lower().encode(), v.encode("latin-1")) for n, v in answer.getheaders()]
    kept = [each for each in told if each[0] not in {b"date", b"connection"}]
    return answer.status, kept, body


def header(said: tuple[int, list[tuple[bytes, bytes]], bytes], name: str) -> str:
    """Return a header of an answer."""
    return dict(said[1])[name.encode()].decode()
