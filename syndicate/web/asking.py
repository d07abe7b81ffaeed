"""How is mail asked for, so that nobody learns from the answer who is known?

What is asked is judged by the form and by the network it came from, never by the address.
It is kept before the answer goes; whatever depends on the address happens after that.
"""

from collections.abc import Callable

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from syndicate.domain import requests
from syndicate.errors import SyndicateError, TooOften
from syndicate.services.trace import Trace
from syndicate.web.answers import plain

log = structlog.get_logger()

_LATER = {"Retry-After": "3600"}


def client(request: Request) -> str:
    """Return the network address a request came from; "" where that is not known."""
    return request.client.host if request.client else ""


class Asking:
    """Answers those who ask for mail, and has what they asked for done afterwards."""

    def __init__(self, trace: Trace, heed: Callable[[int], object]) -> None:
        self._trace = trace
        self._heed = heed

    def __call__(self, request: Request, said: Response, wanted: requests.Request) -> Response:
        """Return what is said to everybody, once what is wanted is kept.

        Raises Temporary where the store cannot be used now: nothing was promised.
        """
        try:
            number = self._trace.take(client(request), wanted)
        except TooOften as error:
            return plain(str(error), 429, _LATER)
        said.background = BackgroundTask(_done, self._heed, number)
        return said

    def known(self, request: Request) -> str:
        """Return what to know a client again by who agrees to something; nothing is counted."""
        return self._trace.of(client(request))


def _done(heed: Callable[[int], object], number: int) -> None:
    try:
        heed(number)
    except SyndicateError as error:  # it is kept: the ticker does it
        log.warning("not_heeded_yet", error=type(error).__name__)
