"""How are feeds served? Raw ASGI: while nothing changes, the store is asked nothing."""

from collections.abc import Callable

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from syndicate.domain.archives import archived
from syndicate.domain.feeds import FeedDocument, FeedFormat, revised_slug
from syndicate.domain.site import Site
from syndicate.services.serve_feeds import Gone, Moved
from syndicate.web.answers import lead, plain
from syndicate.web.conditional import (
    Asked,
    Headers,
    Served,
    asked_in,
    has_it,
)

MOST_KEPT = 10_000
_SUFFIXES = frozenset(format_.value for format_ in FeedFormat)

Found = FeedDocument | Moved | Gone | None


class FeedFace:
    """Answers for feeds and passes every other request on.

    `generation` tells whether anything may have changed since the last look;
    documents are kept with their compressed forms until their bytes change. `wait` tells
    for how many seconds who asks for a feed whole has to wait; `told` hears each status.
    """

    def __init__(
        self,
        app: ASGIApp,
        find: Callable[[str, FeedFormat], Found],
        generation: Callable[[], int],
        site: Site,
        wait: Callable[[Scope], int],
        told: Callable[[int], object] = lambda _status: None,
    ) -> None:
        self._app = app
        self._find = find
        self._generation = generation
        self._site = site
        self._wait = wait
        self._told = told
        self._kept: dict[str, tuple[int, Served]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        kept = self._kept.get(path)
        fresh = kept if kept is not None and kept[0] == self._generation() else None
        address = feed_address(path) if fresh is None else None
        if fresh is None and address is None:
            await self._app(scope, receive, send)
            return
        asked = asked_in(scope["headers"])
        if wait := self._hurries(scope, asked):
            self._told(429)
            await _too_often(wait)(scope, receive, send)
        elif fresh is not None:
            self._told(await _answer(fresh[1], asked, scope, receive, send))
        elif address is not None:
            await self._look(path, address, asked)(scope, receive, send)

    def _hurries(self, scope: Scope, asked: Asked) -> int:
        """Return how long to wait; whoever says what they have never does."""
        whole = scope["method"] == "GET" and not asked.conditional
        return self._wait(scope) if whole else 0

    def _look(self, path: str, address: tuple[str, FeedFormat], asked: Asked) -> ASGIApp:
        """Return what answers once it has looked into the store."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            now = self._generation()
            found = await anyio.to_thread.run_sync(self._find, *address)
            if isinstance(found, FeedDocument):
                served = self._keep(path, now, found)
                self._told(await _answer(served, asked, scope, receive, send))
                return
            self._kept.pop(path, None)
            await self._without(found, address[1])(scope, receive, send)

        return answer

    def _without(self, found: Moved | Gone | None, format_: FeedFormat) -> ASGIApp:
        match found:
            case Moved(name):
                self._told(301)
                return lead(self._site.feed_url(name, format_.value), 301)
            case Gone():
                self._told(410)
                return plain("this feed is closed: its article was withdrawn", 410)
        self._told(404)
        return self._app

    def _keep(self, path: str, generation: int, document: FeedDocument) -> Served:
        kept = self._kept.get(path)
        same = kept is not None and kept[1].document.etag == document.etag
        served = kept[1] if kept is not None and same else self._new(document)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[path] = (generation, served)
        return served

    def _new(self, document: FeedDocument) -> Served:
        own = self._site.feed_url(document.name, document.format.value)
        hubs = () if archived(document.name)[1] else self._site.hubs  # archives do not change
        links = [f'<{own}>; rel="self"', *(f'<{hub}>; rel="hub"' for hub in hubs)]
        return Served(document, ", ".join(links).encode())


def feed_address(path: str) -> tuple[str, FeedFormat] | None:
    """Return which feed a path names and in which format, if it looks like one."""
    stem, dot, suffix = path.rpartition(".")
    if not dot or suffix not in _SUFFIXES or "\0" in stem:
        return None
    name = stem.removeprefix("/feeds/")
    listed = name != stem
    name = name if listed else stem.removeprefix("/")
    of_revisions = revised_slug(archived(name)[0]) is not None
    return None if listed is of_revisions else (name, FeedFormat(suffix))


def _too_often(wait: int) -> ASGIApp:
    said = "this network was sent too many whole feeds; ask with If-None-Match, or wait"
    return plain(said, 429, {"Retry-After": str(wait)})


async def _answer(served: Served, asked: Asked, scope: Scope, receive: Receive, send: Send) -> int:
    """Answer with a document; return the status."""
    if scope["method"] not in {"GET", "HEAD"}:
        refused = plain("a feed is only read", 405, {"Allow": "GET, HEAD"})
        await refused(scope, receive, send)
        return 405
    variant = served.variant(asked.encoding)
    if has_it(variant, served.last_modified, asked):
        await _send(send, 304, variant.unchanged, b"")
        return 304
    body = b"" if scope["method"] == "HEAD" else variant.body
    await _send(send, 200, variant.headers, body)
    return 200


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
