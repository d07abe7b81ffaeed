"""Is a correction told at once as asked for, and can it be withdrawn?"""

from email import message_from_bytes, policy

import pytest

from tests.cli.site_folder import STORY, Answer, SiteFolder

READERS = ("ada@example.org", "bob@example.org")
WORDS = "the harbour master"


@pytest.fixture
def mailed(site: SiteFolder) -> SiteFolder:
    """Give a site whose two readers were mailed a story."""
    name = site.add_newsletter(*READERS)
    site.publish_story(WORDS)
    site.done("digest", "send", name)
    return site


def correct(site: SiteFolder, *options: str) -> Answer:
    """Publish a major correction."""
    file = site.write("corrected.md", STORY.format(words="the mayor"))
    said = ("--kind", "correction", "--severity", "major", "--note", "It was the mayor.")
    return site.ask("article", "revise", "harbour-bridge-opens-again", file, *said, *options)


def subjects(site: SiteFolder) -> list[str]:
    """Return the subjects of the mails in the Maildir."""
    mails = [message_from_bytes(m.read_bytes(), policy=policy.default) for m in site.mails()]
    return sorted(str(mail["Subject"]) for mail in mails)


def test_a_correction_says_how_many_are_told_and_is_mailed(mailed: SiteFolder) -> None:
    answer = correct(mailed)
    assert answer.out.splitlines()[-1] == "Told at once: 2 by mail; not told: nobody"
    mailed.done("tick")
    corrections = [s for s in subjects(mailed) if s.startswith("Correction: Harbour bridge")]
    assert len(corrections) == 2
    (notice,) = mailed.done("notice", "list", "--json").json
    assert (notice["article"], notice["deliveries"]["sent"]) == ("harbour-bridge-opens-again", 2)


def test_who_is_not_told_is_counted_by_reason(mailed: SiteFolder) -> None:
    answer = correct(mailed, "--wrong", "words that nobody was mailed", "--json")
    notice = answer.json["notice"]
    assert (notice["told"], notice["untold"]) == (0, {"without the error": 2})


def test_a_dry_run_tells_whom_it_would_tell(mailed: SiteFolder) -> None:
    foretold = correct(mailed, "--dry-run", "--json").json["notice"]
    assert (foretold["told"], foretold["untold"]) == (2, {})
    assert "told at once: 2 by mail; not told: nobody" in correct(mailed, "--dry-run").out
    assert mailed.done("notice", "list", "--json").json == []


def test_a_notice_can_be_withdrawn_before_it_goes(mailed: SiteFolder) -> None:
    number = correct(mailed, "--json").json["notice"]["id"]
    assert "withdrawn" in mailed.done("notice", "withdraw", str(number)).out
    mailed.done("tick")
    assert len(mailed.mails()) == 2
    again = mailed.ask("notice", "withdraw", str(number))
    assert (again.code, again.err) == (
        2,
        f"error: notice {number} is withdrawn: nothing of it waits\n",
    )


def test_a_wrong_count_is_refused_with_the_right_one(mailed: SiteFolder) -> None:
    answer = correct(mailed, "--confirm-count", "7")
    assert answer.code == 2
    assert "--confirm-count 2" in answer.err


def test_what_is_not_told_at_once_cannot_be_asked_for(mailed: SiteFolder) -> None:
    file = mailed.write("corrected.md", STORY.format(words="the mayor"))
    slug = "harbour-bridge-opens-again"
    answer = mailed.ask("article", "revise", slug, file, "--kind", "update", "--notify")
    assert answer.code == 2
    assert "leave out --wrong, --since, --notify" in answer.err


def test_a_retraction_and_a_takedown_say_whom_they_tell(mailed: SiteFolder) -> None:
    slug = "harbour-bridge-opens-again"
    retracted = mailed.done("article", "retract", slug, "--note", "It did not happen.")
    assert "Told at once: 2 by mail" in retracted.out
    gone = mailed.done("article", "takedown", slug, "--note", "By order.", "--notify")
    assert "Told at once: 2 by mail" in gone.out
    mailed.done("tick")
    told = [s for s in subjects(mailed) if s.startswith(("Re", "This"))]
    assert told == ["This article has been removed."] * 2


def test_there_are_no_notices_at_first(site: SiteFolder) -> None:
    assert site.done("notice", "list").out == "There are no notices yet.\n"
    assert site.ask("notice", "withdraw", "3").err == (
        "error: there is no notice 3; see syndicate notice list\n"
    )
