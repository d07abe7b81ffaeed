"""Which processes does a site on several machines have? Workers, tickers, and faces of the web."""

from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from syndicate.app import App
from syndicate.app.engine import Engine
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content
from syndicate.domain.jobs import MAILS_A_JOB, Work
from syndicate.domain.stories import Story
from syndicate.services.desks import JOBS_A_DESK
from syndicate.settings import load
from syndicate.store.engines import open_engines
from syndicate.store.server_clock import ServerClock
from syndicate.ticker import sweeping, ticking
from syndicate.transports.procrastinate_jobs import ProcrastinateJobs
from syndicate.web.site import site as web
from tests.flows.mail_processes import settings_in, site
from tests.web.visitor import Visitor

LAPSE = 2
FEW = 20
LOOK = "look"
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


class InSmallJobs(App):
    """A site whose jobs are for a few mails, so that all workers have a share in an edition."""

    @cached_property
    def queue(self) -> Engine:
        """Its jobs, in tables that the site's own engine made."""
        assert super().queue.mails_a_job == MAILS_A_JOB
        url = self.engines.write.url
        at_once = {Work.MAIL: JOBS_A_DESK, Work.ERRANDS: 1}
        return ProcrastinateJobs(url, at_once=at_once, lapse=LAPSE, mails_a_job=FEW)


def work_for_ever(pipe: Connection, settings: Path, made: type[App] = App) -> None:
    """Carry out jobs, as `syndicate worker` does."""
    with site(settings, made=made) as app, app.working(), sweeping(app):
        pipe.send("ready")
        Event().wait()


def work_blindly(pipe: Connection, settings: Path) -> None:
    """Carry out jobs, and look for nothing that no job tells of."""
    with site(settings) as app, app.working():
        pipe.send("ready")
        Event().wait()


def tick_for_ever(pipe: Connection, settings: Path, made: type[App] = App) -> None:
    """Tick, as `python scheduler.py` does."""
    with ExitStack() as stack:
        app = stack.enter_context(site(settings, made=made))
        stack.enter_context(ticking(app))
        pipe.send("ready")
        Event().wait()


def look_when_told(pipe: Connection, settings: Path, made: type[App] = App) -> None:
    """Serve a site, and look once for what others commit at each word; tell the feed then.

    A path is told what stands there; any other word is a headline to publish, and to send in an
    edition.
    """
    with site(settings, made=made) as app, app.watcher() as watcher:
        visitor = Visitor(web(app))
        pipe.send(visitor.get("/feeds/all.atom").text)
        while word := pipe.recv():
            if word.startswith("/"):
                pipe.send(visitor.get(word).text)
                continue
            if word != LOOK:
                publish(app, word)
            elif watcher.changed():
                app.store.touch()
            pipe.send(visitor.get("/feeds/all.atom").text)


def do_as_told(pipe: Connection, settings: Path, wrong: timedelta) -> None:
    """Publish or send what comes through the pipe, on a machine whose clock is wrong by so much.

    Its worker and its ticker go by that clock, too.
    """
    loaded = load(settings)
    with closing(open_engines(loaded.store_url)) as engines:
        clock = ServerClock(engines, WrongClock(wrong))
        with closing(App(loaded, clock=clock)) as app, ticking(app), app.working():
            pipe.send("ready")
            while headline := pipe.recv():
                publish(app, headline)
                pipe.send("published")


def publish(app: App, headline: str) -> None:
    """Publish an article and send it in an edition of its own."""
    publish_now(app, headline)
    app.send_now("morning")


def publish_now(app: App, headline: str) -> None:
    """Publish an article."""
    content = Content(headline=headline, body_html="<p>It opened.</p>")
    app.publish(app.ingest(Story(content=content), announce=True))


class WrongClock:
    """A machine's clock that is wrong by so much."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        """Return the wrong instant."""
        return SystemClock().now() + self.by
