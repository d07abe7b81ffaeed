"""What the public may see of an article's past, and how the front page is arranged."""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Kind, Status
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.pages import (
    CHANGES_ON_FRONT,
    corrections_of,
    front_of,
    history_of,
    under_later_notes,
)
from syndicate.errors import NotFound
from tests.render.page_samples import (
    BRIDGE,
    NOTED,
    PASTED,
    RETRACTED,
    SHORT,
    TAKEN_DOWN,
    WELL,
    readings,
)


def test_a_published_articles_history_holds_notes_and_words() -> None:
    history = BRIDGE.history
    assert [entry.number for entry in history.entries] == [1, 2, 3]
    assert all(entry.content for entry in history.entries)
    assert history.headline == "Harbor bridge shut after inspectors find cracked bearings"


def test_a_retracted_articles_history_holds_notes_but_no_words() -> None:
    history = RETRACTED.history
    assert history.entries[1].note
    assert [entry.content for entry in history.entries] == [None, None]
    assert history.headline


@pytest.mark.parametrize("status", [Status.TAKEN_DOWN, Status.UNPUBLISHED])
def test_a_withdrawn_articles_history_holds_kinds_and_instants_only(status: Status) -> None:
    article = replace(TAKEN_DOWN.article, status=status)
    history = history_of(article, TAKEN_DOWN.revisions)
    assert history.withdrawn
    assert history.headline == ""
    assert [(e.kind, e.note, e.content) for e in history.entries] == [
        (Kind.ORIGINAL, "", None),
        (Kind.TAKEDOWN, "", None),
    ]


def test_a_text_that_was_never_supplied_is_not_held() -> None:
    assert [entry.held for entry in PASTED.history.entries] == [False, True]


def test_a_revision_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="no revision 9; the newest is 3"):
        BRIDGE.history.entry(9)


def test_the_lead_is_the_first_article_that_stands() -> None:
    front = front_of([RETRACTED.reading(), TAKEN_DOWN.reading(), SHORT.reading()])
    assert front.lead == SHORT.reading()
    assert [group.section for group in front.groups] == ["Nature"]


def test_no_article_stands_twice_on_the_front_page() -> None:
    front = front_of(readings())
    listed = [r.slug for group in front.groups for r in group.readings]
    assert front.lead
    assert sorted([front.lead.slug, *listed]) == sorted(r.slug for r in readings())


def test_sections_stand_in_the_order_of_their_newest_article() -> None:
    front = front_of([BRIDGE.reading(), SHORT.reading(), WELL.reading(), NOTED.reading()])
    assert [group.section for group in front.groups] == ["Culture", "Health"]


def test_an_empty_site_has_an_empty_front_page() -> None:
    front = front_of([])
    assert (front.lead, front.groups, front.changes) == (None, (), ())


def test_the_latest_changes_stand_newest_first_and_are_few() -> None:
    changes = front_of([*readings(), *readings()]).changes
    assert len(changes) == CHANGES_ON_FRONT
    assert list(changes) == sorted(changes, key=lambda told: told.note.at, reverse=True)


def test_updates_are_no_corrections() -> None:
    told = corrections_of(readings(), DEFAULT_POLICY)
    assert {entry.note.kind for entry in told} == {
        Kind.CORRECTION,
        Kind.CLARIFICATION,
        Kind.EDITORS_NOTE,
        Kind.RETRACTION,
    }


def test_later_notes_stand_above_an_earlier_text_and_its_own_do_not() -> None:
    reading = under_later_notes(BRIDGE.reading(2))
    assert [(note.number, note.top) for note in reading.notes] == [(3, True), (2, False)]
