"""How are feeds served? Raw ASGI: while nothing changes, the store is asked nothing.

What a request passes through is most of what its answer costs. So feeds at hand are answered in
front of the site, and only those that must be looked for within it, where failures are answered
and every line of the log has the number of its request.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from syndicate.domain.archives import archived
from syndicate.domain.feeds import FeedDocument, FeedFormat, revised_slug
from syndicate.domain.site import Site
from syndicate.errors import Temporary
from syndicate.services.serve_feeds import Gone, Moved
from syndicate.web.answers import busy, lead, plain
from syndicate.web.at_hand import Shelf
from syndicate.web.conditional import IDENTITY, Asked, Messages, Served, asked_in, messages

_COMPRESSING = 2  # documents, or waits for one, at a time
_SUFFIXES = frozenset(format_.value for format_ in FeedFormat)

Handler = Callable[[Request, Exception], Response | Awaitable[Response]]
Found = FeedDocument | Moved | Gone | None


class FeedDesk:
    """Has the feeds that are at hand, and decides who has to wait.

    `wait` tells for how many seconds who asks for a feed whole has to wait; `told` hears the
    status of every answer.
    """

    def __init__(
        self,
        shelf: Shelf,
        wait: Callable[[Scope], int],
        told: Callable[[int], object],
        now: Callable[[], datetime],
    ) -> None:
        self.shelf = shelf
        self._wait = wait
        self.told = told
        self.now = now

    def refusal(self, scope: Scope, asked: Asked) -> Messages | None:
        """Return what tells to wait; whoever says what they have never has to."""
        if asked.conditional or scope["method"] != "GET":
            return None
        wait = self._wait(scope)
        return _too_often(wait) if wait else None

    def handed_out(self, served: Served, scope: Scope, asked: Asked) -> Messages:
        """Return what answers with a feed, to those who do not have to wait."""
        return served.answer(asked, scope["method"], self.now()) or _only_read()


class FeedsFirst(Starlette):
    """An application that answers for the feeds on the shelf before it does anything else.

    `heed` puts each request as it was before proxies of ours took it.
    """

    def __init__(
        self,
        heed: Callable[[Scope], None],
        desk: FeedDesk,
        *,
        routes: Sequence[BaseRoute],
        middleware: Sequence[Middleware],
        exception_handlers: Mapping[int | type[Exception], Handler],
    ) -> None:
        super().__init__(
            routes=routes, middleware=middleware, exception_handlers=exception_handlers
        )
        self._heed = heed
        self._desk = desk
        self._newest = desk.shelf.newest
        self._told = desk.told
        self._now = desk.now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = self._at_hand(scope) if scope["type"] == "http" else None
        if answer is None:
            await super().__call__(scope, receive, send)
            return
        start, body = answer
        self._told(start["status"])
        await send(start)
        await send(body)

    def _at_hand(self, scope: Scope) -> Messages | None:
        """Return what answers, where the feed asked for is at hand as it is to be sent."""
        self._heed(scope)
        served = self._newest(scope["path"])
        if served is None:
            return None
        asked = asked_in(scope["headers"])
        if asked.encoding not in served.variants:  # to compress takes a while
            return None
        if asked.if_none_match is None and (refusal := self._desk.refusal(scope, asked)):
            return refusal
        return served.answer(asked, scope["method"], self._now()) or _only_read()


class FeedFace:
    """Looks for the feeds that are not on the shelf, or not in that encoding, and puts them there.

    The store is asked, and bytes are compressed, on threads: nobody else waits for either. Few
    compress at a time, lest those who wait for one document's bytes take all the threads there are.
    """

    def __init__(
        self,
        app: ASGIApp,
        find: Callable[[str, FeedFormat], Found],
        site: Site,
        desk: FeedDesk,
    ) -> None:
        self._app = app
        self._find = find
        self._site = site
        self._desk = desk
        self._shelf = desk.shelf
        self._compressing = CapacityLimiter(_COMPRESSING)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        address = feed_address(_path(scope)) if scope["type"] == "http" else None
        if address is None:
            await self._app(scope, receive, send)
            return
        asked = asked_in(scope["headers"])
        answer = self._desk.refusal(scope, asked)
        answer = answer or await self._tried(address, asked, scope)
        if answer is None:
            self._desk.told(404)
            await self._app(scope, receive, send)
            return
        self._desk.told(answer[0]["status"])
        for message in answer:
            await send(message)

    async def _tried(
        self, address: tuple[str, FeedFormat], asked: Asked, scope: Scope
    ) -> Messages | None:
        """Return what answers, also where the store cannot be asked just now."""
        try:
            return await self._looked(address, asked, scope)
        except Temporary as error:
            return _messages(busy(error))
        except Exception:
            self._desk.told(500)
            raise

    async def _looked(
        self, address: tuple[str, FeedFormat], asked: Asked, scope: Scope
    ) -> Messages | None:
        """Return what answers, None where there is no such feed."""
        found = await self._newest(scope["path"], address)
        if isinstance(found, Served):
            limiter = None if asked.encoding == IDENTITY else self._compressing
            await anyio.to_thread.run_sync(found.variant, asked.encoding, limiter=limiter)
            return self._desk.handed_out(found, scope, asked)
        match found:
            case Moved(name):
                return _messages(lead(self._site.feed_url(name, address[1].value), 301))
            case Gone():
                return _messages(plain("this feed is closed: its article was withdrawn", 410))
        return None

    async def _newest(
        self, path: str, address: tuple[str, FeedFormat]
    ) -> Served | Moved | Gone | None:
        """Look on the shelf, and into the store."""
        if served := self._shelf.newest(path):
            return served
        generation = self._shelf.generation()
        found = await anyio.to_thread.run_sync(self._find, *address)
        if isinstance(found, FeedDocument):
            return self._shelf.keep(path, generation, found, self._links(found))
        self._shelf.drop(path)
        return found

    def _links(self, document: FeedDocument) -> bytes:
        own = self._site.feed_url(document.name, document.format.value)
        hubs = () if archived(document.name)[1] else self._site.hubs  # archives do not change
        links = [f'<{own}>; rel="self"', *(f'<{hub}>; rel="hub"' for hub in hubs)]
        return ", ".join(links).encode()


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


def _path(scope: Scope) -> str:
    """Return which address below the prefix is asked for."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _only_read() -> Messages:
    return _messages(plain("a feed is only read", 405, {"Allow": "GET, HEAD"}))


def _too_often(wait: int) -> Messages:
    said = "this network was sent too many whole feeds; ask with If-None-Match, or wait"
    return _messages(plain(said, 429, {"Retry-After": str(wait)}))


def _messages(response: Response) -> Messages:
    return messages(response.status_code, response.raw_headers, bytes(response.body))
