"""Which processes does a site on several machines have? Workers, tickers, and faces of the web."""

from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from syndicate.ticker import sweeping, ticking
from tests.flows.mail_processes import settings_in, site

LAPSE = 2
WORKERS = f"""
[workers]
engine = "procrastinate"
lapse_seconds = {LAPSE}
[scheduler]
tick_seconds = 1
"""


def shared_settings(
    folder: Path, url: str, port: int, *, connections: int = 2, more: str = ""
) -> Path:
    """Write the settings of a site whose jobs are carried out by any of its workers."""
    folder.mkdir(exist_ok=True)
    path = settings_in(folder, url, port, connections=connections)
    path.write_text(path.read_text() + more + WORKERS)
    return path


def work_for_ever(pipe: Connection, settings: Path) -> None:
    """Carry out jobs, as `syndicate worker` does."""
    with site(settings) as app, app.working(), sweeping(app):
        pipe.send("ready")
        Event().wait()


def work_blindly(pipe: Connection, settings: Path) -> None:
    """Carry out jobs, and look for nothing that no job tells of."""
    with site(settings) as app, app.working():
        pipe.send("ready")
        Event().wait()


def tick_for_ever(pipe: Connection, settings: Path) -> None:
    """Tick, as `python scheduler.py` does."""
    with ExitStack() as stack:
        app = stack.enter_context(site(settings))
        stack.enter_context(ticking(app))
        pipe.send("ready")
        Event().wait()
