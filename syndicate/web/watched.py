"""How is a process watched that serves no site, or whose site is served to strangers?"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from socket import socket

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from syndicate.app import App
from syndicate.errors import CouldNot, NotFound
from syndicate.web.answers import plain
from syndicate.web.operator import OperatorFace
from syndicate.web.proxies import Behind, Proxies
from syndicate.web.server import listening, server_for

log = structlog.get_logger()


_OTHERWISE = "give this process another in its environment: SYNDICATE_METRICS__LISTEN"


@contextmanager
def watched(app: App) -> Iterator[None]:
    """Answer whoever watches this process, at an address of its own where that is set.

    Of several processes on one machine the first has the address; the others say so and go on.
    """
    host, _, port = app.settings.metrics.listen.rpartition(":")
    if not host:
        yield
        return
    with ExitStack() as opened:
        try:
            sockets = opened.enter_context(listening(host.strip("[]"), int(port), _OTHERWISE))
        except CouldNot as error:
            log.warning("metrics_not_listening", error=str(error))
        else:
            opened.enter_context(_answering(app, sockets))
        yield


@contextmanager
def _answering(app: App, sockets: list[socket]) -> Iterator[None]:
    server = server_for(operators(app))
    thread = threading.Thread(target=server.run, args=(sockets,), name="metrics")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def operators(app: App) -> Starlette:
    """Return the application that answers whoever watches, and nobody else."""
    face = OperatorFace(app.readiness, app.measure, app.settings.metrics.networks)
    proxies = Proxies(app.settings.web.listed_proxies, "")
    return Starlette(
        routes=face.routes(),
        exception_handlers={NotFound: _nothing, 404: _nothing},
        middleware=[Middleware(Behind, proxies)],
    )


def _nothing(_: Request, __: Exception) -> Response:
    return plain("there is nothing here", 404)
