"""What do feeds and pages serve at this moment? Asked over ASGI, as a server would."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone
from time import struct_time
from typing import Any

import anyio
import feedparser
import httpx
from starlette.types import ASGIApp

from bench.replay.letters import BASE
from bench.replay.marks import Mark, ends_in, words_in
from bench.replay.pages import Page, Visit, visit

_TOO_MANY = re.compile(r"<content[^>]*>.*?</content>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as a feed reader has it; `words` and `ends` are the revisions it shows.

    One that `announces` leads to a note on the page of its article.
    """

    slug: str
    announces: bool
    published: datetime
    updated: datetime
    words: frozenset[Mark]
    ends: frozenset[Mark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was served at an instant: entries by id, every revision any format shows, and pages."""

    at: datetime
    entries: Mapping[str, Entry]
    shown: frozenset[Mark]
    pages: tuple[Page, ...] = ()


class Web:
    """The site's public face."""

    def __init__(self, site: ASGIApp) -> None:
        self._transport = httpx.ASGITransport(site)

    def get(self, path: str) -> str:
        """Return what stands at a path."""
        return self.ask(path).text

    def ask(self, path: str) -> httpx.Response:
        """Return the answer at a path; it is not followed where it leads."""
        return self._answer("GET", path, {})

    def post(self, path: str, form: Mapping[str, Any]) -> int:
        """Send a form to a path; return the status of the answer."""
        return self._answer("POST", path, form).status_code

    def _answer(self, method: str, path: str, form: Mapping[str, Any]) -> httpx.Response:
        """Ask on a thread of its own: this one's loop may be a browser's."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(anyio.run, self._ask, method, path, form).result()

    async def _ask(self, method: str, path: str, form: Mapping[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url=BASE) as client:
            heads = {"Accept-Encoding": "identity"}  # compressing is another test's concern
            return await client.request(method, path, data=form or None, headers=heads)


def look(web: Web, at: datetime, visits: Iterator[Visit]) -> Look:
    """Return what the site's feeds serve now, its pages and these addresses."""
    texts = [web.get(f"/feeds/all.{suffix}") for suffix in ("atom", "rss", "json")]
    shown = frozenset(mark for text in texts for mark in (*words_in(text), *ends_in(text)))
    parsed = feedparser.parse(texts[0], sanitize_html=False, resolve_relative_uris=False)
    entries = {e.id: _entry(e) for e in parsed.entries}
    return Look(at=at, entries=entries, shown=shown, pages=tuple(visit(web, visits)))


def _entry(entry: Any) -> Entry:  # noqa: ANN401 - feedparser is untyped
    content = " ".join(part.value for part in entry.get("content", ()))
    text = f"{entry.title} {content}"
    slug, _, note = str(entry.link).rpartition("/")[2].partition("#")
    return Entry(
        slug=slug,
        announces=bool(note),
        published=_instant(entry.published_parsed),
        updated=_instant(entry.updated_parsed),
        words=frozenset(words_in(text)),
        ends=frozenset(ends_in(text)),
    )


def _instant(parsed: struct_time) -> datetime:
    return datetime(*parsed[:6], tzinfo=timezone.utc)  # noqa: UP017
