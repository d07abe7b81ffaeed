"""What is wrong with a site reaches its operator by mail: all of it, once, until it is over."""

import json
import smtplib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import update

from syndicate.app import App
from syndicate.domain.editions import Newsletter
from syndicate.settings import load
from syndicate.store.tables import alarms, last_done, newsletters
from tests.flows.command_line import ask, wait_for
from tests.flows.nodes import publish_now
from tests.flows.running import PATIENCE, running
from tests.flows.test_worker_commands import free_port
from tests.importers.returned import complaint, status_report
from tests.transports.dns_server import serving
from tests.transports.mail_servers import LOOPBACK, Sink, SinkServer

OPERATOR = "operator@harbour.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READERS = [f"reader{number}@reader.example" for number in range(10)]
STORMY = [f"reader{number}@stormy.example" for number in range(12)]
LATE = "late@reader.example"
STORM = "450 4.7.1 busy, try again later"
KEY = "s1._domainkey.harbour.example"
SETTINGS = """
[site]
title = "The Harbour Post"
base_url = "https://harbour.example"
[store]
url = "sqlite:///var/syndicate.db"
[mail]
transport = "smtp"
host = "{host}"
port = {port}
security = "none"
sender = "news@harbour.example"
bounce_domain = "bounces.harbour.example"
lmtp = "{host}:{lmtp}"
resolver = "{resolver}"
[mail.dkim]
domain = "harbour.example"
selector = "s1"
key_file = "var/dkim-s1.pem"
[operator]
email = "{operator}"
free_percent = 100.0
[scheduler]
tick_seconds = 1
[log]
format = "json"
"""


Zone = dict[tuple[str, str], list[str]]


class Site:
    """A site that one process serves, and the mail server and DNS that it uses."""

    def __init__(self, app: App, sink: Sink, zone: Zone, record: str) -> None:
        self.app, self.sink, self._zone, self._record = app, sink, zone, record

    @property
    def mails(self) -> list[tuple[str, str]]:
        """Return subject and text of what the operator got, in order."""
        own = [
            message_from_bytes(data, policy=policy.default)
            for data, whose in zip(self.sink.received, self.sink.recipients, strict=False)
            if whose == OPERATOR
        ]
        return [(each["Subject"], _unwrapped(each)) for each in own]

    def mail(self, number: int) -> tuple[str, str]:
        """Wait for the operator's mail of a number."""
        wait_for(lambda: len(self.mails) >= number, PATIENCE)
        return self.mails[number - 1]

    def look_again(self) -> None:
        """Let it be time to look, and wait until somebody has looked."""
        self._move_back("watch", DAY)
        self._move_back("keys", DAY)
        wait_for(lambda: self._looked() > self.app.clock.now() - HOUR, PATIENCE)

    def _looked(self) -> datetime:
        with self.app.store.read() as tx:
            looked = tx.last_done.at("watch")
        assert looked is not None
        return looked

    def _move_back(self, what: str, by: timedelta) -> None:
        with self.app.store.write() as tx:
            done = tx.last_done.at(what)
            assert done is not None
            mine = update(last_done).where(last_done.c.what == what)
            tx.connection.execute(mine.values(at=done - by))

    def backup_long_ago(self, file: Path) -> None:
        """Make a backup, and let it be nine days old."""
        assert ask(file.parent, "backup", str(file))[0] == 0
        self._move_back("backup", 9 * DAY)

    def miss_an_edition(self) -> None:
        """Add a newsletter that was due while nobody served the site."""
        now = self.app.clock.now()
        due = now - 7 * HOUR
        self._newsletter("daily", f"daily {due:%H:%M}", created=now - 8 * HOUR)

    def mail_readers(self) -> None:
        """Send an edition to readers, those of one destination in vain; wait for it."""
        self.sink.refuse |= dict.fromkeys(STORMY, STORM)
        self._newsletter("weekly", "monday 00:00", created=self.app.clock.now())
        for reader in (*READERS, *STORMY):
            self.app.subscribe.add(reader, "weekly", confirmed=True)
        publish_now(self.app, "Bridge")
        self.app.send_now("weekly")
        wait_for(lambda: set(READERS) <= set(self.sink.recipients), PATIENCE)
        wait_for(lambda: bool(self.app.status().held_back), PATIENCE)

    def _newsletter(self, name: str, schedule: str, created: datetime) -> None:
        added = Newsletter(
            name=name, title=name, schedule=schedule, timezone="UTC", created=created
        )
        self.app.newsletters.add(added)
        mine = update(newsletters).where(newsletters.c.name == name)
        with self.app.store.write() as tx:
            tx.connection.execute(mine.values(created=created))

    def come_back(self) -> None:
        """Return each reader's mail, as one that does not exist and as unwanted."""
        host, _, port = self.app.settings.mail.lmtp.rpartition(":")
        with smtplib.LMTP(host, int(port)) as client:
            for reader in READERS:
                for data in (complaint(), status_report()):
                    own = f"Original-Recipient: {reader}\r\n".encode() + data
                    client.sendmail("", [self.sink.senders[reader]], own)

    def publish_key(self) -> None:
        """Let DNS have the key that mail is signed with."""
        strings = self._record[:255], self._record[255:]
        self._zone[KEY, "TXT"] = [" ".join(f'"{each}"' for each in strings)]

    def mail_one_more(self) -> None:
        """Send an edition to one reader more; wait for it. What the operator is told goes first."""
        self.app.subscribe.add(LATE, "weekly", confirmed=True)
        publish_now(self.app, "Tunnel")
        self.app.send_now("weekly")
        wait_for(lambda: LATE in self.sink.recipients, PATIENCE)

    def let_an_hour_pass(self) -> None:
        """Let what was told have been told longer ago than what comes and goes."""
        with self.app.store.write() as tx:
            tx.connection.execute(update(alarms).values(told=self.app.clock.now() - 2 * HOUR))


def _unwrapped(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a site with which something is wrong from the beginning."""
    sink, zone = Sink(), Zone()
    with SinkServer(sink) as server, serving(zone) as resolver:
        told = SETTINGS.format(
            host=LOOPBACK,
            port=server.port,
            lmtp=free_port(),
            resolver=resolver,
            operator=OPERATOR,
        )
        (tmp_path / "settings.toml").write_text(told)
        _, key, _ = ask(tmp_path, "mail", "keygen", "--selector", "s1", "--json")
        with closing(App(load(tmp_path / "settings.toml"))) as app:
            site = Site(app, sink, zone, json.loads(key)["record"])
            site.backup_long_ago(tmp_path / "backup.db")
            site.miss_an_edition()
            with running(tmp_path / "settings.toml", "serve", "--port", free_port()):
                yield site


def test_everything_that_is_wrong_is_mailed_once(site: Site) -> None:
    subject, text = site.mail(1)
    assert subject == "The Harbour Post: 4 things are wrong"
    for said in (
        "of daily was missed: none of it could go out in time.",
        f"DKIM key {KEY}: ",
        f"The disk of {site.app.settings.folder}/var is filling: ",
        "No backup was made for 9 days: syndicate backup FILE.",
    ):
        assert said in text

    site.mail_readers()
    site.come_back()
    site.look_again()
    subject, text = site.mail(2)
    assert subject == "The Harbour Post: 3 things are wrong"
    new, _, told_before = text.partition("Told before, and still so:")
    assert "Mail to stormy.example is held back, since it said: " in new
    assert STORM in new
    assert "10 mails came back in the last day, of 10 sent: more than 5 %." in new
    assert "10 mails were complained about in the last day, of 10 sent" in new
    assert "No backup was made for 9 days" in told_before

    for _ in range(3):
        site.look_again()
    site.mail_one_more()
    assert len(site.mails) == 2
    log = (site.app.settings.folder / "serve.log").read_text()
    assert "destination_held_back" in log
    for told in (log, *(text for _, text in site.mails)):
        assert [reader for reader in (*READERS, *STORMY, LATE) if reader in told] == []


def test_what_is_over_is_told_no_more(site: Site) -> None:
    site.mail(1)
    site.let_an_hour_pass()
    site.publish_key()
    assert ask(site.app.settings.folder, "backup", "new.db")[0] == 0
    site.look_again()
    _, told, _ = ask(site.app.settings.folder, "status", "--json")
    wrong = sorted(each["name"].split()[0] for each in json.loads(told)["wrong"])
    assert wrong == ["disk", "missed"]
    assert len(site.mails) == 1
