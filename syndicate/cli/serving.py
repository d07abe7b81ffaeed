"""How does one process serve the site, tick and send mail?"""

import signal
from socket import socket

from syndicate.app import App
from syndicate.ticker import ticking
from syndicate.web.server import serve


def serve_site(app: App, *, at: list[socket]) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then end what is under way."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _heard)
    with ticking(app):
        serve(app, at=at)


def _heard(*_: object) -> None:
    """Do nothing: uvicorn raises again what it has heeded, which must not end us half-way."""
