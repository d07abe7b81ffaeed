"""What do flows of changes mail? An edition with an error, to a slow server that reads along."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.notices import Asked, NoticeStatus
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.mail_processes import PATIENCE, SlowSink, site

READERS = 160
CONNECTIONS = 4  # the default of [mail] connections
SLOWNESS = 0.004
WRONG, RIGHT = "opens at ten", "opens at eleven"
NOTE = "The bridge opens an hour later than we said."
SLUG = "bridge-opens-at-ten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message whose last word has come in: when (monotonic), over which connection, to whom."""

    at: float
    connection: int
    reader: str
    said: str


class ReadingSink(SlowSink):
    """A slow mail server that keeps what each message said, and to whom."""

    def __init__(self, seconds: float = SLOWNESS) -> None:
        super().__init__(seconds)
        self.arrivals: list[Arrival] = []

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the words before the server answers."""
        assert isinstance(envelope.content, bytes)
        arrival = Arrival(
            at=time.monotonic(),
            connection=id(session),
            reader=envelope.rcpt_tos[0],
            said=words(envelope.content),
        )
        self.arrivals.append(arrival)
        return await super().handle_DATA(server, session, envelope)

    def holding(self, text: str) -> list[str]:
        """Return who was sent a message that holds a text."""
        return [arrival.reader for arrival in list(self.arrivals) if text in arrival.said]

    def noticed(self) -> list[str]:
        """Return who was sent a notice of a correction."""
        return self.holding("A story that we mailed you was wrong")


def words(data: bytes) -> str:
    """Return everything a message says: its subject, text and HTML."""
    message = message_from_bytes(data, policy=policy.default)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    assert isinstance(message, EmailMessage)
    return " ".join(" ".join([str(message["Subject"]), *map(str, parts)]).split())


def plan(
    app: App, newsletters: Sequence[str] = ("morning",), others: Sequence[Content] = ()
) -> None:
    """Plan an edition of each newsletter, with an error and other stories, for all readers."""
    for name in newsletters:
        add_newsletter(app, name)
    for content in (story(WRONG), *others):
        app.publish(app.ingest(Story(content=content), announce=True))
    for name in newsletters:
        app.send_now(name)


def add_newsletter(app: App, name: str, readers: int = READERS) -> None:
    """Add a newsletter which all readers have."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name=name, title=name.title(), schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    with app.store.write() as tx:
        newsletter = tx.newsletters.get(name)
        for number in range(readers):
            reader = tx.subscribers.ensure(f"r{number}@example.org", "UTC", now)
            tx.subscribers.stand(
                Subscription(
                    subscriber_id=reader.id,
                    newsletter_id=newsletter.id,
                    status=SubscriptionStatus.ACTIVE,
                    since=now,
                )
            )


def story(when: str) -> Content:
    """Tell the story with this hour."""
    return Content(headline=f"Bridge {when}", body_html=f"<p>The bridge {when}.</p>")


def correct(app: App) -> None:
    """Publish a major correction that names the wrong words."""
    declared = Declared(kind=Kind.CORRECTION, note=NOTE, severity=Severity.MAJOR)
    app.revise(SLUG, story(RIGHT), declared, asked=Asked(wrong=(WRONG,)))


def correct_when_told(pipe: Connection, settings: Path) -> None:
    """Publish the correction at a word; tell the instant from which on it was committed."""
    with site(settings) as app:
        pipe.send("ready")
        pipe.recv()
        with ThreadPoolExecutor(1) as pool:
            committed = pool.submit(_committed, app, app.store.generation)
            correct(app)
            pipe.send(committed.result())


def _committed(app: App, seen: int) -> float:
    """Return the first instant after the transaction that the correction stands in.

    The store counts its commits as each returns; what follows it takes far longer.
    """
    while True:
        count = app.store.generation
        now = time.monotonic()
        if count != seen and app.library.public(SLUG).article.head > 1:
            return now
        seen = count
        time.sleep(0.0005)


def wait_until(done: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end
        time.sleep(0.05)


def over(app: App) -> bool:
    """Tell whether editions and notices have come to their end."""
    editions = {report.edition.status for report in app.editions.list()}
    notices = {report.notice.status for report in app.notices.list()}
    return editions == {EditionStatus.SENT} and notices <= {NoticeStatus.SENT}
