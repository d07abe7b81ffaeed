"""Is who follows what kept as asked, and told truthfully?"""

import pytest

from tests.cli.site_folder import STORY, SiteFolder

SLUG = "harbour-bridge-opens-again"
ADA = "ada@example.org"


@pytest.fixture
def followed(site: SiteFolder) -> SiteFolder:
    """Have a reader follow an article."""
    site.publish_story()
    site.done("follow", "add", ADA, "--article", SLUG, "--confirmed")
    return site


def test_followings_are_added_listed_shown_and_removed(followed: SiteFolder) -> None:
    (following,) = followed.done("follow", "list", "--json").json
    assert (following["email"], following["status"]) == (ADA, "active")
    assert following["subject"].startswith("articles/")
    assert ADA in followed.done("follow", "list").out
    shown = followed.done("subscriber", "show", ADA, "--json").json
    assert shown["follows"] == [following]
    assert [c["action"] for c in shown["consents"]] == ["confirmed"]
    assert "articles/" in followed.done("subscriber", "show", ADA).out
    (ended,) = followed.done("follow", "remove", ADA, "--article", SLUG, "--json").json
    assert ended["status"] == "ended"


def test_a_reader_is_asked_by_mail_unless_confirmed(site: SiteFolder) -> None:
    site.publish_story()
    told = site.done("follow", "add", ADA, "--article", SLUG).out
    assert "A mail asks the reader first" in told
    assert site.done("tick", "--json").json["sent"] == 1


@pytest.mark.parametrize(
    "options", [(), ("--article", SLUG, "--tag", "ferry"), ("--tag", "none"), ("--author", "x")]
)
def test_one_thing_that_is_there_is_followed_at_a_time(
    site: SiteFolder, options: tuple[str, ...]
) -> None:
    site.publish_story()
    answer = site.ask("follow", "add", ADA, *options)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1


def test_a_dry_run_counts_followers_as_the_update_does(followed: SiteFolder) -> None:
    file = followed.write("more.md", STORY.format(words="the mayor"))
    change = ("article", "revise", SLUG, file, "--kind", "update", "--note", "The mayor spoke.")
    foretold = followed.done(*change, "--dry-run", "--json").json["notice"]
    done = followed.done(*change, "--json").json["notice"]
    assert (foretold["told"], foretold["untold"]) == (done["told"], done["untold"]) == (1, {})
    followed.done("tick")
    assert len(followed.mails()) == 1


def test_a_dry_run_tells_what_becomes_of_a_notice_that_waits(followed: SiteFolder) -> None:
    file = followed.write("more.md", STORY.format(words="the mayor"))
    said = ("--note", "The mayor spoke.")
    followed.done("article", "revise", SLUG, file, "--kind", "update", *said)
    withdrawal = ("article", "takedown", SLUG, "--note", "By order.", "--dry-run")
    assert followed.done(*withdrawal, "--json").json["unsent_notices"] == {"dropped": 1}
    assert "1 mail goes out without it" in followed.done(*withdrawal).out


def test_an_update_that_nobody_follows_opens_no_notice(site: SiteFolder) -> None:
    site.publish_story()
    file = site.write("more.md", STORY.format(words="the mayor"))
    change = ("article", "revise", SLUG, file, "--kind", "update", "--note", "The mayor spoke.")
    assert "notice" not in site.done(*change, "--json").json
    assert site.done("notice", "list", "--json").json == []


def test_an_export_tells_who_follows_what(followed: SiteFolder) -> None:
    (reader,) = followed.done("subscriber", "export", "--format", "json").json
    assert [f["status"] for f in reader["follows"]] == ["active"]
