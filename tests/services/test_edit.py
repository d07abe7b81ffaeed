"""Do several people edit one article without losing a word of each other?"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.domain.articles import Content, Draft, Kind, Revision, Status
from syndicate.domain.drafting import State, read_state
from syndicate.domain.publication import Declared
from syndicate.domain.stories import Story
from syndicate.errors import AskedWrongly, Conflict, NotFound, Refused, Stale, Temporary
from syndicate.services.carry_out import CarryOut
from tests.web.newsroom import FERRY, NOW, Newsroom, with_body

SLUG = "ferry-stops-at-noon"
ONE = with_body(FERRY, "The ferry to the island stops at one on Sunday.")
TWO = with_body(FERRY, "The ferry to the island stops at two on Sunday.")
THREE = with_body(FERRY, "The ferry to the island stops at three on Sunday.")
UPDATE = Declared(kind=Kind.UPDATE, note="It stops later.", editor="Wen")


@pytest.fixture
def ferry(newsroom: Newsroom) -> Newsroom:
    """Publish an article, an hour ago."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    return newsroom


def save(newsroom: Newsroom, content: Content, editor: str = "Ines", expected: str = "") -> Draft:
    """Save a text as the command line does."""
    state = read_state(expected) if expected else None
    return newsroom.app.edit.save(SLUG, Story(content=content), editor, state)


def publish(newsroom: Newsroom, content: Content, expect: int | None = None) -> None:
    newsroom.app.edit.publish(SLUG, Story(content=content), UPDATE, expect=expect)


def drafts(newsroom: Newsroom) -> Sequence[Draft]:
    with newsroom.app.store.read() as tx:
        return tx.drafts.all_of(tx.articles.by_slug(SLUG).id)


def texts(newsroom: Newsroom) -> list[Content]:
    return [draft.content for draft in drafts(newsroom)]


def revisions(newsroom: Newsroom) -> tuple[Revision, ...]:
    with newsroom.app.store.read() as tx:
        return tx.revisions.of(tx.articles.by_slug(SLUG).id)


def test_a_saved_text_of_a_published_article_shows_nowhere(ferry: Newsroom) -> None:
    before = dict(ferry.app.library.show(SLUG))
    tagged = replace(ONE, headline="Ferry stops at one", tags=("Secret",))
    draft = save(ferry, tagged)
    assert (draft.based_on, draft.aside, draft.saved) == (1, True, ferry.clock.now())
    for target in (f"/articles/{SLUG}", "/", "/feeds/all.atom", "/feeds.opml", "/feeds/"):
        assert "at one" not in ferry.visitor.get(target).text
        assert "ecret" not in ferry.visitor.get(target).text
    assert {**ferry.app.library.show(SLUG), "drafts": []} == before
    assert next(ferry.app.library.list())["headline"] == FERRY.headline


def test_texts_of_several_editors_stand_beside_each_other(ferry: Newsroom) -> None:
    save(ferry, ONE)
    save(ferry, TWO, "Wen")
    assert texts(ferry) == [ONE, TWO]


def test_the_same_text_is_saved_once(ferry: Newsroom) -> None:
    assert save(ferry, ONE) == save(ferry, ONE)
    save(ferry, ONE, "Wen")
    assert [draft.editor for draft in drafts(ferry)] == ["Ines", "Wen"]


def test_a_draft_is_saved_again_under_a_new_name(ferry: Newsroom) -> None:
    first = save(ferry, ONE)
    second = save(ferry, TWO, expected=f"draft-{first.id}")
    assert (second.based_on, second.replaces) == (1, first.id)
    assert drafts(ferry) == [second]


def test_who_saves_over_a_draft_that_was_replaced_is_told_by_whom_and_loses_nothing(
    ferry: Newsroom,
) -> None:
    first = save(ferry, ONE)
    second = save(ferry, TWO, "Wen", f"draft-{first.id}")
    told = (
        f"'{SLUG}': draft-2 was replaced by draft-3, saved by Wen at 2026-03-02T10:00:00Z; your "
        f"text is kept as draft-4: see syndicate article diff {SLUG} draft-3 draft-4, put both "
        "together, and save again with --expect draft-3"
    )
    with pytest.raises(Conflict) as refused:
        save(ferry, THREE, expected=f"draft-{first.id}")
    assert str(refused.value) == told
    assert texts(ferry) == [TWO, THREE]
    assert drafts(ferry)[1].based_on == second.based_on


def test_a_text_saved_from_an_older_revision_is_refused_and_kept(ferry: Newsroom) -> None:
    publish(ferry, ONE)
    with pytest.raises(Conflict, match="it is at revision 2, not 1: Wen published that update at"):
        save(ferry, TWO, expected="1")
    (draft,) = drafts(ferry)
    assert (draft.content, draft.based_on) == (TWO, 1)


def test_a_revision_that_comes_too_late_is_refused_and_kept(ferry: Newsroom) -> None:
    publish(ferry, ONE, expect=1)
    told = (
        f"'{SLUG}': it is at revision 2, not 1: Wen published that update at 2026-03-02T10:00:00Z; "
        f"your text is kept as draft-2: see syndicate article diff {SLUG} draft-2, put both "
        "together, and revise again with --expect 2"
    )
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            publish(ferry, TWO, expect=1)
        assert str(refused.value) == told
    assert [revision.content for revision in revisions(ferry)] == [FERRY, ONE]
    assert [(d.content, d.based_on, d.editor) for d in drafts(ferry)] == [(TWO, 1, "Wen")]


def test_a_revision_tells_the_newsroom_who_declared_it_and_nobody_else(ferry: Newsroom) -> None:
    publish(ferry, ONE)
    assert [revision.editor for revision in revisions(ferry)] == ["", "Wen"]
    for rest in ("", "/history", "/revisions/2", "/revisions.atom", "/revisions.json"):
        assert "Wen" not in ferry.visitor.get(f"/articles/{SLUG}{rest}").text
    assert ferry.app.verify().revisions == 2


def test_a_draft_is_published_as_a_revision_and_is_gone(ferry: Newsroom) -> None:
    draft = save(ferry, ONE)
    other = save(ferry, TWO, "Wen")
    ferry.app.edit.publish(SLUG, draft, UPDATE)
    assert revisions(ferry)[-1].content == ONE
    assert drafts(ferry) == [other]


def test_a_draft_that_comes_too_late_is_refused_and_stays(ferry: Newsroom) -> None:
    draft = save(ferry, TWO)
    publish(ferry, ONE)
    told = "it is at revision 2, not 1: Wen .* kept as draft-2: .* revise again with --expect 2"
    with pytest.raises(Conflict, match=told):
        ferry.app.edit.publish(SLUG, draft, UPDATE)
    assert drafts(ferry) == [draft]


def test_who_has_seen_the_newer_revision_publishes_the_draft(ferry: Newsroom) -> None:
    draft = save(ferry, TWO)
    publish(ferry, ONE)
    ferry.app.edit.publish(SLUG, draft, UPDATE, expect=2)
    assert revisions(ferry)[-1].content == TWO
    assert drafts(ferry) == []


def test_a_draft_that_was_saved_over_meanwhile_is_not_published(ferry: Newsroom) -> None:
    read = save(ferry, ONE)
    newer = save(ferry, TWO, "Wen", f"draft-{read.id}")
    told = "draft-2 was replaced by draft-3, saved by Wen at .*Z; .* revise .* --draft draft-3"
    for propose in (ferry.app.edit.publish, ferry.app.edit.rehearse):
        with pytest.raises(Conflict, match=told):
            propose(SLUG, read, UPDATE)
    assert [revision.content for revision in revisions(ferry)] == [FERRY]
    assert drafts(ferry) == [newer]


def test_a_draft_that_was_published_or_discarded_meanwhile_is_told_as_gone(
    ferry: Newsroom,
) -> None:
    read = save(ferry, ONE)
    ferry.app.edit.publish(SLUG, read, UPDATE)
    with pytest.raises(Conflict, match="has no draft-2 any more: it was published or discarded"):
        ferry.app.edit.publish(SLUG, read, UPDATE)
    assert drafts(ferry) == []


def test_a_draft_is_gone_with_the_commit_that_publishes_it(ferry: Newsroom) -> None:
    def killed() -> None:
        raise Temporary("the process ends here")

    carry = ferry.app.revise.carry
    assert isinstance(carry, CarryOut)
    revise = replace(ferry.app.revise, carry=replace(carry, relay=killed))
    draft = save(ferry, ONE)
    with pytest.raises(Temporary):
        replace(ferry.app.edit, revise=revise).publish(SLUG, draft, UPDATE)
    assert revisions(ferry)[-1].content == ONE
    assert drafts(ferry) == []


def test_a_draft_whose_change_is_refused_stays(ferry: Newsroom) -> None:
    draft = save(ferry, FERRY)
    with pytest.raises(Refused):
        ferry.app.edit.publish(SLUG, draft, Declared(kind=Kind.MINOR))
    assert drafts(ferry) == [draft]


def test_what_a_late_draft_was_edited_from_is_never_guessed(ferry: Newsroom) -> None:
    first = save(ferry, ONE)
    ferry.app.edit.discard(SLUG, first.id)
    with pytest.raises(Conflict, match=r"it has no draft-2 any more: .* published or discarded"):
        save(ferry, TWO, expected="draft-2")
    (late,) = drafts(ferry)
    with pytest.raises(Conflict, match="at revision 1, not the one that was edited"):
        ferry.app.edit.publish(SLUG, late, UPDATE)
    ferry.app.edit.publish(SLUG, late, UPDATE, expect=1)


def test_a_rehearsal_keeps_nothing(ferry: Newsroom) -> None:
    publish(ferry, ONE)
    with pytest.raises(Stale):
        ferry.app.edit.rehearse(SLUG, Story(content=TWO), UPDATE, expect=1)
    assert drafts(ferry) == []


def test_a_draft_rehearses_as_it_is_published(ferry: Newsroom) -> None:
    draft = save(ferry, ONE)
    foretold = ferry.app.edit.rehearse(SLUG, draft, UPDATE)
    ferry.app.edit.publish(SLUG, draft, UPDATE)
    with ferry.app.store.read() as tx:
        assert tx.articles.by_slug(SLUG).updated == foretold.article.updated


def test_a_revision_that_never_was_is_no_beginning(ferry: Newsroom) -> None:
    with pytest.raises(Refused, match="has no revision 7, only 1 to 1"):
        save(ferry, ONE, expected="7")


def test_a_text_that_tells_no_section_keeps_the_articles(ferry: Newsroom) -> None:
    assert save(ferry, replace(ONE, section="")).content.section == "Harbour"


def test_a_draft_that_is_not_there_is_answered_with_those_that_are(ferry: Newsroom) -> None:
    with pytest.raises(NotFound, match="has no draft-9; it has no draft"):
        ferry.app.edit.draft(SLUG, 9)
    save(ferry, ONE)
    with pytest.raises(NotFound, match="has no draft-9; it has draft-2"):
        ferry.app.edit.discard(SLUG, 9)


# What was not published yet


def test_an_editor_saves_over_the_own_text_of_what_is_to_be_published(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    save(newsroom, ONE, expected="draft-1")
    save(newsroom, TWO)
    assert texts(newsroom) == [TWO]


def test_nobody_saves_over_what_another_saved_without_having_seen_it(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    save(newsroom, ONE, "Wen", "draft-1")
    told = "there already is draft-2, saved by Wen at .* kept as draft-3.* --expect draft-2"
    with pytest.raises(Conflict, match=told):
        save(newsroom, TWO)
    with pytest.raises(Conflict, match=r"draft-1 was replaced by draft-2, saved by Wen"):
        save(newsroom, THREE, expected="draft-1")
    assert texts(newsroom) == [ONE, TWO, THREE]
    assert newsroom.app.publish(SLUG).head == 1
    assert revisions(newsroom)[0].content == ONE
    assert revisions(newsroom)[0].editor == "Wen"
    assert texts(newsroom) == [TWO, THREE]


def test_bringing_the_same_story_in_again_sets_aside_what_an_editor_saved(
    newsroom: Newsroom,
) -> None:
    newsroom.draft(FERRY)
    save(newsroom, ONE, expected="draft-1")
    newsroom.draft(TWO)
    assert sorted((draft.aside, draft.content == ONE) for draft in drafts(newsroom)) == [
        (False, False),
        (True, True),
    ]


def test_what_waits_for_its_moment_comes_out_in_the_words_saved_last(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, embargo=NOW + timedelta(hours=1))
    save(newsroom, ONE, expected="draft-1")
    assert newsroom.app.publish(SLUG).status is Status.SCHEDULED
    newsroom.later(hours=1)
    assert newsroom.app.publish.due() == 1
    assert revisions(newsroom)[0].content == ONE


def test_who_saves_when_it_has_just_come_out_is_refused_and_loses_nothing(
    newsroom: Newsroom,
) -> None:
    newsroom.draft(FERRY)
    newsroom.app.publish(SLUG, at=NOW + timedelta(hours=1))
    newsroom.later(hours=1)
    newsroom.app.publish.due()
    with pytest.raises(Conflict, match="it has no draft-1 any more"):
        save(newsroom, ONE, expected="draft-1")
    assert texts(newsroom) == [ONE]
    assert revisions(newsroom)[0].content == FERRY


def test_a_draft_has_no_revision_to_edit(newsroom: Newsroom) -> None:
    newsroom.draft(FERRY)
    with pytest.raises(Refused, match="has no revision 1: it is draft"):
        save(newsroom, ONE, expected="1")


# Several at once


def test_of_those_who_save_over_one_draft_at_once_one_does_and_all_are_kept(
    ferry: Newsroom,
) -> None:
    first = save(ferry, FERRY)
    versions = [with_body(FERRY, f"It stops at {hour}.") for hour in range(6)]

    def attempt(number: int) -> bool:
        try:
            save(ferry, versions[number], f"editor-{number}", f"draft-{first.id}")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(attempt, range(6))) == 1
    assert sorted(text.body_html for text in texts(ferry)) == sorted(v.body_html for v in versions)


def test_of_those_who_revise_one_revision_at_once_one_does_and_all_are_kept(
    ferry: Newsroom,
) -> None:
    versions = [with_body(FERRY, f"It stops at {hour}.") for hour in range(6)]

    def attempt(content: Content) -> bool:
        try:
            publish(ferry, content, expect=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(attempt, versions)) == 1
    kept = [*texts(ferry), revisions(ferry)[-1].content]
    assert sorted(c.body_html for c in kept if c) == sorted(v.body_html for v in versions)
    assert ferry.app.verify().revisions == 2


@pytest.mark.parametrize("text", ["", "0", "-1", "draft-", "draft-0", "٣", "draft 3", "1.0"])
def test_what_is_no_state_is_refused(text: str) -> None:
    with pytest.raises(AskedWrongly, match="is no state of an article"):
        read_state(text)


@pytest.mark.parametrize("state", [State(4), State(17, draft=True)])
def test_a_state_is_read_as_it_is_named(state: State) -> None:
    assert read_state(str(state)) == state
