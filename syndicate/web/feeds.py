"""How are feeds served? Raw ASGI: while nothing changes, the store is asked nothing."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import anyio.to_thread

from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.site import Site
from syndicate.web.conditional import (
    Headers,
    Served,
    encoding_for,
    has_it,
    unchanged_headers,
)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGI = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_KEPT = 10_000
_SUFFIXES = frozenset(format_.value for format_ in FeedFormat)


class FeedFace:
    """Answers for feeds and passes every other request on.

    `generation` tells whether anything may have changed since the last look;
    documents are kept with their compressed forms until their bytes change.
    """

    def __init__(
        self,
        document: Callable[[str, FeedFormat], FeedDocument | None],
        generation: Callable[[], int],
        site: Site,
        otherwise: ASGI,
    ) -> None:
        self._document = document
        self._generation = generation
        self._site = site
        self._otherwise = otherwise
        self._kept: dict[str, tuple[int, Served]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._otherwise(scope, receive, send)
            return
        served = await self._served(scope["path"])
        if served is None:
            await self._otherwise(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await _refuse(send)
        else:
            await _answer(served, scope, send)

    async def _served(self, path: str) -> Served | None:
        kept = self._kept.get(path)
        now = self._generation()
        if kept is not None and kept[0] == now:
            return kept[1]
        address = feed_address(path)
        if address is None:
            return None
        document = await anyio.to_thread.run_sync(self._document, *address)
        if document is None:
            self._kept.pop(path, None)
            return None
        same = kept is not None and kept[1].document.etag == document.etag
        served = kept[1] if kept is not None and same else self._new(document)
        self._keep(path, now, served)
        return served

    def _new(self, document: FeedDocument) -> Served:
        own = self._site.feed_url(document.name, document.format.value)
        links = [f'<{own}>; rel="self"', *(f'<{hub}>; rel="hub"' for hub in self._site.hubs)]
        return Served(document, ", ".join(links).encode())

    def _keep(self, path: str, generation: int, served: Served) -> None:
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[path] = (generation, served)


def feed_address(path: str) -> tuple[str, FeedFormat] | None:
    """Return which feed a path names and in which format, if it looks like one."""
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix not in _SUFFIXES:
        return None
    if stem.startswith("/feeds/"):
        return stem.removeprefix("/feeds/"), FeedFormat(suffix)
    if stem.startswith("/articles/") and stem.endswith("/revisions"):
        return stem.removeprefix("/"), FeedFormat(suffix)
    return None


async def _answer(served: Served, scope: Scope, send: Send) -> None:
    accept = if_none_match = if_modified = None
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accept = value if accept is None else accept + b"," + value
        elif name == b"if-none-match":
            if_none_match = value if if_none_match is None else if_none_match + b"," + value
        elif name == b"if-modified-since":
            if_modified = value
    variant = served.variant(encoding_for(accept))
    if has_it(variant, served.last_modified, if_none_match, if_modified):
        await _send(send, 304, unchanged_headers(variant), b"")
    else:
        body = b"" if scope["method"] == "HEAD" else variant.body
        await _send(send, 200, variant.headers, body)


async def _refuse(send: Send) -> None:
    headers = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]
    await _send(send, 405, headers, b"")


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
