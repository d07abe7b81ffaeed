"""What do flows of changes mail? An edition with an error, to a slow server that reads along."""

import time
from collections.abc import Callable, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.notices import Asked, NoticeStatus
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.mail_processes import PATIENCE, SlowSink

READERS = 160
CONNECTIONS = 4  # the default of [mail] connections
SLOWNESS = 0.004
WRONG, RIGHT = "opens at ten", "opens at eleven"
NOTE = "The bridge opens an hour later than we said."
SLUG = "bridge-opens-at-ten"


class ReadingSink(SlowSink):
    """A slow mail server that keeps what each message said, and to whom."""

    def __init__(self, seconds: float = SLOWNESS) -> None:
        super().__init__(seconds)
        self.said: list[tuple[str, str]] = []

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the words before the server answers."""
        assert isinstance(envelope.content, bytes)
        self.said.append((envelope.rcpt_tos[0], words(envelope.content)))
        return await super().handle_DATA(server, session, envelope)

    def holding(self, text: str) -> list[str]:
        """Return who was sent a message that holds a text."""
        return [reader for reader, said in list(self.said) if text in said]

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


def add_newsletter(app: App, name: str) -> None:
    """Add a newsletter which all readers have."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name=name, title=name.title(), schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    with app.store.write() as tx:
        newsletter = tx.newsletters.get(name)
        for number in range(READERS):
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
