"""Corrections seen from the outside: a slow mail server tells who got which words."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from syndicate.app import App
from syndicate.clock import SystemClock
from syndicate.domain.articles import Content, Kind, Severity
from syndicate.domain.audience import Subscription, SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus, Newsletter
from syndicate.domain.notices import Asked, NoticeStatus
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from tests.flows.mail_processes import PATIENCE, SlowSink, process, send_for_ever, settings_in, site
from tests.transports.mail_servers import SinkServer

READERS = 160
CONNECTIONS = 4  # the default of [mail] connections
SLOWNESS = 0.004
WRONG, RIGHT = "opens at ten", "opens at eleven"
SLUG = "bridge-opens-at-ten"


class ReadingSink(SlowSink):
    """A slow mail server that keeps what each message said, and to whom."""

    def __init__(self, seconds: float) -> None:
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


def words(data: bytes) -> str:
    """Return everything a message says: its subject, text and HTML."""
    message = message_from_bytes(data, policy=policy.default)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    assert isinstance(message, EmailMessage)
    return " ".join(" ".join([str(message["Subject"]), *map(str, parts)]).split())


@pytest.fixture
def sink() -> ReadingSink:
    """Give a slow mail server."""
    return ReadingSink(SLOWNESS)


@pytest.fixture
def settings(tmp_path: Path, database_url: str, sink: ReadingSink) -> Iterator[Path]:
    """Run the server, and give the settings of a site that mails to it."""
    with SinkServer(sink) as server:
        yield settings_in(tmp_path, database_url, server.port)


def plan(app: App) -> None:
    """Plan an edition with an error for all readers."""
    now = SystemClock().now()
    app.newsletters.add(
        Newsletter(
            name="morning", title="Morning", schedule="daily 07:00", timezone="UTC", created=now
        )
    )
    with app.store.write() as tx:
        newsletter = tx.newsletters.get("morning")
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
    app.publish(app.ingest(Story(content=story(WRONG)), announce=True))
    app.send_now("morning")


def story(when: str) -> Content:
    """Tell the story with this hour."""
    return Content(headline=f"Bridge {when}", body_html=f"<p>The bridge {when}.</p>")


def correct(app: App) -> None:
    """Publish a major correction that names the wrong words."""
    note = "The bridge opens an hour later than we said."
    declared = Declared(kind=Kind.CORRECTION, note=note, severity=Severity.MAJOR)
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
    return editions == {EditionStatus.SENT} and notices == {NoticeStatus.SENT}


def noticed(sink: ReadingSink) -> list[str]:
    """Return who was sent a notice."""
    return sink.holding("A story that we mailed you was wrong")


def test_a_correction_while_an_edition_goes_out_stops_the_error_at_the_next_recipient(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app, ExitStack() as senders:
        plan(app)
        for _ in range(2):
            senders.enter_context(process(send_for_ever, settings))
        sink.wait_for(READERS // 4)
        correct(app)
        before = len(sink.holding(WRONG))
        wait_until(lambda: over(app))
    wrong = sink.holding(WRONG)
    assert len(wrong) - before <= 2 * CONNECTIONS  # those on their way at the commit
    assert sorted(noticed(sink)) == sorted(wrong)
    right = set(sink.holding(RIGHT)) - set(wrong)
    assert right | set(wrong) == {f"r{number}@example.org" for number in range(READERS)}
    assert len(sink.said) == READERS + len(wrong)


def test_a_notice_run_killed_again_and_again_tells_everyone_once(
    settings: Path, sink: ReadingSink
) -> None:
    with site(settings) as app:
        plan(app)
        with process(send_for_ever, settings):
            wait_until(lambda: app.editions.list()[0].edition.status is EditionStatus.SENT)
        correct(app)
        for moment in range(READERS + 20, 2 * READERS - 40, 60):
            with ExitStack() as senders:
                for _ in range(2):
                    senders.enter_context(process(send_for_ever, settings))
                sink.wait_for(moment)
        with process(send_for_ever, settings):
            wait_until(lambda: over(app))
        (report,) = app.notices.list()
    told = noticed(sink)
    doubtful = report.counts.get(DeliveryStatus.IN_DOUBT, 0)
    assert len(told) == len(set(told)) >= READERS - doubtful
    assert sum(report.counts.values()) == READERS
    assert report.counts.keys() <= {DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT}
