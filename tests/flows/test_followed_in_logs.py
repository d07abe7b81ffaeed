"""One edition, one mail and one request are found by their numbers in the logs of all processes."""

import smtplib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import update

from syndicate.app import App
from syndicate.domain.editions import Newsletter
from syndicate.store.tables import newsletters
from tests.flows.command_line import wait_for
from tests.flows.mail_processes import site
from tests.flows.nodes import publish_now, shared_settings
from tests.flows.running import PATIENCE, Running, running, ticker
from tests.flows.test_worker_commands import free_port
from tests.importers.returned import status_report
from tests.transports.mail_servers import LOOPBACK, Sink, SinkServer

ADA, EVE = "ada@example.org", "eve@example.org"
IDS = "syndicate-test-"


def mail_to(sink: Sink, address: str) -> Message:
    """Wait for a mail to somebody."""
    wait_for(lambda: address in sink.recipients, PATIENCE)
    return message_from_bytes(sink.received[sink.recipients.index(address)])


def with_a_reader(app: App) -> None:
    """Give a newsletter of which an edition is due, with a reader and something to read."""
    now = app.clock.now()
    every = Newsletter(
        name="morning", title="Morning", schedule="* * * * *", timezone="UTC", created=now
    )
    app.newsletters.add(every)
    with app.store.write() as tx:
        before = now - timedelta(minutes=2)
        tx.connection.execute(update(newsletters).values(created=before))
    app.subscribe.add(ADA, "morning", confirmed=True)
    publish_now(app, "Bridge")


class Site:
    """A site whose ticker, worker and face to the web run in a process each."""

    def __init__(self, folder: Path, url: str, stack: ExitStack) -> None:
        self.sink = Sink()
        server = stack.enter_context(SinkServer(self.sink))
        self.lmtp, self.port = int(free_port()), int(free_port())
        mail = f'lmtp = "{LOOPBACK}:{self.lmtp}"\nbounce_domain = "bounces.harbour.example"\n'
        settings = shared_settings(folder, url, server.port, more='[log]\nformat = "json"\n')
        settings.write_text(settings.read_text().replace("[mail]\n", f"[mail]\n{mail}"))
        with site(settings) as app:
            with_a_reader(app)
        serve = ("serve", "--web-only", "--port", f"{self.port}")
        self.web = stack.enter_context(running(settings, *serve))
        self.worker = stack.enter_context(running(settings, "worker"))
        self.ticker = stack.enter_context(ticker(settings))

    @property
    def processes(self) -> tuple[Running, ...]:
        """Return all of them."""
        return self.web, self.worker, self.ticker

    def post(self, target: str, request: str, **form: str) -> None:
        """Post a form, as a proxy hands it over with a number."""
        answer = httpx.post(
            f"http://{LOOPBACK}:{self.port}{target}",
            data=form,
            headers={"X-Request-Id": request},
            timeout=PATIENCE,
        )
        assert answer.status_code == 200


@pytest.fixture
def site_of_processes(tmp_path: Path, empty_postgresql_url: str) -> Iterator[Site]:
    """Run a site."""
    with ExitStack() as stack:
        yield Site(tmp_path, empty_postgresql_url, stack)


def come_back(site: Site, mail: Message) -> None:
    """Return a mail, as its reader's server does, to the ticker that listens for it."""
    report = status_report().replace(
        b"Return-Path:", f"Message-ID: {mail['Message-ID']}\r\nReturn-Path:".encode()
    )
    with smtplib.LMTP(LOOPBACK, site.lmtp) as client:
        client.sendmail("", [site.sink.senders[ADA]], report)


def test_an_edition_and_a_mail_are_followed_through_ticker_worker_web_and_inbox(
    site_of_processes: Site,
) -> None:
    site = site_of_processes
    mail = mail_to(site.sink, ADA)
    planned = site.ticker.wait_for("edition_planned")
    edition = planned["edition"]
    sent = site.worker.wait_for("batch_sent", lambda line: edition in line["editions"])
    ((delivery, last),) = sent["deliveries"]
    assert delivery == last
    assert (planned["newsletter"], sent["accepted"]) == ("morning", 1)

    token = mail["List-Unsubscribe"].split("<https://harbour.example")[1].partition(">")[0]
    site.post(urlsplit(token).path, f"{IDS}1", **{"List-Unsubscribe": "One-Click"})
    left = site.web.wait_for("unsubscribed", lambda line: line["edition"] == edition)
    assert (left["delivery"], left["request"], left["newsletter"]) == (
        delivery,
        f"{IDS}1",
        "morning",
    )

    come_back(site, mail)
    came = site.ticker.wait_for("mail_came_back", lambda line: line["edition"] == edition)
    assert (came["delivery"], came["kind"], came["status"], came["outcome"]) == (
        delivery,
        "hard",
        "5.1.1",
        "suppressed",
    )
    assert len({line["process"] for each in site.processes for line in each.log}) == 3
    told = "".join(each.file.read_text() for each in site.processes)
    assert ADA not in told
    assert token.rpartition("/")[2] not in told


def test_a_request_is_followed_from_its_form_to_the_mail_that_it_caused(
    site_of_processes: Site,
) -> None:
    site = site_of_processes
    site.post("/subscribe", f"{IDS}2", email=EVE, newsletter="morning", timezone="UTC")
    mail_to(site.sink, EVE)
    queued = site.web.wait_for("letter_queued", lambda line: line["request"] == f"{IDS}2")
    number = queued["delivery"]
    sent = site.worker.wait_for("batch_sent", lambda line: [number, number] in line["deliveries"])
    assert EVE not in f"{queued}{sent}"
