"""Do stories come in with their whole past, from the command line?"""

import json
import re
from pathlib import Path

import pytest

from tests.cli.site_folder import SiteFolder
from tests.importers.repositories import Repository, post


def states(*texts: str | None, story: str = "a") -> str:
    """Return a line of a history with a state a day; None deletes."""
    told = [
        {"at": f"2024-01-{n:02}T10:00:00-05:00", "message": f"said {n}"}
        | ({"action": "write", "path": f"{story}.md", "text": t} if t else {"action": "delete"})
        for n, t in enumerate(texts, 1)
    ]
    return json.dumps({"story": story, "revisions": told})


WHOLE = states(
    post("The ferry sailed at dawn."),
    post("The ferry sailed at  dawn."),
    None,
    post("The ferry sailed at dusk, and nobody came to see it."),
)


def test_a_history_comes_in_as_it_was_published(site: SiteFolder) -> None:
    file = site.write("past.jsonl", WHOLE)
    told = site.done("article", "import", "--format", "history", file).out
    assert re.sub(r"^.*/", "", told) == (
        "past.jsonl: stories: 1 published.\n"
        "Revisions that are new: 1 original, 1 minor, 1 update.\n"
        "Of these bring back what had been deleted: 1.\n"
    )
    shown = site.done("article", "show", "a", "--json").json
    assert [one["kind"] for one in shown["revisions"]] == ["original", "minor", "update"]
    assert shown["first_published"] == "2024-01-01T15:00:00Z"
    assert "revisions" in site.done("verify").out


def test_what_came_of_each_story_is_told_as_json(site: SiteFolder) -> None:
    file = site.write("past.jsonl", WHOLE + "\n" + states(post("Words."), "", story="b"))
    first, second = site.done("article", "import", file, "--json").json
    assert first == {
        "file": file,
        "story": "a",
        "slug": "a",
        "status": "published",
        "revisions": {"original": 1, "minor": 1, "update": 1},
        "unpublished": 1,
        "reinstated": 1,
        "unchanged": 0,
        "faults": [],
        "waiting": 0,
        "late": 0,
    }
    assert (second["status"], second["unpublished"]) == ("unpublished", 1)


def test_importing_again_says_that_nothing_is_new(site: SiteFolder) -> None:
    file = site.write("past.jsonl", WHOLE)
    site.done("article", "import", file)
    assert "are new: none." in site.done("article", "import", file).out


def test_feeds_have_what_was_imported_and_say_its_own_time(site: SiteFolder) -> None:
    site.done("article", "import", site.write("past.jsonl", WHOLE))
    feed = site.done("feed", "show", "all", "--format", "atom").out
    assert "<published>2024-01-01T15:00:00Z</published>" in feed.replace("+00:00", "Z")


def test_nothing_imported_is_in_a_digest(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    site.done("article", "import", site.write("past.jsonl", WHOLE), "--notes-from-messages")
    site.ask("digest", "send", "morning")
    assert site.mails() == []


def test_a_dry_run_says_what_would_be_new(site: SiteFolder) -> None:
    file = site.write("past.jsonl", WHOLE)
    assert "would be new: 1 original" in site.done("article", "import", file, "--dry-run").out
    assert site.done("article", "list", "--json").json == []


def test_a_fault_is_one_line_and_the_other_stories_come_in(site: SiteFolder) -> None:
    file = site.write("past.jsonl", f"rubbish\n{WHOLE}")
    answer = site.ask("article", "import", file)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert answer.err.startswith(f"error: {file}:1: no JSON")
    assert "1 published" in answer.out


def test_several_faults_are_all_told(site: SiteFolder) -> None:
    answer = site.ask("article", "import", site.write("past.jsonl", "rubbish\n{}"))
    assert (answer.code, answer.err.count("error: ")) == (1, 3)
    assert "2 stories were not imported" in answer.err


def test_broken_texts_are_listed(site: SiteFolder) -> None:
    broken = post("Words.", title="a: b")
    told = site.done(
        "article", "import", site.write("past.jsonl", states(*[broken, post("X.")] * 6))
    )
    assert "there is what can be read (6):\n  a.md:2: the YAML is wrong" in told.out


@pytest.mark.parametrize("option", ["--announce", "--date=2024-01-01"])
def test_options_without_a_meaning_are_refused(site: SiteFolder, option: str) -> None:
    answer = site.ask("article", "import", site.write("past.jsonl", WHOLE), option)
    assert (answer.code, answer.err.count("leave out")) == (2, 1)


def test_a_repository_comes_in_with_its_commits(site: SiteFolder, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "blog")
    repository.commit("new", a=post("One."), b=post("Other."))
    repository.commit("changed", a=post("One story.", title="Another title"), b=post("Else."))
    folder = str(repository.folder)
    site.done("article", "import", "--format", "git", "--site-wide", "1", folder)
    assert _kinds(site, "a") == ["original", "minor"]
    repository.commit("more", a=post("Two stories here.", title="One more title"))
    site.done("article", "import", "--format", "git", "--site-wide", "1", folder)
    assert _kinds(site, "a") == ["original", "minor", "update"]
    assert _kinds(site, "b") == ["original", "minor"]


def test_a_folder_without_a_repository_is_refused_in_one_line(site: SiteFolder) -> None:
    answer = site.ask("article", "import", "--format", "git", str(site.path / "none"))
    assert (answer.code, answer.err.count("\n")) == (2, 1)


def _kinds(site: SiteFolder, slug: str) -> list[str]:
    revisions = site.done("article", "show", slug, "--json").json["revisions"]
    return [revision["kind"] for revision in revisions]
