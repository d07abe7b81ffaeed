"""Is a site begun, ticked, checked and told about as asked?"""

import re
from pathlib import Path

import pytest
import typer

from syndicate.cli import run
from syndicate.cli.status import overdue
from syndicate.cli.watching import again_and_again
from syndicate.errors import Temporary
from tests.cli.site_folder import SiteFolder


def test_init_makes_a_whole_site_and_never_overwrites_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "mysite"
    assert run(["init", str(folder)]) == 0
    assert (folder / "settings.toml").is_file()
    assert (folder / "scheduler.py").is_file()
    assert (folder / "var" / "syndicate.db").is_file()
    assert f"cd {folder} && syndicate serve" in capsys.readouterr().out
    (folder / "settings.toml").write_text("mine")
    assert run(["init", str(folder)]) == 2
    assert "settings.toml would be overwritten" in capsys.readouterr().err
    assert (folder / "settings.toml").read_text() == "mine"


def test_check_finds_everything_in_order(site: SiteFolder) -> None:
    site.add_newsletter()
    findings = site.done("check", "--json").json
    looked_at = ["settings", "store", "pages", "mails", "newsletters", "signatures", "mail"]
    assert [f["what"] for f in findings] == looked_at
    assert {f["order"] for f in findings} == {"ok"}
    assert site.done("check").out.startswith("ok       settings: ")


def test_check_tells_every_fault_of_the_settings(site: SiteFolder) -> None:
    site.write("settings.toml", '[site]\ntitel = "x"\nbase_url = "http://h.example"\n')
    answer = site.ask("check")
    assert answer.code == 1
    assert answer.out.count("fault    settings: ") == 2
    assert "settings.toml:2" in answer.out


def test_check_names_a_broken_template_by_file_and_line(site: SiteFolder) -> None:
    site.add_newsletter()
    broken = site.path / "templates" / "digests" / "default"
    broken.mkdir(parents=True)
    (broken / "body.txt").write_text("one\n{% if %}\n")
    answer = site.ask("check")
    assert answer.code == 1
    assert "body.txt:2" in answer.out
    assert "ok       store: " in answer.out


@pytest.mark.parametrize("name", ["front.html", "parts.html", "site.css"])
def test_check_names_a_broken_page_by_file_and_line(site: SiteFolder, name: str) -> None:
    pages = site.path / "templates" / "pages"
    pages.mkdir(parents=True)
    (pages / name).write_text("one\n{% for %}\n")
    answer = site.ask("check")
    assert answer.code == 1
    assert f"fault    pages: {pages / name}:2: " in answer.out


def test_check_does_not_touch_a_store_that_is_not_there(site: SiteFolder) -> None:
    (site.path / "var" / "syndicate.db").unlink()
    assert "is empty" in site.done("check").out


def test_check_only_warns_of_a_mail_server_that_is_away(site: SiteFolder) -> None:
    settings = (site.path / "settings.toml").read_text()
    mail = '[mail]\ntransport = "smtp"\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
    site.write("settings.toml", f'{settings}{mail}sender = "post@harbour.example"\n')
    told = site.done("check").out
    assert "warning  mail: " in told
    assert "127.0.0.1" in told


def test_check_finds_a_maildir_that_cannot_be_one(site: SiteFolder) -> None:
    site.write("var/mail", "a file")
    answer = site.ask("check")
    assert answer.code == 1
    assert "fault    mail: " in answer.out


def test_status_counts_articles_readers_and_mail(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    site.done("digest", "send", name)
    account = site.done("status", "--json").json
    assert account["articles"]["published"] == 1
    assert account["readers"] == 1
    assert account["deliveries"]["sent"] == 1
    assert account["waiting"] == {
        "articles": 0,
        "events": 0,
        "failed_events": 0,
        "mails": 0,
        "trouble": "",
    }
    assert "1 published" in site.done("status").out


def test_status_of_nothing_is_plain(site: SiteFolder) -> None:
    told = site.done("status").out
    assert "articles:            none" in told
    assert "overdue:             nothing" in told


@pytest.mark.parametrize(
    ("articles", "events", "failed", "told"),
    [
        (0, 0, 0, "nothing"),
        (0, 2, 2, "2 events failed and are tried again at the next tick; see relay_failed"),
        (1, 3, 0, "1 articles to publish, 3 events to relay: if it stays so, nobody ticks"),
        (0, 3, 1, "2 events to relay: if it stays so, nobody ticks"),
    ],
)
def test_status_tells_events_that_fail_from_those_that_nobody_relays(
    articles: int, events: int, failed: int, told: str
) -> None:
    assert told in overdue(articles, events, failed)


def test_a_tick_at_an_instant_publishes_and_mails_what_is_due_then(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    site.publish_story()
    coming = site.done("newsletter", "show", "morning", "--json").json["next"][0]["at"]
    done = site.done("tick", "--now", coming, "--json").json
    assert done == {"published": 0, "relayed": 0, "sent": 1, "waiting": 0, "told": 0}
    assert site.done("tick", "--now", coming).out.split() == [
        "published:",
        "0",
        "relayed:",
        "0",
        "sent:",
        "0",
        "waiting:",
        "0",
        "told:",
        "0",
    ]


def test_verify_counts_what_it_proved(site: SiteFolder) -> None:
    site.publish_story()
    assert site.done("verify").out == "Whole: 1 revisions of 1 articles, 0 of them redacted.\n"


def test_feeds_are_listed_and_printed(site: SiteFolder) -> None:
    site.publish_story()
    names = [feed["name"] for feed in site.done("feed", "list", "--json").json]
    assert {"all", "corrections", "sections/local"} <= set(names)
    assert "https://harbour.example/feeds/all.atom" in site.done("feed", "list").out
    assert "<feed" in site.done("feed", "show", "all").out
    assert "<rss" in site.done("feed", "show", "all", "--format", "rss").out
    assert site.done("feed", "show", "all", "--format", "json").json["items"]


def test_an_unknown_feed_is_told(site: SiteFolder) -> None:
    answer = site.ask("feed", "show", "sections/nowhere")
    assert answer.code == 2
    assert answer.err == "error: there is no feed 'sections/nowhere'; see syndicate feed list\n"


def test_status_is_told_again_until_it_is_stopped(capsys: pytest.CaptureFixture[str]) -> None:
    naps = []

    found = iter(["one", "", "three"])

    def look() -> str:
        if told := next(found):
            return told
        raise Temporary("the store does not answer")

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt

    again_and_again(look, typer.echo, nap)
    assert naps == [2, 2, 2]
    printed = capsys.readouterr()
    assert printed.out == "one\nthree\n"
    assert printed.err == "error: the store does not answer\n"


def test_status_tells_when_the_last_backup_was_made(site: SiteFolder) -> None:
    assert re.search(r"last backup: +none", site.done("status").out)
    site.done("backup", str(site.path / "backup.db"))
    assert re.search(r"last backup: +20\d\d-\d\d-\d\d \d\d:\d\d \S+\n", site.done("status").out)
    assert site.done("status", "--json").json["backed_up"].endswith("Z")
