"""On what do tests of the demonstration stand? On one that is ready, visited without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.web.demo.building import Demo, build
from syndicate.web.demo.commands import Commands
from syndicate.web.demo.face import DemoFace
from syndicate.web.demo.folder import DemoFolder
from syndicate.web.site import site
from tests.web.visitor import Visitor

PORT = 8123
BASE_URL = f"http://127.0.0.1:{PORT}"
START = datetime(2026, 3, 18, 15, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A demonstration, opened when its story is due to change."""

    demo: Demo
    app: App
    visitor: Visitor


@contextmanager
def demonstration(folder: Path, start: datetime = START) -> Iterator[Shown]:
    """Build a demonstration and open it."""
    place = DemoFolder(folder)
    with place.held():
        demo = build(place, PORT, start)
        due = start + demo.wait
        app = App(demo.settings, clock=FixedClock(due + timedelta(seconds=1)))
        commands = Commands(
            program=Path("/opt/it's here/syndicate"), folder=place.path, base_url=BASE_URL
        )
        face = DemoFace(demo, app, commands, due)
        try:
            yield Shown(demo=demo, app=app, visitor=Visitor(site(app, face.routes())))
        finally:
            app.close()
