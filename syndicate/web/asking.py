"""How is mail asked for, so that nobody learns from the answer who is known?

What is asked is judged by the form and by the network it came from, never by the address.
Whatever depends on the address happens after the answer has gone.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from syndicate.errors import SyndicateError, Temporary, TooOften
from syndicate.services.trace import Trace
from syndicate.web.answers import plain

log = structlog.get_logger()

_LATER = {"Retry-After": "3600"}
_PAUSES = (1, 5, 25)
"""Seconds before what was promised is tried again, where the store is busy."""

Work = Callable[[str], object]


def client(request: Request) -> str:
    """Return the network address a request came from; "" where that is not known."""
    return request.client.host if request.client else ""


class Asking:
    """Answers those who ask for mail, and does what they asked for afterwards."""

    def __init__(
        self, trace: Trace, pause: Callable[[float], Awaitable[object]] = asyncio.sleep
    ) -> None:
        self._trace = trace
        self._pause = pause

    def __call__(self, request: Request, said: Response, work: Work) -> Response:
        """Return what is said to everybody; `work` is given what to know the client again by.

        Raises Temporary where the store cannot be used now: then nothing was promised.
        """
        try:
            trace = self._trace(client(request))
        except TooOften as error:
            return plain(str(error), 429, _LATER)
        said.background = BackgroundTask(self._do, work, trace)
        return said

    def known(self, request: Request) -> str:
        """Return what to know a client again by who agrees to something; nothing is counted."""
        return self._trace.of(client(request))

    async def _do(self, work: Work, trace: str) -> None:
        """Do what was asked for; its asker waits for a mail, so a busy store is asked again."""
        for seconds in (*_PAUSES, 0):
            error = await run_in_threadpool(_done, work, trace)
            if not isinstance(error, Temporary):
                break
            await self._pause(seconds)
        if error:
            log.warning("asked_in_vain", error=type(error).__name__)


def _done(work: Work, trace: str) -> SyndicateError | None:
    try:
        work(trace)
    except SyndicateError as error:
        return error
    return None
