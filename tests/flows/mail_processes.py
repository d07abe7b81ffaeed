"""What do flows of mail stand on? Processes that tick and send, and a slow server that counts."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from email import message_from_bytes
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Condition, Event

from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.app import App
from syndicate.cli.logs import say_everything
from syndicate.clock import FixedClock
from syndicate.settings import load
from tests.transports.mail_servers import LOOPBACK, Sink

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["syndicate.app", "tests.flows.mail_processes"])
_PAUSE = 0.02  # between two looks of a process that sends for ever
PATIENCE = 60


class SlowSink(Sink):
    """A mail server that takes its time, and remembers every message before it says yes."""

    def __init__(self, seconds: float = 0) -> None:
        super().__init__()
        self._seconds = seconds
        self._changed = Condition()
        self.ids: list[tuple[str, str]] = []

    async def handle_EHLO(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, session: Session, _: Envelope, hostname: str, offers: list[str]
    ) -> list[str]:
        """Offer to take commands in groups (RFC 2920)."""
        session.host_name = hostname
        return [*offers[:-1], "250-PIPELINING", offers[-1]]

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a while, remember whose message it is and its id, and take a while again."""
        await asyncio.sleep(self._seconds)
        assert isinstance(envelope.content, bytes)
        identifier = str(message_from_bytes(envelope.content)["Message-ID"])
        with self._changed:
            self.ids.append((envelope.rcpt_tos[0], identifier))
            self._changed.notify_all()
        await asyncio.sleep(self._seconds)
        return "250 2.0.0 Ok: kept"

    def wait_for(self, count: int) -> None:
        """Wait until so many messages were accepted."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.ids) >= count, PATIENCE)

    def copies(self) -> Counter[str]:
        """Return how often each Message-ID was accepted."""
        return Counter(identifier for _, identifier in self.ids)


def settings_in(
    folder: Path, url: str, port: int, uncertain: str = "hold", connections: int = 4
) -> Path:
    """Write the settings of a site that mails to a server on loopback."""
    path = folder / "settings.toml"
    path.write_text(
        '[site]\ntitle = "The Harbour Post"\nbase_url = "https://harbour.example"\n'
        f'[store]\nurl = "{url}"\n'
        f'[mail]\ntransport = "smtp"\nhost = "{LOOPBACK}"\nport = {port}\nsecurity = "none"\n'
        f'sender = "news@harbour.example"\nuncertain = "{uncertain}"\nconnections = {connections}\n'
    )
    return path


@contextmanager
def site(settings: Path, clock: FixedClock | None = None, made: type[App] = App) -> Iterator[App]:
    """Open a site."""
    with closing(made(load(settings), clock=clock)) as app:
        yield app


@contextmanager
def process(
    work: Callable[..., None], *arguments: object
) -> Iterator[tuple[BaseProcess, Connection]]:
    """Run work in a process of its own, given a pipe to the test first; kill it afterwards."""
    ours, theirs = _FORKS.Pipe()
    started = _FORKS.Process(target=_logging_as_served, args=(work, theirs, *arguments))
    started.start()
    theirs.close()
    try:
        yield started, ours
    finally:
        started.kill()  # SIGKILL
        started.join()
        started.close()
        ours.close()


def _logging_as_served(work: Callable[..., None], *arguments: object) -> None:
    """Work in a process of its own: structlog, left alone, prints each variable of what failed."""
    say_everything()
    work(*arguments)


def send_for_ever(pipe: Connection, settings: Path) -> None:
    """Send what is due, again and again, as a serving process does."""
    with site(settings) as app:
        pipe.send("ready")
        while True:
            app.send_mail()
            Event().wait(_PAUSE)


def push_once(pipe: Connection, settings: Path, now: datetime) -> None:
    """Tell programs outside what they are owed, as a serving process does."""
    with site(settings, FixedClock(now)) as app:
        pipe.send("ready")
        app.run_errands()


def tick_when_told(pipe: Connection, settings: Path) -> None:
    """Tick and send at each instant that comes through the pipe; answer with what went wrong."""
    clock = FixedClock(datetime.fromisoformat(pipe.recv()))
    with site(settings, clock) as app:
        pipe.send("")
        while instant := pipe.recv():
            clock.set(datetime.fromisoformat(instant))
            try:
                app.tick()
                app.send_mail()
            except Exception as error:  # noqa: BLE001 - the test tells it
                pipe.send(repr(error))
            else:
                pipe.send("")
