"""What do all public addresses of a site say, whoever asks for them and however?

Addresses are found, not listed: every route is filled with every name that the store
knows, every link and form of every answer is followed. A new route is covered by itself.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import product
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import brotli
from lxml import html
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from syndicate.app import App
from syndicate.domain.archives import documents
from syndicate.domain.feeds import SITE_FEEDS, FeedFormat, revisions_feed
from syndicate.store.tables import articles, editions, feeds, newsletters, slugs
from tests.web.visitor import Answer, Visitor

WAYS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "GET": ("GET", {}),
    "HEAD": ("HEAD", {}),
    "GET br": ("GET", {"accept_encoding": "br"}),
    "GET gzip": ("GET", {"accept_encoding": "gzip"}),
}
"""The ways in which each address is asked for: a method and headers."""

_NUMBERS = ("1", "2")
_NUMBERED = frozenset({"number", "older", "newer"})
_DECODED = {"br": brotli.decompress, "gzip": gzip.decompress}
_LINKS = ("href", "src", "action")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one address answered when it was asked for in one of the WAYS."""

    target: str
    way: str
    answer: Answer

    @property
    def body(self) -> bytes:
        """Return the body without its encoding."""
        decode = _DECODED.get(self.answer.headers.get("content-encoding", ""), bytes)
        return decode(self.answer.body) if self.answer.body else b""

    @property
    def said(self) -> str:
        """Return headers and body as they are compared: see `plain`."""
        headers = [f"{name}: {value}" for name, value in self.answer.headers.items()]
        return plain("\n".join([*headers, self.body.decode("utf-8", "replace")]))


def crawl(visitor: Visitor, app: App, *more: str) -> tuple[Heard, ...]:
    """Ask for every address in every way; where there is nothing, in one.

    `more` are names that no store and no link tells, or addresses (from "/" on) that
    are asked for too: those that another crawl found.
    """
    names = {name for name in more if not name.startswith("/")} | names_in(app)
    found = {*_from_routes(visitor, names), *feeds_of(app), *(t for t in more if t[:1] == "/")}
    heard: list[Heard] = []
    waiting = sorted(found)
    while waiting:
        first, *others = _every_way(visitor, waiting.pop())
        heard += first, *others
        new = {target for target in links_of(first, visitor.host) if target not in found}
        found |= new
        waiting += sorted(new)
    return tuple(heard)


def targets(heard: Iterable[Heard]) -> tuple[str, ...]:
    """Return the addresses that a crawl asked for."""
    return tuple(dict.fromkeys(one.target for one in heard))


def telling(heard: Iterable[Heard], phrases: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return which address tells which of these phrases, and how it was asked."""
    wanted = [(phrase, plain(phrase)) for phrase in phrases]
    return [
        (one.target, one.way, phrase)
        for one in heard
        for told in [one.said]
        for phrase, said in wanted
        if said in told
    ]


def stale(visitor: Visitor, before: Iterable[Heard]) -> list[tuple[str, str]]:
    """Return the addresses that tell whoever has the bytes of `before` that they still hold.

    Those whose bytes have not changed are right to.
    """
    return [
        (one.target, way)
        for one in before
        if one.answer.status == 200 and one.way != "HEAD"
        for way in _confirmed(visitor, one)
    ]


def plain(text: str) -> str:
    """Return a text as it is compared: without escapes, in small letters, blanks as one."""
    characters = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
    return " ".join(unquote(unescape(unescape(characters))).split()).casefold()


def names_in(app: App) -> set[str]:
    """Return everything in the store that an address may be made of."""
    columns = [slugs.c.slug, articles.c.id, feeds.c.name, newsletters.c.name]
    columns.append(editions.c.period_key)
    with app.store.read() as tx:
        known = [tx.connection.execute(select(column)).scalars() for column in columns]
        return {str(value).rpartition("/")[2] for values in known for value in values}


def links_of(heard: Heard, host: str) -> set[str]:
    """Return the addresses of this site to which an answer leads, in whatever form it is."""
    text = heard.body.decode("utf-8", "replace")
    headers = " ".join(heard.answer.headers.values())
    absolute = re.compile(rf"https?://{re.escape(host)}(?::\d+)?[^\s\"'<>\\]*")
    linked = [unescape(link) for link in absolute.findall(f"{text} {headers}")]
    if "html" in heard.answer.headers.get("content-type", "") and text.strip():
        linked += _linked_in(html.fromstring(text))
    linked.append(heard.answer.headers.get("location", ""))
    return set(_here(linked, heard.target, host))


def _linked_in(page: html.HtmlElement) -> Iterator[str]:
    for element in page.iter():
        yield from (element.get(name) for name in _LINKS if element.get(name))
    for form in page.forms:
        if form.method == "GET":
            yield f"{form.action}?{urlencode(form.form_values())}"


def _here(links: Iterable[str], target: str, host: str) -> Iterator[str]:
    """Yield the path and query of links that stay on the site."""
    for link in links:
        parts = urlsplit(urljoin(f"https://{host}{target}", link))
        if link and parts.hostname == host and parts.scheme in {"http", "https"}:
            yield (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _every_way(visitor: Visitor, target: str) -> list[Heard]:
    """Ask in the first way; in the others, too, unless there is nothing at the address."""
    first, *others = WAYS
    heard = [_ask(visitor, target, first)]
    if heard[0].answer.status != 404:
        heard += [_ask(visitor, target, way) for way in others]
    return heard


def _ask(visitor: Visitor, target: str, way: str) -> Heard:
    method, headers = WAYS[way]
    return Heard(target, way, visitor.ask(method, target, headers))


def _from_routes(visitor: Visitor, names: Iterable[str]) -> Iterator[str]:
    """Yield every route filled with every name that it takes."""
    assert isinstance(visitor.site, Starlette)
    for route in visitor.site.routes:
        assert isinstance(route, Route), f"teach the crawl to fill {route!r}"
        yield from _filled(route, sorted(names))


def _filled(route: Route, names: Sequence[str]) -> Iterator[str]:
    choices = [
        [guess for guess in _guesses(part, names) if re.fullmatch(convertor.regex, guess)]
        for part, convertor in route.param_convertors.items()
    ]
    for chosen in product(*choices):
        yield route.path_format.format(**dict(zip(route.param_convertors, chosen, strict=True)))


def _guesses(part: str, names: Sequence[str]) -> Sequence[str]:
    return _NUMBERS if part in _NUMBERED else [*names, *_NUMBERS]


def feeds_of(app: App) -> Iterator[str]:
    """Yield the addresses of feeds, which are answered before any route is asked."""
    with app.store.read() as tx:
        named = tx.connection.execute(select(feeds.c.name)).scalars().all()
        revised = tx.connection.execute(select(slugs.c.slug)).scalars().all()
        held = {name: tx.members.end(name) for name in [*SITE_FEEDS, *named]}
        told = {name: tx.members.end(name) for name in map(revisions_feed, revised)}
    stems = {f"/feeds/{name}" for feed, end in held.items() for name in documents(feed, end)}
    stems |= {f"/{name}" for feed, end in told.items() for name in documents(feed, end)}
    yield from (f"{stem}.{format_}" for stem in stems for format_ in FeedFormat)


def _confirmed(visitor: Visitor, before: Heard) -> Iterator[str]:
    """Yield the ways to ask by which an address confirms bytes that it no longer serves."""
    _, headers = WAYS[before.way]
    now = replace(before, answer=visitor.ask("GET", before.target, headers))
    if (now.answer.status, now.body) == (before.answer.status, before.body):
        return
    for method, condition in product(("GET", "HEAD"), _conditions(before.answer)):
        answer = visitor.ask(method, before.target, {**headers, **condition})
        if answer.status == 304:
            yield f"{method} {before.way} {' '.join(condition)}"


def _conditions(answer: Answer) -> Iterator[Mapping[str, str]]:
    told = {"if_none_match": "etag", "if_modified_since": "last-modified"}
    had = {name: answer.headers[h] for name, h in told.items() if h in answer.headers}
    yield from ({name: value} for name, value in had.items())
    if len(had) > 1:
        yield had
