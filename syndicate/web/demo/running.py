"""How is the demonstration run, from an empty folder to its end?"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import structlog

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.errors import SyndicateError
from syndicate.settings import pin_time_zones
from syndicate.web.demo.building import Demo, build
from syndicate.web.demo.commands import Commands, find_program
from syndicate.web.demo.face import DemoFace
from syndicate.web.demo.folder import DemoFolder
from syndicate.web.server import listening, serve

HOST = "127.0.0.1"
_LOOK_SECONDS = 0.05
_LONGEST_WAIT_SECONDS = 1

log = structlog.get_logger()


def run(
    *,
    port: int,
    folder: Path,
    say: Callable[[str], object],
    beside: Callable[[App], AbstractContextManager[None]],
) -> None:
    """Make the demonstration in a folder and serve it until SIGINT or SIGTERM.

    `beside` does what comes due and sends mail meanwhile. Raises Refused when the folder
    is not the demonstration's, CouldNot when the port is taken.
    """
    pin_time_zones()
    place = DemoFolder(folder)
    with _told_to_stop() as told, place.held():
        _refuse_taken(port)
        say(f"Making the demonstration in {place.path} …")
        demo = build(place, port, SystemClock().now())
        app = App(demo.settings)
        try:
            with (
                beside(app),
                listening(HOST, port) as sockets,
                _following(demo, app, port, say, told),
            ):
                serve(app, at=sockets, more=_face(demo, app).routes())
        finally:
            app.close()
    say("Stopped.")


def _face(demo: Demo, app: App) -> DemoFace:
    folder, base_url = app.settings.folder, app.site.base_url
    commands = Commands(program=find_program(), folder=folder, base_url=base_url)
    return DemoFace(demo, app, commands, app.clock.now() + demo.wait)


@contextmanager
def _following(
    demo: Demo, app: App, port: int, say: Callable[[str], object], told: threading.Event
) -> Iterator[None]:
    """Tell where to look as soon as there is an answer, and have the story change on time."""
    over = threading.Event()

    def follow() -> None:
        while not _answers(port):
            if over.wait(_LOOK_SECONDS):
                return
        if told.is_set():  # before the server listened for signals
            signal.raise_signal(signal.SIGTERM)
            return
        say(_welcome(demo, app))
        if not over.wait(demo.wait.total_seconds()):
            update(demo, app)

    thread = threading.Thread(target=follow, name="demo", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def update(demo: Demo, app: App) -> None:
    """Publish the change that a person watches for."""
    try:
        demo.newsroom.play(app, demo.coming)
    except SyndicateError as error:
        log.exception("demo_update_failed", story=demo.coming.slug, error=str(error))


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """Note SIGINT and SIGTERM, which the server heeds once it is there.

    Raising from a handler would not do: an exception is lost in what runs at the wrong moment.
    """
    told = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, lambda *_: told.set()) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refuse_taken(port: int) -> None:
    """Find out before anything is made."""
    with listening(HOST, port):
        pass


def _answers(port: int) -> bool:
    """Tell whether the server is at work; who only listens heeds no signals yet."""
    asked = HTTPConnection(HOST, port, timeout=_LONGEST_WAIT_SECONDS)
    try:
        asked.request("GET", "/healthz")
        return asked.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def _welcome(demo: Demo, app: App) -> str:
    url = app.site.base_url
    story = f"/articles/{demo.coming.slug}"
    addresses = {
        "What to try": "/demo/",
        "Front page": "/",
        f"A story that changes in {demo.wait.seconds} s": story,
        "… and its history": f"{story}/history",
        "Feeds": "/feeds/",
        "Mailbox": "/demo/mail",
    }
    width = max(map(len, addresses))
    lines = [f"  {told:{width}}  {url}{path}" for told, path in addresses.items()]
    return "\n".join([f"\n{app.site.title}\n", *lines, "\nCtrl-C stops it."])
