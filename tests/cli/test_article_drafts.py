"""Are drafts saved, compared, published and discarded as asked?"""

import pytest

from tests.cli.site_folder import STORY, SiteFolder

SLUG = "harbour-bridge-opens-again"


def write(site: SiteFolder, words: str) -> str:
    return site.write(f"{words.replace(' ', '-')}.md", STORY.format(words=words))


@pytest.fixture
def slug(site: SiteFolder) -> str:
    """Publish a story: draft-1 became revision 1."""
    return site.publish_story()


def save(site: SiteFolder, slug: str, words: str, *options: str) -> str:
    """Save a text; return its draft's name."""
    file = write(site, words)
    saved = site.done("article", "save", slug, file, "--editor", "ida", *options, "--json").json
    return str(saved["draft"])


def test_a_saved_text_is_listed_and_told_how_to_publish(site: SiteFolder, slug: str) -> None:
    told = site.done("article", "save", slug, write(site, "nobody"), "--editor", "ida").out
    assert told == (
        f"draft-2 of {slug} is saved.\n"
        f"Publish it: syndicate article revise {slug} --draft draft-2 --kind update --note T\n"
    )
    (draft,) = site.done("article", "show", slug, "--json").json["drafts"]
    assert draft.pop("saved").endswith("Z")
    assert draft == {
        "draft": "draft-2",
        "editor": "ida",
        "based_on": 1,
        "aside": True,
        "headline": "Harbour bridge opens again",
    }
    assert "draft-2  ida     20" in site.done("article", "show", slug).out


def test_the_editor_is_named_by_the_environment_or_the_login(
    site: SiteFolder, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, name in (("LOGNAME", "wen"), ("SYNDICATE_EDITOR", "ida")):
        monkeypatch.setenv(variable, name)
        file = write(site, f"the {name}")
        assert site.done("article", "save", slug, file, "--json").json["editor"] == name


def test_a_draft_is_compared_with_a_revision_and_with_another(site: SiteFolder, slug: str) -> None:
    first, second = save(site, slug, "nobody"), save(site, slug, "everybody")
    told = site.done("article", "diff", slug, "1", first).out
    assert told == "body:\n  Traffic was light, said [-the harbour master-] {+nobody+}.\n"
    told = site.done("article", "diff", slug, first, second).out
    assert told == "body:\n  Traffic was light, said [-nobody-] {+everybody+}.\n"


def test_a_draft_alone_is_compared_with_what_it_was_edited_from(
    site: SiteFolder, slug: str
) -> None:
    draft = save(site, slug, "nobody")
    told = site.done("article", "diff", slug, draft).out
    assert told == (
        "draft-2, edited from revision 1:\n"
        "body:\n  Traffic was light, said [-the harbour master-] {+nobody+}.\n"
    )


def test_what_others_published_since_and_what_both_changed_is_told(
    site: SiteFolder, slug: str
) -> None:
    draft = save(site, slug, "nobody")
    revise = ("article", "revise", slug, write(site, "the mayor"))
    site.done(*revise, "--kind", "update", "--note", "The mayor.")
    assert site.done("article", "diff", slug, draft).out == (
        "Published since revision 1, up to 2:\n"
        "body:\n  Traffic was light, said the [-harbour master-] {+mayor+}.\n\n"
        "draft-2, edited from revision 1:\n"
        "body:\n  Traffic was light, said [-the harbour master-] {+nobody+}.\n\n"
        "Changed by both; this is what both began with:\n"
        "body:\n  Traffic was light, said the harbour master.\n"
    )
    told = site.done("article", "diff", slug, draft, "--json").json
    assert (told["base"], told["newest"], told["draft"]) == (1, 2, "draft-2")
    assert [part["name"] for part in (*told["published"], *told["edited"])] == ["body", "body"]
    assert told["both"] == [{"name": "body", "text": "Traffic was light, said the harbour master."}]


def test_a_draft_is_published_when_nobody_was_quicker(site: SiteFolder, slug: str) -> None:
    draft = save(site, slug, "nobody")
    asked = ("article", "revise", slug, "--draft", draft, "--kind", "update", "--note", "Nobody.")
    assert site.done(*asked, "--dry-run", "--json").json["revision"]["number"] == 2
    account = site.done(*asked, "--editor", "wen", "--json").json
    assert [r["editor"] for r in account["revisions"]][1:] == ["wen"]
    assert account["drafts"] == []
    assert "said nobody" in account["body_html"]


def test_a_revision_that_comes_too_late_is_kept_and_goes_on_from_there(
    site: SiteFolder, slug: str
) -> None:
    note = ("--kind", "update", "--note", "More.")
    site.done("article", "revise", slug, write(site, "the mayor"), *note, "--editor", "wen")
    asked = ("article", "revise", slug, write(site, "nobody"), *note, "--editor", "ida")
    late = site.ask(*asked, "--expect", "1")
    assert (late.code, late.out, late.err.count("\n")) == (1, "", 1)
    assert "not 1: wen published that update at" in late.err
    assert f"kept as draft-2: see syndicate article diff {slug} draft-2" in late.err
    assert site.ask("article", "revise", slug, "--draft", "draft-2", *note).code == 1
    merged = site.done("article", "revise", slug, "--draft", "draft-2", *note, "--expect", "2")
    assert "revision 3 (update)" in merged.out


def test_a_draft_is_discarded_once(site: SiteFolder, slug: str) -> None:
    draft = save(site, slug, "nobody")
    assert site.done("article", "discard", slug, draft).out == f"{draft} of {slug} is gone.\n"
    answer = site.ask("article", "discard", slug, draft)
    assert (answer.code, answer.err) == (
        2,
        f"error: {slug!r} has no draft-2; it has no draft\n",
    )


@pytest.mark.parametrize("asked", [("discard", "{}", "2"), ("revise", "{}", "--draft", "2")])
def test_a_revisions_name_is_no_drafts(site: SiteFolder, slug: str, asked: tuple[str, ...]) -> None:
    draft = save(site, slug, "nobody")
    kind = ("--kind", "update", "--note", "More.") if asked[0] == "revise" else ()
    answer = site.ask("article", *(word.format(slug) for word in asked), *kind)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "'2' names a revision; name a draft, as in draft-17" in answer.err
    assert draft in site.done("article", "show", slug).out


@pytest.mark.parametrize("given", [(), ("bridge.md", "--draft", "draft-2")])
def test_a_revision_is_of_a_file_or_of_a_draft(
    site: SiteFolder, slug: str, given: tuple[str, ...]
) -> None:
    answer = site.ask("article", "revise", slug, *given, "--kind", "update", "--note", "More.")
    assert answer.code == 2
    assert "Name either a FILE or a draft" in answer.err


def test_a_revision_alone_is_compared_with_nothing(site: SiteFolder, slug: str) -> None:
    answer = site.ask("article", "diff", slug, "1")
    assert answer.code == 2
    assert f"syndicate article diff {slug} 1 2" in answer.err


def test_what_is_no_state_is_refused_in_one_line(site: SiteFolder, slug: str) -> None:
    answer = site.ask("article", "diff", slug, "1", "newest")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "'newest' is no state of an article" in answer.err
