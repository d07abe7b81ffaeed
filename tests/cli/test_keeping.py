"""Are backups made and restored, and mail stopped, as asked on the command line?"""

import re
from datetime import UTC, datetime, timedelta

from tests.cli.site_folder import SiteFolder


def test_a_backup_is_restored_and_mail_rests_until_it_is_resumed(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    site.publish_story()
    file = str(site.path / "backup.db")
    told = site.done("backup", file).out
    assert "Not in it: settings.toml" in told
    answer = site.done("restore", file, "--json").json
    told = site.done("restore", file).out
    assert re.search(r"Restored as of \d{4}-\d\d-\d\d \d\d:\d\d [A-Z]+; 1 revisions", told)
    assert (answer["revisions"], answer["mails"]) == (1, 0)
    assert "the store was restored from a backup" in site.done("status").out
    assert site.done("tick", "--json").json["sent"] == 0
    assert "goes out again" in site.done("resume").out
    assert site.done("status", "--json").json["paused"] is None
    site.done("verify")


def test_what_is_no_backup_is_refused(site: SiteFolder) -> None:
    answer = site.ask("restore", site.write("note.txt", "hello"))
    assert answer.code == 2
    assert "is no whole backup of syndicate" in answer.err


def test_mail_is_paused_and_resumed(site: SiteFolder) -> None:
    assert "let it go out again: syndicate resume" in site.done("pause").out
    assert site.done("status", "--json").json["paused"]["why"] == "syndicate pause"
    site.done("resume")
    assert "nothing was changed" in site.done("resume").out


def test_a_test_goes_to_one_address_and_counts_nowhere(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    assert "A test went to" in site.done("digest", "send", name, "--test", "me@example.org").out
    assert site.done("edition", "list", "--json").json == []
    (mail,) = (site.path / "var" / "mail" / "new").iterdir()
    assert "X-Syndicate-Test: yes" in mail.read_text()


def test_an_edition_is_shown_as_a_reader_got_it(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org")
    site.publish_story()
    number = site.done("digest", "send", name, "--json").json["id"]
    (mail,) = (site.path / "var" / "mail" / "new").iterdir()
    shown = site.done("edition", "show", str(number), "--for", "Ada@Example.org").out
    assert shown.splitlines() == mail.read_text().splitlines()


def test_an_edition_that_needs_approval_says_so_and_how(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    given = ("--title", "Port", "--schedule", "daily 00:00", "--timezone", "UTC", "--approval")
    site.done("newsletter", "add", "port", *given)
    site.publish_story()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=1)
    site.done("tick", "--now", tomorrow.isoformat())
    ids = {e["newsletter"]: e["id"] for e in site.done("edition", "list", "--json").json}
    assert f"syndicate edition approve {ids['port']}" in site.done("status").out
    approved = site.done("edition", "approve", str(ids["port"]), "--json").json
    assert approved["approved"]
    assert approved["awaits_approval"] is False


def test_an_edition_that_went_out_too_late_for_half_of_its_readers_says_so(
    site: SiteFolder,
) -> None:
    given = ("--title", "Port", "--schedule", "daily 12:00", "--timezone", "UTC", "--reader-time")
    site.done("newsletter", "add", "port", *given)
    for reader, zone in (("ada@example.org", "UTC"), ("bob@example.org", "Australia/Sydney")):
        add = ("subscriber", "add", reader, "--newsletter", "port", "--timezone", zone)
        site.done(*add, "--confirmed")
    site.publish_story()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).replace(hour=12, minute=0, second=1)
    site.done("tick", "--now", tomorrow.isoformat())
    reported = {e["due"][:10]: e for e in site.done("edition", "list", "--json").json}
    edition = reported[f"{tomorrow:%Y-%m-%d}"]
    assert (edition["status"], edition["in_part"]) == ("sent", True)
    assert "sent in part" in site.done("edition", "show", f"{edition['id']}").out
    assert "sent in part" in site.done("edition", "list").out


def test_a_store_is_copied_to_another_database(site: SiteFolder) -> None:
    site.publish_story()
    told = site.done("store", "copy", "--to", "sqlite:///moved/syndicate.db").out
    assert "1 revisions are whole" in told
    assert f'write url = "sqlite:///{site.path}/moved/syndicate.db" in [store]' in told
    assert f'write secret_file = "{site.path}/var/secret" in [security]' in told
    again = site.ask("store", "copy", "--to", "sqlite:///moved/syndicate.db", "--json")
    assert (again.code, "is not empty" in again.err) == (2, True)
    assert "the store was copied to" in site.done("status").out


def test_a_store_is_copied_nowhere_else_than_into_a_database(site: SiteFolder) -> None:
    answer = site.ask("store", "copy", "--to", "mysql://x/y")
    assert answer.code == 2
    assert "no store of kind 'mysql'" in answer.err
