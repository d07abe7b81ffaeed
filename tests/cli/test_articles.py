"""Are articles brought in, published, changed and shown as asked?"""

import pytest

from syndicate.domain.changes import EDITABLE
from tests.cli.site_folder import PASTED, STORY, SiteFolder

SLUG = "harbour-bridge-opens-again"


def test_a_new_article_is_a_draft_that_publishing_makes_public(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY.format(words="the harbour master"))
    assert site.done("article", "new", file, "--json").json["status"] == "draft"
    account = site.done("article", "publish", SLUG, "--json").json
    assert (account["status"], account["section"]) == ("published", "Local")
    assert [r["kind"] for r in account["revisions"]] == ["original"]
    assert "first_published" not in account["unknown"]


def test_publishing_tells_where_the_article_is(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY.format(words="the harbour master"))
    site.done("article", "new", file)
    assert site.done("article", "publish", SLUG).out == (
        f"{SLUG} is published, revision 1 (original): https://harbour.example/articles/{SLUG}\n"
    )


def test_publishing_later_schedules(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY.format(words="the harbour master"))
    site.done("article", "new", file)
    account = site.done("article", "publish", SLUG, "--at", "2199-10-01T07:00+02:00", "--json").json
    assert (account["status"], account["publish_at"]) == ("scheduled", "2199-10-01T05:00:00Z")


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2030-03-31T02:30", "2030-03-31T01:00:00Z"),  # the clocks skip it
        ("2030-03-31T03:00", "2030-03-31T01:00:00Z"),
        ("2030-10-27T02:30", "2030-10-27T00:30:00Z"),  # they show it twice
        ("2030-10-27T02:30+01:00", "2030-10-27T01:30:00Z"),
        ("2030-07-01", "2030-06-30T22:00:00Z"),
    ],
)
@pytest.mark.parametrize("option", ["--at", "--embargo"])
def test_a_moment_is_read_as_the_clocks_of_a_zone_show_it(
    site: SiteFolder, option: str, given: str, instant: str
) -> None:
    site.done("article", "new", site.write("bridge.md", STORY.format(words="nobody")))
    zone = ("--timezone", "Europe/Berlin")
    account = site.done("article", "publish", SLUG, option, given, *zone, "--json").json
    assert account["publish_at"] == instant


@pytest.mark.parametrize("given", ["2020-07-01T07:00", "2020-07-01T05:00Z"])
def test_a_moment_that_has_passed_is_told_as_the_clocks_of_the_zone_showed_it(
    site: SiteFolder, given: str
) -> None:
    site.done("article", "new", site.write("bridge.md", STORY.format(words="nobody")))
    zone = ("--timezone", "Europe/Berlin")
    answer = site.ask("article", "publish", SLUG, "--at", given, *zone)
    assert answer.code == 2
    assert "2020-07-01T07:00:00+02:00 has passed" in answer.err


def test_a_moment_at_the_end_of_the_calendar_is_refused_in_one_line(site: SiteFolder) -> None:
    zone = ("--timezone", "Europe/Berlin")
    answer = site.ask("article", "publish", SLUG, "--at", "9999-12-31T23:59Z", *zone)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "on no calendar of Europe/Berlin" in answer.err


def test_a_scheduled_article_is_told_and_held_back_again(site: SiteFolder) -> None:
    site.done("article", "new", site.write("bridge.md", STORY.format(words="nobody")))
    zone = ("--timezone", "Europe/Berlin")
    told = site.done("article", "publish", SLUG, "--at", "2030-03-31T02:30", *zone).out
    assert told == f"{SLUG} is scheduled for 2030-03-31 03:00 CEST\n"
    assert site.done("article", "unschedule", SLUG).out == f"{SLUG} is draft\n"
    assert site.ask("article", "unschedule", SLUG).code == 2


def test_an_embargo_that_holds_an_article_back_is_told(site: SiteFolder) -> None:
    site.done("article", "new", site.write("bridge.md", STORY.format(words="nobody")))
    site.done("article", "publish", SLUG, "--embargo", "2030-03-31T03:00+02:00")
    for sooner in ((), ("--at", "2030-01-01T03:00+02:00")):
        told = site.done("article", "publish", SLUG, *sooner).out
        assert told == f"{SLUG} is scheduled for 2030-03-31 03:00 CEST, when its embargo ends\n"


def test_an_import_with_date_and_zone_has_the_past_its_source_tells(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    given = ("--date", "2016-10-18", "--timezone", "America/Los_Angeles", "--publish")
    (imported,) = site.done("article", "import", file, *given, "--json").json
    account = site.done("article", "show", imported["slug"], "--json").json
    assert imported["file"] == file
    assert imported["status"] == "published"
    assert account["first_published"] == "2016-10-18T20:35:00Z"
    assert account["updated"] == "2016-10-19T02:50:00Z"
    assert [r["held"] for r in account["revisions"]] == [False, True]


def test_an_import_without_its_date_is_refused_with_the_corrected_command(
    site: SiteFolder,
) -> None:
    file = site.write("story.txt", PASTED)
    answer = site.ask("article", "import", file, "--section", "The Port", "--publish")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert "not known without its date and timezone" in answer.err
    assert answer.err.endswith(
        f"syndicate article import {file} --date YYYY-MM-DD --timezone Area/City "
        "--section 'The Port' --publish\n"
    )
    assert site.done("article", "list", "--json").json == []


def test_what_was_given_is_not_asked_for_again(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    answer = site.ask("article", "import", file, "--date", "2016-10-18", "--publish")
    assert answer.code == 2
    assert "not known without its timezone;" in answer.err
    assert "--date 2016-10-18 --timezone Area/City" in answer.err


def test_a_dry_run_accounts_for_every_line_and_saves_nothing(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    (one,) = site.done("article", "import", file, "--dry-run", "--json").json
    numbers = [number for number, line in enumerate(PASTED.splitlines(), 1) if line.strip()]
    assert [line["line"] for line in one["lines"]] == numbers
    assert all(line["field"] and line["why"] for line in one["lines"])
    assert "first_published" in one["unknown"]
    assert site.done("article", "list", "--json").json == []


def test_a_dry_run_shows_people_a_table(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    told = site.done("article", "import", file, "--dry-run").out
    assert told.startswith("LINE  FIELD")
    assert "7:50 p.m.: This article was updated" in told
    assert "would become" in told


def test_one_bad_file_does_not_stop_the_others(site: SiteFolder) -> None:
    good = site.write("bridge.md", STORY.format(words="the harbour master"))
    binary = site.path / "picture.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    answer = site.ask("article", "import", str(binary), "nowhere.txt", good, "--json")
    assert answer.code == 1
    assert [one["slug"] for one in answer.json] == [SLUG]
    first, second, last = answer.err.splitlines()
    assert str(binary) in first
    assert second.startswith("error: nowhere.txt: cannot be read")
    assert last.startswith("error: 2 of 3 files were not imported")


def test_the_same_import_twice_renews_the_draft(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY.format(words="the harbour master"))
    site.done("article", "import", file)
    site.done("article", "import", file)
    assert len(site.done("article", "list", "--json").json) == 1


@pytest.mark.parametrize("given", [(), ("--publish",)])
def test_the_same_import_of_a_published_story_has_nothing_new(
    site: SiteFolder, given: tuple[str, ...]
) -> None:
    slug = site.publish_story()
    before = site.done("article", "show", slug, "--json").out
    told = site.done("article", "import", str(site.path / "bridge.md"), *given).out
    assert told == f"{slug}: nothing new\n"
    assert site.done("article", "show", slug, "--json").out == before


def test_an_import_of_a_published_story_in_other_words_is_refused(site: SiteFolder) -> None:
    slug = site.publish_story()
    before = site.done("article", "show", slug, "--json").out
    other = site.write("bridge.md", STORY.format(words="nobody"))
    answer = site.ask("article", "import", other, "--publish")
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert f"syndicate article revise {slug}" in answer.err
    assert site.done("article", "show", slug, "--json").out == before


def test_a_dry_run_shows_the_lines_of_a_published_story_too(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    given = ("--date", "2016-10-18", "--timezone", "America/Los_Angeles", "--publish")
    (imported,) = site.done("article", "import", file, *given, "--json").json
    site.write("story.txt", PASTED.replace("Traffic was light", "Traffic was heavy"))
    told = site.done("article", "import", file, "--dry-run").out
    assert told.startswith("LINE  FIELD")
    assert f"{imported['slug']} is published already" in told


def test_a_revision_is_declared_and_compared(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody"))
    note = ("--note", "The harbour master said nothing.")
    account = site.done(
        "article", "revise", slug, file, "--kind", "correction", *note, "--expect", "1", "--json"
    ).json
    assert [r["kind"] for r in account["revisions"]] == ["original", "correction"]
    told = site.done("article", "diff", slug, "1", "2").out
    assert told == ("body:\n  Traffic was light, said [-the harbour master-] {+nobody+}.\n")


def test_a_dry_run_of_a_revision_tells_its_effects_and_changes_nothing(site: SiteFolder) -> None:
    slug = site.publish_story()
    before = site.done("article", "show", slug, "--json").out
    file = site.write("bridge.md", STORY.format(words="nobody"))
    asked = ("--kind", "correction", "--note", "Nobody said so.", "--severity", "major")
    foretold = site.done("article", "revise", slug, file, *asked, "--dry-run", "--json").json
    assert foretold["revision"]["number"] == 2
    assert foretold["moves_updated"] is True
    assert foretold["digest"] == "corrected"
    assert {"all", "corrections", "sections/local"} <= set(foretold["feeds"])
    assert site.done("article", "show", slug, "--json").out == before
    assert "dry run" in site.done("article", "revise", slug, file, *asked, "--dry-run").out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("retract", "--note", "No."), "0 by mail; not told: nobody"),
        (("takedown", "--note", "No."), "nobody is told at once"),
        (("unpublish",), "none is added"),
        (("rename", "harbour-bridge"), "articles/harbour-bridge/revisions"),
    ],
)
def test_other_changes_are_run_dry_too(
    site: SiteFolder, change: tuple[str, ...], said: str
) -> None:
    slug = site.publish_story()
    before = site.done("article", "show", slug, "--json").out
    command = ("article", change[0], slug, *change[1:], "--dry-run")
    told = site.done(*command).out
    assert said in told
    assert "Nothing was changed: this was a dry run." in told
    assert "entry, to whoever subscribed to them" in told
    assert site.done(*command, "--json").json["push"] in {"entry", "neutral"}
    assert site.done("article", "show", slug, "--json").out == before


def test_a_return_is_run_dry_too(site: SiteFolder) -> None:
    slug = site.publish_story()
    site.done("article", "unpublish", slug)
    told = site.done("article", "reinstate", slug, "--note", "Back.", "--dry-run").out
    assert "revision:" in told
    assert site.done("article", "show", slug, "--json").json["status"] == "unpublished"


def test_a_dry_run_names_the_editions_that_tell_of_it(site: SiteFolder) -> None:
    name = site.add_newsletter("ada@example.org", "bob@example.org")
    slug = site.publish_story()
    site.done("digest", "send", name)
    file = site.write("bridge.md", STORY.format(words="nobody"))
    asked = ("article", "revise", slug, file, "--kind", "update", "--note", "More.", "--dry-run")
    (telling,) = site.done(*asked, "--json").json["editions"]
    assert (telling["newsletter"], telling["readers"]) == (name, {"updated": 2})
    assert "updated to 2 readers" in site.done(*asked).out


@pytest.mark.parametrize("kind", sorted(EDITABLE))
def test_the_feeds_foretold_are_the_feeds_that_change(site: SiteFolder, kind: str) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="the harbour master there"))
    asked = ("article", "revise", slug, file, "--kind", kind, "--note", "More.")
    foretold = site.done(*asked, "--dry-run", "--json").json
    before = feeds(site)
    account = site.done(*asked, "--json").json
    after = feeds(site)
    changed = {name for name, body in after.items() if before[name] != body}
    assert changed == {name for name in foretold["feeds"] if not name.startswith("articles/")}
    assert account["status"] == foretold["status"]
    assert (account["updated"] == account["edited"]) == foretold["moves_updated"]


def feeds(site: SiteFolder) -> dict[str, str]:
    """Return all feeds of the site as they are served."""
    names = [feed["name"] for feed in site.done("feed", "list", "--json").json]
    return {name: site.done("feed", "show", name).out for name in names}


def test_a_stale_expectation_is_refused_with_both_numbers(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody"))
    revise = ("article", "revise", slug, file, "--kind", "update", "--note", "Nobody.")
    site.done(*revise, "--expect", "1", "--editor", "wen")
    answer = site.ask(*revise, "--expect", "1")
    assert answer.code == 1
    assert "it is at revision 2, not 1: wen published that update at 20" in answer.err
    never = site.ask(*revise, "--expect", "4")
    assert never.code == 2
    assert "has no revision 4, only 1 to 2" in never.err


def test_what_is_not_minor_is_refused_unless_a_reason_forces_it(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody at all in 14 years"))
    asked = ("article", "revise", slug, file, "--kind", "minor")
    assert site.ask(*asked).code == 2
    account = site.done(*asked, "--force", "agreed with the desk", "--json").json
    assert account["revisions"][-1]["note"] == "agreed with the desk"


def test_a_file_that_names_no_section_leaves_the_article_in_its_own(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody").replace("section: Local\n", ""))
    account = site.done("article", "revise", slug, file, "--kind", "update", "--json").json
    assert account["section"] == "Local"


def test_severity_is_of_corrections_only(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY)
    answer = site.ask("article", "revise", SLUG, file, "--kind", "update", "--severity", "major")
    assert answer.code == 2
    assert "--severity is of corrections" in answer.err


def test_a_revision_without_its_kind_is_asked_for_it_in_one_line(site: SiteFolder) -> None:
    answer = site.ask("article", "revise", SLUG, site.write("bridge.md", STORY))
    assert answer.code == 2
    assert answer.err == (
        "error: what kind of change is it? --kind; choose one of "
        "minor, update, correction, clarification, editors-note\n"
    )


def test_kinds_that_have_commands_of_their_own_cannot_be_declared(site: SiteFolder) -> None:
    file = site.write("bridge.md", STORY)
    answer = site.ask("article", "revise", SLUG, file, "--kind", "retraction")
    assert answer.code == 2
    assert "choose one of minor, update, correction, clarification, editors-note" in answer.err


def test_withdrawing_and_bringing_back(site: SiteFolder) -> None:
    slug = site.publish_story()
    note = ("--note", "It never opened.")
    assert "is retracted" in site.done("article", "retract", slug, *note).out
    assert "is published" in site.done("article", "reinstate", slug, *note).out
    assert "is unpublished" in site.done("article", "unpublish", slug).out
    assert "is taken-down" in site.done("article", "takedown", slug, *note).out


def test_unpublishing_takes_a_note_and_says_that_it_is_not_kept(site: SiteFolder) -> None:
    slug = site.publish_story()
    told = site.done("article", "unpublish", slug, "--note", "A secret reason.").out
    assert "The note is shown nowhere" in told
    assert "A secret reason." not in site.done("article", "history", slug).out


def test_redacting_says_whose_words_are_gone(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody"))
    site.done("article", "revise", slug, file, "--kind", "update", "--note", "More.")
    told = site.done("article", "redact", slug, "--revision", "1", "--reason", "privacy").out
    assert told.startswith("The words of revision 1 are gone;")


def test_a_redacted_revision_keeps_its_hash(site: SiteFolder) -> None:
    slug = site.publish_story()
    file = site.write("bridge.md", STORY.format(words="nobody"))
    site.done("article", "revise", slug, file, "--kind", "update", "--note", "More.")
    before = site.done("article", "history", slug, "--json").json[0]["content_hash"]
    account = site.done(
        "article", "redact", slug, "--revision", "1", "--reason", "privacy", "--json"
    ).json
    assert account["revisions"][0]["content_hash"] == before
    assert account["revisions"][0]["redacted"]
    assert "redacted" in site.done("article", "history", slug).out
    verified = site.done("verify", "--json").json
    assert (verified["articles"], verified["revisions"], verified["redacted"]) == (1, 2, 1)


def test_a_renamed_article_answers_at_both_slugs(site: SiteFolder) -> None:
    slug = site.publish_story()
    site.done("article", "rename", slug, "bridge")
    assert site.done("article", "show", slug, "--json").json["slug"] == "bridge"
    site.done("article", "republish", "bridge")


def test_the_list_leaves_out_words_and_revisions(site: SiteFolder) -> None:
    site.publish_story()
    (one,) = site.done("article", "list", "--json").json
    assert one["slug"] == SLUG
    assert not {"body_html", "revisions"} & set(one)
    assert SLUG in site.done("article", "list").out


def test_an_article_is_shown_to_people_in_the_sites_zone(site: SiteFolder) -> None:
    site.publish_story()
    told = site.done("article", "show", SLUG).out
    assert "authors:" in told
    assert "Ida Holm" in told
    assert " CE" in told


def test_an_unknown_slug_is_answered_with_a_near_one(site: SiteFolder) -> None:
    site.publish_story()
    answer = site.ask("article", "show", "harbour-bridge-opens")
    assert answer.code == 2
    assert answer.err == (
        f"error: no article has the slug 'harbour-bridge-opens'; did you mean '{SLUG}'?\n"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2026-10-01T07:00", "2026-10-01T07:00+02:00, or 2026-10-01T07:00Z for UTC"),
        ("2026-10-01T07:00", "; or add --timezone, as in Europe/Berlin"),
        ("tomorrow", "write it as in 2026-10-01T07:00+02:00"),
        ("2026-13-01T07:00Z", "is no instant"),
    ],
)
def test_a_bad_instant_is_refused_with_a_corrected_one(
    site: SiteFolder, given: str, told: str
) -> None:
    slug = site.publish_story()
    answer = site.ask("article", "publish", slug, "--at", given)
    assert answer.code == 2
    assert answer.err.count("\n") == 1
    assert told in answer.err


def test_a_bad_zone_is_answered_with_a_near_one(site: SiteFolder) -> None:
    file = site.write("story.txt", PASTED)
    answer = site.ask("article", "import", file, "--timezone", "Berlin")
    assert answer.code == 2
    assert "Europe/Berlin" in answer.err


@pytest.mark.parametrize("foreign", ["\udcff", "\0", "\x1b"])
def test_a_slug_with_characters_that_none_has_is_not_found(site: SiteFolder, foreign: str) -> None:
    answer = site.ask("article", "show", f"bri{foreign}dge")
    assert answer.code == 2
    assert "no article has the slug 'bridge'" in answer.err


def test_a_note_with_characters_that_no_page_may_carry_is_cleaned(site: SiteFolder) -> None:
    slug = site.publish_story()
    account = site.done("article", "retract", slug, "--note", "bad \udcff byte", "--json").json
    assert account["revisions"][-1]["note"] == "bad  byte"
