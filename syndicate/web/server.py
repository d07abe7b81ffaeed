"""How does a process serve the site, and notice what others change?"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.routing import BaseRoute

from syndicate.app import App
from syndicate.store.watcher import Watcher
from syndicate.web.site import site

LOOK_SECONDS = 0.2


def serve(app: App, *, host: str, port: int, more: Sequence[BaseRoute] = ()) -> None:
    """Serve until told to stop (SIGINT, SIGTERM), then end what is under way."""
    config = uvicorn.Config(
        site(app, more),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )
    with looking(app):
        uvicorn.Server(config).run()


@contextmanager
def looking(app: App) -> Iterator[None]:
    """Notice what other processes commit, as long as this lasts."""
    over = threading.Event()

    def look(watcher: Watcher) -> None:
        while not over.wait(LOOK_SECONDS):
            if watcher.changed():
                app.store.touch()

    with app.watcher() as watcher:  # opened before anything is read and kept
        thread = threading.Thread(target=look, args=(watcher,), name="look", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
