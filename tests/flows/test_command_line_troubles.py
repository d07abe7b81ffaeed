"""When the world is against it, does the command line say so in one line and lose nothing?"""

import socket
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.clock import SystemClock
from tests.cli.site_folder import SETTINGS, STORY, SiteFolder
from tests.flows.command_line import ask
from tests.transports.full_disk import largest_file
from tests.transports.mail_servers import Sink, SinkServer

SMTP = """
[mail]
transport = "smtp"
host = "127.0.0.1"
port = {port}
security = "none"
sender = "post@harbour.example"
"""


@pytest.fixture
def closed_port() -> int:
    """Find a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


def in_five_minutes() -> str:
    """Return an instant at which mails that failed for now are tried again."""
    return (SystemClock().now() + timedelta(minutes=5)).isoformat()


def one_line(err: str) -> str:
    """Return what is said in one line, and nothing else but how far long work is."""
    (line,) = [line for line in err.splitlines(keepends=True) if not line.startswith("Sending: ")]
    assert line.startswith("error: ")
    return line


def test_a_locked_store_is_told_and_the_change_can_be_made_later(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY.format(words="nobody"))
    store = site.path / "var" / "syndicate.db"
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = site.ask("article", "new", file)
        other.execute("ROLLBACK")
    assert answer.code == 1
    assert "database is locked" in one_line(answer.err)
    assert "try again" in answer.err
    site.done("article", "new", file)


def test_reading_does_not_wait_for_who_writes(site: SiteFolder) -> None:
    store = site.path / "var" / "syndicate.db"
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        site.done("article", "list")


def test_an_unreachable_mail_server_leaves_the_mails_waiting(
    site: SiteFolder, closed_port: int
) -> None:
    name = site.add_newsletter("ada@example.org", "bob@example.org")
    site.publish_story()
    site.write("settings.toml", SETTINGS + SMTP.format(port=closed_port))
    answer = site.ask("digest", "send", name)
    assert answer.code == 1
    assert f"127.0.0.1:{closed_port}" in one_line(answer.err)
    assert "2 pending" in answer.out
    sink = Sink()
    with SinkServer(sink) as server:
        site.write("settings.toml", SETTINGS + SMTP.format(port=server.port))
        site.done("tick", "--now", in_five_minutes())
    assert len(sink.received) == 2


def test_a_single_mail_that_waits_is_counted_as_one(site: SiteFolder, closed_port: int) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    site.write("settings.toml", SETTINGS + SMTP.format(port=closed_port))
    for command in (("digest", "send", name), ("tick", "--now", in_five_minutes())):
        assert site.ask(*command).err.startswith("error: 1 mail is not sent yet: ")


def test_an_unreachable_mail_server_fails_a_test_mail(site: SiteFolder, closed_port: int) -> None:
    site.write("settings.toml", SETTINGS + SMTP.format(port=closed_port))
    answer = site.ask("mail", "test")
    assert answer.code == 1
    assert f"127.0.0.1:{closed_port}" in one_line(answer.err)


def test_a_full_disk_under_the_maildir_leaves_the_mails_waiting(
    site: SiteFolder, postgresql_url: str
) -> None:
    site.write("settings.toml", f'{SETTINGS}\n[store]\nurl = "{postgresql_url}"\n')
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    with largest_file(1000):
        answer = site.ask("digest", "send", name)
    assert answer.code == 1
    assert "make room on its disk" in one_line(answer.err)
    assert site.mails() == []
    site.done("tick", "--now", in_five_minutes())
    assert len(site.mails()) == 1


def test_a_store_that_is_none_is_told(site: SiteFolder) -> None:
    (site.path / "var" / "syndicate.db").write_text("This is no database. " * 100)
    code, out, err = ask(site.path, "status")
    assert (code, out) == (2, "")
    assert "cannot be read" in one_line(err)


def test_a_folder_that_is_no_site_is_told(tmp_path: Path) -> None:
    code, out, err = ask(tmp_path, "status")
    assert (code, out) == (2, "")
    assert "syndicate init" in one_line(err)
