"""How does a process serve the site, and notice what others change?"""

import gc
import socket
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager

import uvicorn
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from syndicate.app import App
from syndicate.app.watching import watching
from syndicate.errors import CouldNot
from syndicate.web.site import site


def serve(app: App, *, at: list[socket.socket], more: Sequence[BaseRoute] = ()) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then end what is under way."""
    server = server_of(app, more)
    with looking(app), uncollected():
        server.run(at)


def server_of(app: App, more: Sequence[BaseRoute] = ()) -> uvicorn.Server:
    """Return a server of the site; it ends as soon as it can once `should_exit` is set."""
    return server_for(site(app, more))


def server_for(application: ASGIApp) -> uvicorn.Server:
    """Return a server, as the site's is set up, of an ASGI application."""
    config = uvicorn.Config(
        application,
        log_level="warning",
        log_config=None,  # its lines stand among ours: see cli/logs.py
        access_log=False,
        server_header=False,
        proxy_headers=False,  # see web/proxies.py
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


@contextmanager
def uncollected() -> Iterator[None]:
    """Have the garbage collector leave alone, as long as this lasts, what is there already.

    A hundred and fifty thousand objects are, nearly all of them the libraries' and there to
    stay. Now and then all would be looked at, and whoever asked in that moment waits 50 ms.
    """
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def listening(
    host: str, port: int, otherwise: str = "take another with --port"
) -> Iterator[list[socket.socket]]:
    """Listen at every address of a host.

    Raises CouldNot when the port cannot be had, which tells what to do `otherwise`.
    """
    with ExitStack() as opened:
        try:
            found = [opened.enter_context(each) for each in _bound(host, port)]
        except (OSError, UnicodeError) as error:
            why = str(getattr(error, "strerror", error)).partition(" (")[0]
            raise CouldNot(f"port {port} of {host} cannot be had: {why}; {otherwise}") from error
        yield found


def _bound(host: str, port: int) -> Iterator[socket.socket]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    for family, address in dict.fromkeys((each[0], each[4]) for each in found):
        yield _of_tcp(socket.create_server(address, family=family))


def _of_tcp(opened: socket.socket) -> socket.socket:
    """Return the socket as one that says it is of TCP; one just created does not.

    asyncio asks, and lets small packets wait for nothing (TCP_NODELAY) only then. The body of
    an answer waited for the client to acknowledge its headers otherwise: 40 ms, mostly.
    """
    kind = opened.type
    return socket.socket(opened.family, kind, socket.IPPROTO_TCP, fileno=opened.detach())


def looking(app: App) -> AbstractContextManager[None]:
    """Notice what other processes commit, as long as this lasts."""

    def look(changed: bool) -> None:
        if changed:
            app.store.touch()

    return watching(app, "look", look, at_once=True)
