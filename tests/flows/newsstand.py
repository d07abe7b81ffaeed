"""On what does the machine of foretelling stand? A whole site, thrown away and copied at will."""

import re
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import select

from bench.replay.press import ReplayClock
from syndicate.app import App
from syndicate.domain.articles import Article
from syndicate.domain.deliveries import Delivery, DeliveryStatus
from syndicate.domain.digests import Digest, Item, RenderedDigest
from syndicate.domain.editions import EditionStatus
from syndicate.domain.feeds import FeedDocument, FeedFormat, revisions_feed
from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.domain.notices import NoticeMail
from syndicate.errors import SyndicateError
from syndicate.services.ingest import Ingest
from syndicate.services.lines import Transport
from syndicate.settings import Settings
from syndicate.store.engines import Engines
from syndicate.store.tables import feeds, metadata
from syndicate.transports.memory import MemoryMail, MemorySession
from tests.conftest import EMPTY
from tests.services.post import PlainNotices, PlainRenderer, lines_of

_LINE = re.compile(r"(notice: )?(\S+) ([0-9a-f-]{36}) r(\d+) s(\d+)")
_SECOND = timedelta(seconds=1)
_URN = re.compile(rb'"id": ?"(urn:uuid:[0-9a-f-]+)"')


def line_of(item: Item) -> str:
    """Tell an item in one line: as what, which article and revision, since which, and its words."""
    content = item.reading.content
    headline = content.headline if content else "-"
    notes = "".join(f" [{note.text}]" for note in item.notes)
    reading = item.reading
    return f"{item.status} {reading.id} r{reading.number} s{item.since} {headline}{notes}"


@dataclass
class StandDigests(PlainRenderer):
    """Writes a line an item, which names it."""

    def check(self, template: str) -> None:
        """Take any template."""

    def render(self, digest: Digest, template: str, *, token: str) -> RenderedDigest:
        """Render a digest plainly."""
        del template
        lines = [line_of(item) for item in digest.items]
        return RenderedDigest(
            subject=f"{digest.title} {digest.period_key}",
            text="\n".join([*lines, token, ""]),
            html=f"<p>{token}</p>",
            item_words=tuple(lines),
        )


@dataclass
class StandNotices(PlainNotices):
    """Writes the one line of a notice, and what it goes under."""

    def render(self, mail: NoticeMail, template: str, *, token: str) -> RenderedDigest:
        """Render a notice plainly."""
        del template
        line = f"notice: {line_of(mail.item)}"
        return RenderedDigest(
            subject=f"{mail.subject or mail.title} notice",
            text="\n".join([line, *mail.wrong, token, ""]),
            html=f"<p>{token}</p>",
            item_words=(line,),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An article as a mail tells it: `status` is as what, `since` what its reader had before."""

    status: str
    article: str
    number: int
    since: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A mail as its reader has it, `under` a newsletter or under what the reader follows."""

    delivery: int
    reader: str
    under: str
    notice: bool
    lines: Mapping[str, Line]
    at: datetime


def read_arrival(outgoing: Outgoing, at: datetime) -> Arrival:
    """Return what a mail tells."""
    lines = [(found, line) for line in lines_of(outgoing) if (found := _LINE.match(line))]
    subject = next(
        line.split(b" ", 1)[1] for line in outgoing.data.split(b"\r\n") if line[:8] == b"Subject:"
    )
    return Arrival(
        delivery=int(outgoing.delivery_id),
        reader=outgoing.envelope.recipient,
        under=subject.decode().split(" ")[0],
        notice=any(found[1] for found, _ in lines),
        lines={
            found[3]: Line(
                status=found[2],
                article=found[3],
                number=int(found[4]),
                since=int(found[5]),
                text=line.removeprefix("notice: "),
            )
            for found, line in lines
        },
        at=at,
    )


class Killed(BaseException):
    """The process was killed: nothing of it runs any further."""


class Wire(MemoryMail):
    """A way out that notes when each mail came, and on which a process can die.

    `dies` counts down to the message at which it does, which is then not sent.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.now = now
        self.dies = -1
        self.arrivals: list[Arrival] = []

    def connect(self) -> "WireSession":
        """Open a session."""
        super().connect()
        return WireSession(self)


class WireSession(MemorySession):
    """A session of it."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._wire = wire

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Send one message, unless the process dies."""
        if self._wire.dies == 0:
            raise Killed
        self._wire.dies -= 1
        try:
            acceptance = super().send(outgoing, before_commit, following)
        finally:
            kept = (*self._wire.sent, *self._wire.doubtful)
            if any(each is outgoing for each in kept):
                self._wire.arrivals.append(read_arrival(outgoing, self._wire.now()))
        return acceptance


class StandApp(App):
    """The application over a database that stays, with plain mails and a way out that records."""

    def __init__(self, settings: Settings, clock: ReplayClock, wire: Wire, opened: Engines) -> None:
        super().__init__(settings, clock=clock)
        self._wire = wire
        self._opened = opened

    @cached_property
    def engines(self) -> Engines:
        """The database, migrated before."""
        return self._opened

    @cached_property
    def ingest(self) -> Ingest:
        """Takes stories in, under ids that a run of the machine repeats."""
        return Ingest(transactions=self.store, clock=self.clock, new_id=self._next_id)

    def _next_id(self) -> uuid.UUID:
        return uuid.uuid5(uuid.NAMESPACE_OID, self.clock.now().isoformat())

    @cached_property
    def transport(self) -> Transport:
        """Where mail goes."""
        return self._wire

    @cached_property
    def digests(self) -> Any:  # noqa: ANN401 - plainer than the application's
        """The digests' renderer."""
        return StandDigests()

    @cached_property
    def notice_mails(self) -> Any:  # noqa: ANN401 - as above
        """The notices' renderer."""
        return StandNotices()


@dataclass
class Stand:
    """The site at work: the clock is set, mail goes out when it is told to."""

    settings: Settings
    engines: Engines
    clock: ReplayClock
    app_of: Callable[..., StandApp] = StandApp
    wire: Wire = field(init=False)
    app: StandApp = field(init=False)

    def __post_init__(self) -> None:
        """Start."""
        self.wire = Wire(lambda: self.clock.instant)
        self.restart()

    def restart(self) -> None:
        """Throw the application away and build it anew, as after a crash."""
        self.app = self.app_of(self.settings, self.clock, self.wire, self.engines)
        self.app.recover()

    def turn(self) -> None:
        """Do what a serving process does every few seconds; die where it is to."""
        try:
            self.app.tick()
            self.app.send_mail()
        except Killed:
            self.wire.dies = -1
            self.restart()

    def trouble(self, reader: str, *errors: SyndicateError) -> None:
        """Have the next mails to a reader meet these."""
        self.wire.plan(reader, *errors)

    def waiting(self) -> Sequence[Delivery]:
        """Return the mails that wait."""
        return self.app.editions.deliveries(None, DeliveryStatus.PENDING)

    def quiet(self) -> None:
        """Let everything go on that rests, and nothing go wrong any more."""
        self.wire._planned.clear()  # noqa: SLF001 - its fake weather
        self.wire.dies = -1
        for shown in self.app.newsletters.list():
            self.app.newsletters.resume(shown.newsletter.name)
        for report in self.app.editions.list():
            if report.edition.status is EditionStatus.PAUSED:
                self.app.editions.resume(report.edition.id)

    def public(self, article: Article) -> Mapping[str, "Shelved"]:
        """Return every feed as it is served, by name, with its ids; none that is not there.

        A feed that no page lists any more is still served to who has its address.
        """
        with self.app.store.read() as tx:
            named = tx.connection.execute(select(feeds.c.name)).scalars().all()
        names = {"all", "corrections", *named, revisions_feed(article.slug)}
        found = {name: self.app.serve_feed(name, FeedFormat.JSON) for name in sorted(names)}
        return {
            name: Shelved(body=document.body, ids=frozenset(_URN.findall(document.body)))
            for name, document in found.items()
            if isinstance(document, FeedDocument)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A feed as it is served, and the ids of its entries."""

    body: bytes
    ids: frozenset[bytes]


def copy_database(source: Engines, target: Engines) -> None:
    """Make one database hold what another one of its kind does, and nothing else."""
    if source.sqlite_file is not None:
        with closing(_sqlite(source)) as old, closing(_sqlite(target)) as new:
            old.backup(new)
        return
    with _postgresql(source) as old_, _postgresql(target) as new_:
        new_.execute(EMPTY)
        new_.execute("SET session_replication_role = replica")
        for table in metadata.sorted_tables:
            _copy(old_, new_, table.name)
        for name, last in old_.execute("SELECT sequencename, last_value FROM pg_sequences"):
            if last is not None:
                new_.execute("SELECT setval(%s::regclass, %s)", (name, last))


def _sqlite(engines: Engines) -> sqlite3.Connection:
    return sqlite3.connect(cast("Path", engines.sqlite_file))


@contextmanager
def _postgresql(engines: Engines) -> Iterator[psycopg.Connection]:
    url = engines.write.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as opened:
        yield opened


def _copy(old: psycopg.Connection, new: psycopg.Connection, table: str) -> None:
    name = sql.Identifier(table)
    with (
        old.cursor() as reading,
        new.cursor() as writing,
        reading.copy(sql.SQL("COPY {} TO STDOUT (FORMAT BINARY)").format(name)) as out,
        writing.copy(sql.SQL("COPY {} FROM STDIN (FORMAT BINARY)").format(name)) as into,
    ):
        for data in out:
            into.write(data)
