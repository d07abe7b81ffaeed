"""How is a site asked over a real socket in a test? Of the server that a process would run."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from starlette.types import ASGIApp

from syndicate.web.server import listening, server_for
from syndicate.web.site import site
from tests.web.newsroom import Newsroom


@contextmanager
def serving(newsroom: Newsroom, port: int = 0) -> Iterator[str]:
    """Serve a site from a thread, on a free port unless one is given; yield its address."""
    with running(site(newsroom.app), port) as address:
        yield address


@contextmanager
def running(application: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serve an application, as a site is served, from a thread; yield its address."""
    server = server_for(application)
    with listening("127.0.0.1", port) as sockets:
        thread = threading.Thread(target=server.run, args=(sockets,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def ask(url: str, source: str = "127.0.0.1", **headers: str) -> tuple[HTTPResponse, bytes]:
    """GET an address from an address of this machine; header names have underscores."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30, source_address=(source, 0))
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", parts._replace(scheme="", netloc="").geturl(), headers=told)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body
