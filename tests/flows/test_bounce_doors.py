"""Whatever door it comes in by, what comes back ends the mail to that reader alone."""

import smtplib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from syndicate.app import App
from syndicate.clock import FixedClock
from syndicate.domain.articles import Content
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.editions import Newsletter
from syndicate.domain.stories import Story
from syndicate.settings import load
from syndicate.store.tables import suppressions
from tests.flows.command_line import environment
from tests.importers.returned import OUT_OF_OFFICE, complaint, status_report
from tests.transports.mail_servers import LOOPBACK, Sink, SinkServer

ADA, BOB = "ada@example.org", "bob@example.org"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
DAY = timedelta(days=1)
SETTINGS = """
[site]
title = "The Harbour Post"
base_url = "https://harbour.example"
[store]
url = "sqlite:///{folder}/syndicate.db"
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "post@harbour.example"
bounce_domain = "bounces.harbour.example"
inbound = "{folder}/inbound"
lmtp = "127.0.0.1:{lmtp}"
[security]
secret_file = "{folder}/keys/secret"
"""

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Site:
    """A site whose mail server is a sink."""

    folder: Path
    sink: Sink
    app: App
    clock: FixedClock
    lmtp: int

    def run(self, instant: datetime) -> None:
        """Publish something, and send Monday's or a later edition."""
        self.clock.set(instant)
        content = Content(headline=f"Bridge of {instant:%A}", body_html="<p>It opens.</p>")
        self.app.publish(self.app.ingest(Story(content=content), announce=True))
        self.app.tick()
        self.app.send_mail()

    def barred(self, email: str) -> str | None:
        """Return why an address is barred."""
        why = select(suppressions.c.reason).where(suppressions.c.email == email)
        with self.app.store.read() as tx:
            return tx.connection.execute(why).scalar()

    def standing(self, email: str) -> SubscriptionStatus:
        """Return how a reader stands."""
        ((_, subscription),) = self.app.show_subscriber(email).standings
        return subscription.status


@pytest.fixture
def site(tmp_path: Path, database_url: str) -> Iterator[Site]:
    """Mail an edition to two readers, each from an envelope sender of the reader's own."""
    del database_url
    sink, clock = Sink(), FixedClock(NOON)
    with SinkServer(sink) as server, closing(socket.create_server((LOOPBACK, 0))) as free:
        lmtp = free.getsockname()[1]
        told = SETTINGS.format(folder=tmp_path, port=server.port, lmtp=lmtp)
        (tmp_path / "settings.toml").write_text(told)
        free.close()
        with closing(App(load(tmp_path / "settings.toml"), clock=clock)) as app:
            site = Site(tmp_path, sink, app, clock, lmtp)
            morning = Newsletter(
                name="morning", title="M", schedule="daily 07:00", timezone="UTC", created=NOON
            )
            app.newsletters.add(morning)
            for email in (ADA, BOB):
                app.subscribe.add(email, "morning", confirmed=True)
            clock.set(MONDAY - timedelta(hours=1))
            site.run(MONDAY)
            assert set(sink.recipients) == {ADA, BOB}
            yield site


def by_lmtp(site: Site, data: bytes, recipient: str) -> None:
    """Hand a mail over as a mail server does."""
    with site.app.listening(), smtplib.LMTP(LOOPBACK, site.lmtp) as client:
        client.sendmail("", [recipient], data)


def by_maildir(site: Site, data: bytes, recipient: str) -> None:
    """Deliver a mail into the Maildir, and let a tick find it."""
    new = site.folder / "inbound" / "new"
    new.mkdir(parents=True, exist_ok=True)
    (new / "1.mail").write_bytes(f"Delivered-To: {recipient}\r\n".encode() + data)
    site.app.empty_inbox()


def by_pipe(site: Site, data: bytes, recipient: str) -> None:
    """Pipe a mail into the command."""
    command = [sys.executable, "-m", "syndicate", "--settings", "settings.toml"]
    subprocess.run(  # noqa: S603 - our own program
        [*command, "mail", "receive", "--to", recipient],
        cwd=site.folder,
        env=environment(),
        input=data,
        check=True,
        capture_output=True,
        timeout=100,
    )


Door = Callable[[Site, bytes, str], None]
doors = pytest.mark.parametrize("door", [by_lmtp, by_maildir, by_pipe])


@doors
def test_a_report_that_an_address_does_not_exist_ends_the_mail_to_it(
    site: Site, door: Door
) -> None:
    door(site, status_report(), site.sink.senders[ADA])
    assert (site.barred(ADA), site.barred(BOB)) == ("bounced", None)
    site.run(MONDAY + DAY)
    assert site.sink.recipients[2:] == [BOB]


@doors
def test_a_complaint_ends_the_mail_to_who_complains(site: Site, door: Door) -> None:
    door(site, complaint(), site.sink.senders[BOB])
    assert (site.barred(ADA), site.barred(BOB)) == (None, "complained")


@doors
@pytest.mark.parametrize(
    "data", [status_report("4.2.2", code="smtp; 452 4.2.2 full"), OUT_OF_OFFICE]
)
def test_a_full_mailbox_and_somebody_away_end_nothing(site: Site, door: Door, data: bytes) -> None:
    door(site, data, site.sink.senders[ADA])
    assert (site.barred(ADA), site.barred(BOB)) == (None, None)


@doors
def test_a_farewell_to_the_address_in_the_mail_ends_the_subscription(
    site: Site, door: Door
) -> None:
    (mail,) = (data for data in site.sink.received if f"To: {ADA}".encode() in data)
    told = message_from_bytes(mail)["List-Unsubscribe"].split("<mailto:")[1]
    door(site, b"Subject: bye\r\n\r\n", told.partition(">")[0].partition("?")[0])
    assert site.standing(ADA) is SubscriptionStatus.ENDED
    assert site.standing(BOB) is SubscriptionStatus.ACTIVE


def test_an_address_that_the_server_refuses_at_once_is_mailed_no_more(site: Site) -> None:
    site.sink.refuse[ADA] = "550 5.1.1 no such user"
    site.run(MONDAY + DAY)
    assert (site.barred(ADA), site.barred(BOB)) == ("bounced", None)
    site.sink.refuse.clear()
    site.run(MONDAY + 2 * DAY)
    assert site.sink.recipients[2:] == [BOB, BOB]


@doors
def test_what_was_made_up_ends_nothing(site: Site, door: Door) -> None:
    try:
        door(site, status_report(), "bounces+forged@bounces.harbour.example")
    except smtplib.SMTPException:  # a mail server is told that nobody has this address
        assert door is by_lmtp
    assert (site.barred(ADA), site.barred(BOB)) == (None, None)
