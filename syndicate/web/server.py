"""How does one process serve the site, tick and send mail?"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.routing import BaseRoute

from syndicate.app import App
from syndicate.ticker import Ticker
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
    with ticking(app), looking(app):
        uvicorn.Server(config).run()


@contextmanager
def ticking(app: App) -> Iterator[None]:
    """Do what comes due and send mail, as long as this lasts."""
    works: dict[str, Callable[[], object]] = {"tick": app.tick, "mail": app.send_mail}
    seconds = app.settings.scheduler.tick_seconds
    ticker = Ticker(works, seconds=seconds, clock=app.clock)
    ticker.start()
    try:
        yield
    finally:
        app.stop()
        ticker.stop()


@contextmanager
def looking(app: App) -> Iterator[None]:
    """Notice what other processes commit, as long as this lasts."""
    over = threading.Event()

    def look() -> None:
        with app.watcher() as watcher:
            while not over.wait(LOOK_SECONDS):
                if watcher.changed():
                    app.store.touch()

    thread = threading.Thread(target=look, name="look", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
