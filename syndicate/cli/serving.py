"""How does one process serve the site, tick and send mail?"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from socket import socket

from syndicate.app import App
from syndicate.ticker import ticking
from syndicate.web.server import looking, server_of, uncollected
from syndicate.web.watched import watched


def serve_site(
    app: App, *, at: list[socket], begun: Callable[[], None], web_only: bool = False
) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then end what is under way.

    `begun` is called once it can be told to. A signal that comes before uvicorn
    listens for it stops the server all the same; one that uvicorn has heeded and
    raises again does not end us half-way. With `web_only` others tick and send mail.
    """
    server = server_of(app)

    def heard(*_: object) -> None:
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, heard)
    begun()
    with nullcontext() if web_only else _behind(app), looking(app), watched(app), uncollected():
        server.run(at)


@contextmanager
def _behind(app: App) -> Iterator[None]:
    """Tick and send mail, whoever else does."""
    with ticking(app), app.working() if app.shared else nullcontext():
        yield
