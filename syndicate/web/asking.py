"""How is mail asked for, so that nobody learns from the answer who is known?

What is asked is judged by the form and by the network it came from, never by the address.
Whatever depends on the address happens after the answer has gone.
"""

from collections.abc import Callable

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from syndicate.errors import SyndicateError, Temporary
from syndicate.services.trace import Trace
from syndicate.web.answers import plain

log = structlog.get_logger()

_LATER = {"Retry-After": "3600"}


def client(request: Request) -> str:
    """Return the network address a request came from; "" where that is not known."""
    return request.client.host if request.client else ""


class Asking:
    """Answers those who ask for mail, and does what they asked for afterwards."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __call__(self, request: Request, said: Response, work: Callable[[str], object]) -> Response:
        """Return what is said to everybody; `work` is given what to know the client again by."""
        try:
            trace = self._trace(client(request))
        except Temporary as error:
            return plain(str(error), 429, _LATER)
        said.background = BackgroundTask(_done, work, trace)
        return said

    def known(self, request: Request) -> str:
        """Return what to know a client again by who agrees to something; nothing is counted."""
        return self._trace.of(client(request))


def _done(work: Callable[[str], object], trace: str) -> None:
    try:
        work(trace)
    except SyndicateError as error:
        log.warning("asked_in_vain", error=type(error).__name__)
