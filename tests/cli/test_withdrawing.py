"""Does a withdrawal say who has the article, and does verify say what was withdrawn?"""

import csv
from io import StringIO
from typing import Any

import pytest

from tests.cli.site_folder import STORY, SiteFolder

SLUG = "harbour-bridge-opens-again"
READERS = ("ada@example.org", "=bob@example.org")


@pytest.fixture
def mailed(site: SiteFolder) -> SiteFolder:
    """Give a site whose two readers were mailed a story."""
    name = site.add_newsletter(*READERS)
    site.publish_story()
    site.done("digest", "send", name)
    return site


def redact(site: SiteFolder, *options: str, slug: str = SLUG) -> str:
    """Ask for a redaction that is refused; return why."""
    answer = site.ask("article", "redact", slug, *options)
    assert (answer.code, answer.out) == (2, "")
    return answer.err


def withdraw(site: SiteFolder, verb: str, *options: str) -> str:
    return site.done("article", verb, SLUG, "--note", "By order.", *options).out


@pytest.mark.parametrize("verb", ["retract", "takedown"])
def test_who_has_it_is_counted_by_mail(mailed: SiteFolder, verb: str) -> None:
    (edition,) = mailed.done("edition", "list", "--json").json
    lines = withdraw(mailed, verb).splitlines()[-4:]
    assert lines[0] == "2 readers have it by mail:"
    assert lines[1].split() == ["MAIL", "REVISION", "SENT", "IN", "DOUBT", "ON", "ITS", "WAY"]
    assert lines[2].split() == ["morning", edition["period"], "1", "2", "0", "0"]
    assert lines[3] == f"Their addresses: syndicate article readers {SLUG}"


@pytest.mark.parametrize("verb", ["retract", "takedown"])
def test_programs_are_told_the_counts(mailed: SiteFolder, verb: str) -> None:
    (edition,) = mailed.done("edition", "list", "--json").json
    told = mailed.done("article", verb, SLUG, "--note", "By order.", "--json").json["readers"]
    mail = {"newsletter": "morning", "edition": edition["period"], "notice": None, "revision": 1}
    counts = {"sent": 2, "in_doubt": 0, "claimed": 0}
    assert told == {"total": 2, "unnamed_mails": 0, "mails": [{**mail, **counts}]}


def test_an_article_that_nobody_was_mailed_is_said_to_be(site: SiteFolder) -> None:
    site.publish_story()
    assert withdraw(site, "takedown").splitlines()[-1] == "Nobody has it by mail."
    assert site.done("article", "readers", SLUG).out == "Nobody has it by mail.\n"


def test_a_dry_run_of_a_takedown_changes_nothing(mailed: SiteFolder) -> None:
    assert "dry run" in withdraw(mailed, "takedown", "--dry-run")
    assert mailed.done("article", "show", SLUG, "--json").json["status"] == "published"


def test_a_dry_run_of_a_redaction_tells_what_comes_of_it_and_deletes_nothing(
    mailed: SiteFolder,
) -> None:
    file = mailed.write("more.md", STORY.format(words="the mayor"))
    mailed.done("article", "revise", SLUG, file, "--kind", "update", "--note", "The mayor came.")
    asked = ("article", "redact", SLUG, "--revision", "1", "--reason", "privacy", "--dry-run")
    assert mailed.done(*asked).out.endswith("Nothing was changed: this was a dry run.\n")
    foretold = mailed.done(*asked, "--json").json
    assert (foretold["revision"], foretold["notice"]) == (None, None)
    history = mailed.done("article", "history", SLUG, "--json").json
    assert [revision["redacted"] for revision in history] == [None, None]


def test_the_readers_are_listed_after_a_takedown_too(mailed: SiteFolder) -> None:
    withdraw(mailed, "takedown", "--notify")
    mailed.done("tick")
    listed = mailed.done("article", "readers", SLUG, "--json").json
    assert {each["email"] for each in listed} == set(READERS)
    assert {(each["revision"], each["status"]) for each in listed} == {(1, "sent")}
    shown = mailed.done("article", "readers", SLUG).out
    assert shown.splitlines()[0].split() == ["EMAIL", "MAIL", "REVISION", "STATUS", "AT"]


def test_a_spreadsheet_runs_nothing_of_the_list(mailed: SiteFolder) -> None:
    answer = mailed.done("article", "readers", SLUG, "--csv")
    header, *rows = csv.reader(StringIO(answer.out))
    assert header[:2] == ["email", "newsletter"]
    assert sorted(row[0] for row in rows) == ["'=bob@example.org", "ada@example.org"]


def test_the_readers_of_one_revision_can_be_asked_for(mailed: SiteFolder) -> None:
    file = mailed.write("more.md", STORY.format(words="the mayor"))
    said = ("--kind", "correction", "--severity", "major", "--note", "It was the mayor.")
    mailed.done("article", "revise", SLUG, file, *said)
    mailed.done("tick")

    def notices(number: int) -> list[Any]:
        listed = mailed.done("article", "readers", SLUG, "--revision", str(number), "--json")
        return [each["notice"] for each in listed.json]

    assert (notices(1), notices(2)) == ([None, None], [1, 1])
    assert (
        "has no revision 3, only 1 to 2"
        in mailed.ask("article", "readers", SLUG, "--revision", "3").err
    )


def test_two_forms_of_the_list_at_once_are_refused(mailed: SiteFolder) -> None:
    answer = mailed.ask("article", "readers", SLUG, "--csv", "--json")
    assert (answer.code, answer.out) == (2, "")


def test_all_words_go_of_what_was_taken_down(mailed: SiteFolder) -> None:
    file = mailed.write("later.md", STORY.format(words="the mayor, in a draft"))
    mailed.done("article", "save", SLUG, file)
    withdraw(mailed, "takedown")
    told = mailed.done("article", "redact", SLUG, "--all", "--reason", "court order").out
    assert told.startswith("The words of every revision are gone;")
    shown = mailed.done("article", "show", SLUG, "--json").json
    assert (shown["headline"], shown["body_html"]) == ("", "")
    assert all(revision["redacted"] for revision in shown["revisions"])
    assert "was redacted already" in redact(mailed, "--all", "--reason", "court order")


def test_all_words_of_a_public_article_do_not_go(mailed: SiteFolder) -> None:
    assert f"syndicate article takedown {SLUG}" in redact(mailed, "--all", "--reason", "order")


@pytest.mark.parametrize("options", [(), ("--revision", "1", "--all")])
def test_a_redaction_says_whose_words_go(mailed: SiteFolder, options: tuple[str, ...]) -> None:
    assert "--revision N, or --all" in redact(mailed, *options, "--reason", "privacy")


@pytest.mark.parametrize("reason", ["", " \t"])
def test_a_redaction_without_a_reason_is_refused(mailed: SiteFolder, reason: str) -> None:
    assert "--reason privacy" in redact(mailed, "--revision", "1", "--reason", reason)
    assert mailed.done("verify", "--json").json["redacted"] == 0


def test_verify_lists_what_was_withdrawn_as_known(mailed: SiteFolder) -> None:
    withdraw(mailed, "retract")
    withdraw(mailed, "takedown")
    mailed.done("article", "redact", SLUG, "--revision", "1", "--reason", "privacy")
    known = mailed.done("verify", "--json").json["known"]
    assert [(k["revision"], k["what"], k["reason"]) for k in known] == [
        (1, "redacted", "privacy"),
        (2, "retracted", None),
        (3, "taken-down", None),
    ]
    assert {k["slug"] for k in known} == {SLUG}
    whole, heading, _, *rows = mailed.done("verify").out.splitlines()
    assert whole.startswith("Whole: 3 revisions of 1 articles, 1 of them redacted.")
    assert heading == "Known, and no breaks:"
    assert [row.split()[-1] for row in rows] == ["privacy", "retracted", "taken-down"]


def test_what_came_back_shows_its_return(mailed: SiteFolder) -> None:
    withdraw(mailed, "takedown")
    told = mailed.done("article", "reinstate", SLUG, "--note", "The court changed its mind.").out
    assert told.startswith(f"{SLUG} is published, revision 3 (update)")
    assert [k["what"] for k in mailed.done("verify", "--json").json["known"]] == ["taken-down"]
