"""What does each state of a past make of its article?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from syndicate.domain.articles import Article, Content, Kind, Person, Status
from syndicate.domain.changes import DEFAULT_POLICY, Change
from syndicate.domain.histories import PastState, Told
from syndicate.domain.publication import Publication
from syndicate.domain.replaying import (
    Move,
    Stand,
    Step,
    change_of,
    kind_of_change,
    next_step,
    publication_of,
    stand_after,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
AT = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = Content(
    headline="The bridge opens",
    body_html="<p>The bridge over the harbour opened on a quiet day.</p>\n"
    "<p>Few came to see it.</p>",
)
PUBLISHED = Stand(status=Status.PUBLISHED, content=WORDS, text="words")
GONE = replace(PUBLISHED, status=Status.UNPUBLISHED)
DRAFT = Told(content=WORDS, public=False)
PUBLIC = Told(content=WORDS)
EMPTY = Told(content=None, fault="the text is empty")
DELETED = PastState(at=AT, text=None)
WRITTEN = PastState(at=AT, text="other words", message="said so")


def body(html: str) -> Content:
    """Return the words with another body."""
    return replace(WORDS, body_html=html)


@pytest.mark.parametrize(
    "after",
    [
        WORDS,
        replace(WORDS, tags=("harbour",), section="Local", language="en"),
        replace(WORDS, authors=(Person(name="ida"),)),
        replace(WORDS, summary="After three weeks of repairs the bridge is open again."),
        body(WORDS.body_html.replace("\n", "\n\n  ")),
        body(WORDS.body_html.replace("Few came", "Few  came")),
        body(WORDS.body_html.replace("quiet", "calm")),
        body(WORDS.body_html.replace("Few came to see it.", "Few came to <em>see</em> it.")),
    ],
)
def test_changes_beside_title_and_words_are_minor(after: Content) -> None:
    assert kind_of_change(WORDS, after) is Kind.MINOR


@pytest.mark.parametrize(
    "after",
    [
        replace(WORDS, headline="The bridge opens again"),
        replace(WORDS, headline="The  bridge opens"),
        body(WORDS.body_html.replace("Few came", "Nobody came")),
        body(WORDS.body_html.replace("a quiet day", "3 March")),
        body(WORDS.body_html + "<p>The ferry sailed all the same.</p>"),
        body("<p>Few came to see it.</p>"),
    ],
)
def test_another_title_or_other_words_are_an_update(after: Content) -> None:
    assert kind_of_change(WORDS, after) is Kind.UPDATE


def test_against_words_that_are_gone_every_change_is_an_update() -> None:
    assert kind_of_change(None, WORDS) is Kind.UPDATE


@pytest.mark.parametrize(
    ("stand", "state", "told", "move", "kind"),
    [
        (Stand(), WRITTEN, PUBLIC, Move.PUBLISHED, Kind.ORIGINAL),
        (Stand(), WRITTEN, DRAFT, Move.DRAFTED, None),
        (Stand(), WRITTEN, EMPTY, Move.UNCHANGED, None),
        (Stand(), DELETED, None, Move.UNCHANGED, None),
        (replace(PUBLISHED, status=Status.DRAFT), WRITTEN, PUBLIC, Move.PUBLISHED, Kind.ORIGINAL),
        (replace(PUBLISHED, status=Status.DRAFT), DELETED, None, Move.UNCHANGED, None),
        (PUBLISHED, WRITTEN, PUBLIC, Move.REVISED, Kind.MINOR),
        (PUBLISHED, WRITTEN, DRAFT, Move.UNPUBLISHED, None),
        (PUBLISHED, WRITTEN, EMPTY, Move.UNCHANGED, None),
        (PUBLISHED, DELETED, None, Move.UNPUBLISHED, None),
        (PUBLISHED, WRITTEN, None, Move.UNCHANGED, None),
        (GONE, DELETED, None, Move.UNCHANGED, None),
        (GONE, WRITTEN, DRAFT, Move.UNCHANGED, None),
        (GONE, WRITTEN, PUBLIC, Move.REINSTATED, Kind.UPDATE),
    ],
)
def test_a_state_moves_its_article(
    stand: Stand, state: PastState, told: Told | None, move: Move, kind: Kind | None
) -> None:
    step = next_step(stand, state, told)
    assert (step.move, step.kind) == (move, kind)


def test_a_site_wide_change_is_minor_whatever_it_changes() -> None:
    told = Told(content=replace(WORDS, headline="Another title"))
    assert next_step(PUBLISHED, replace(WRITTEN, site_wide=True), told).kind is Kind.MINOR


def test_the_same_text_says_nothing_new_while_it_stands() -> None:
    same = PastState(at=AT, text="words")
    assert PUBLISHED.shows(same)
    assert not GONE.shows(same)
    assert not PUBLISHED.shows(WRITTEN)
    assert not PUBLISHED.shows(DELETED)


def test_what_says_nothing_leaves_words_and_text_as_they_stand() -> None:
    empty = PastState(at=AT, text="")
    assert stand_after(PUBLISHED, next_step(PUBLISHED, empty, EMPTY)) == PUBLISHED
    assert stand_after(PUBLISHED, next_step(PUBLISHED, DELETED, None)) == GONE


def published(*steps: Step, notes: bool = False) -> Publication:
    """Publish steps on a new article."""
    article = Article(id=UUID(int=1), slug="a", status=Status.DRAFT, recorded=NOW)
    return publication_of(article, steps, DEFAULT_POLICY, now=NOW, salt=lambda: b"s", notes=notes)


def step(kind: Kind, hours: int = 0) -> Step:
    """Return a step that makes a revision."""
    state = replace(WRITTEN, at=AT + timedelta(hours=hours))
    return Step(move=Move.REVISED, state=state, kind=kind, told=PUBLIC)


def test_every_revision_has_its_own_instant_and_is_quiet() -> None:
    done = published(step(Kind.ORIGINAL), step(Kind.UPDATE, 1), step(Kind.MINOR, 2))
    assert [r.published - AT for r in done.revisions] == [timedelta(hours=n) for n in range(3)]
    assert {(r.recorded, r.quiet, r.note) for r in done.revisions} == {(NOW, True, "")}
    article = done.article
    clocks = (article.first_published, article.updated, article.edited)
    assert clocks == (AT, AT + timedelta(hours=1), AT + timedelta(hours=2))


def test_an_instant_ahead_is_now() -> None:
    ahead = Step(
        move=Move.PUBLISHED,
        state=replace(WRITTEN, at=NOW + timedelta(days=1)),
        kind=Kind.ORIGINAL,
        told=PUBLIC,
    )
    assert published(ahead).revisions[0].published == NOW


def test_messages_are_notes_where_asked_for_but_never_the_originals() -> None:
    done = published(step(Kind.ORIGINAL), step(Kind.UPDATE, 1), notes=True)
    assert [r.note for r in done.revisions] == ["", "said so"]


def test_a_deletion_withdraws_without_a_revision() -> None:
    done = published(step(Kind.ORIGINAL), Step(move=Move.UNPUBLISHED, state=DELETED))
    assert (done.article.status, done.article.head) == (Status.UNPUBLISHED, 1)


@pytest.mark.parametrize(
    ("kinds", "status", "change"),
    [
        ([Kind.MINOR, Kind.UPDATE, Kind.ORIGINAL], Status.PUBLISHED, Change.ORIGINAL),
        ([Kind.MINOR, Kind.UPDATE], Status.PUBLISHED, Change.UPDATE),
        ([Kind.MINOR], Status.PUBLISHED, Change.MINOR),
        ([], Status.PUBLISHED, Change.RENAME),
        ([Kind.ORIGINAL], Status.UNPUBLISHED, Change.UNPUBLISH),
    ],
)
def test_all_steps_together_are_told_as_the_greatest(
    kinds: list[Kind], status: Status, change: Change
) -> None:
    assert change_of([step(kind) for kind in kinds], status) is change
