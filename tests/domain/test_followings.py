"""Who of those who follow something is told of a change, and when, follows from data alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Kind, Person, Revision, Severity
from syndicate.domain.changes import DEFAULT_POLICY
from syndicate.domain.followings import (
    Subject,
    article_named,
    article_subject,
    followable,
    followers_of_change,
    followers_of_new,
    lapsing_before,
    stirring,
)
from syndicate.domain.notices import WINDOW, Asked, due_at

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
ARTICLE = UUID(int=7)
WORDS = Content(
    headline="Bridge",
    section="Town",
    tags=("Ferry", "Harbour & Coast"),
    authors=(Person(name="Ines Calder"),),
)
MINUTES = st.integers(min_value=0, max_value=40)


def revision(kind: Kind, severity: Severity | None = None) -> Revision:
    """Return a revision of a kind."""
    return Revision(
        article_id=ARTICLE,
        number=2,
        kind=kind,
        severity=severity,
        content=WORDS,
        salt=b"salt",
        content_hash=b"",
        chain_hash=b"",
        published=NOW,
        recorded=NOW,
    )


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("notify", [True, False])
def test_followers_of_the_article_are_told_of_updates_and_wanted_notes(
    kind: Kind, *, notify: bool
) -> None:
    told = kind is Kind.UPDATE or (kind is Kind.EDITORS_NOTE and notify)
    expected = (article_subject(ARTICLE),) if told else ()
    assert followers_of_change(revision(kind), DEFAULT_POLICY, Asked(notify=notify)) == expected
    quiet = replace(revision(kind), quiet=True)
    assert followers_of_change(quiet, DEFAULT_POLICY, Asked(notify=notify)) == ()


@pytest.mark.parametrize("asked", [Asked(notify=True, wrong=("ten",)), Asked(notify=True, since=1)])
def test_a_note_on_an_error_is_for_those_who_were_mailed_it(asked: Asked) -> None:
    assert followers_of_change(revision(Kind.EDITORS_NOTE), DEFAULT_POLICY, asked) == ()


def test_a_new_article_is_told_to_followers_of_its_authors_and_tags_but_not_sections() -> None:
    original = revision(Kind.ORIGINAL)
    expected = {"tags/ferry", "tags/harbour-coast", "authors/ines-calder"}
    assert set(followers_of_new(original)) == expected
    assert followers_of_new(replace(original, quiet=True)) == ()
    assert followers_of_new(replace(original, content=None)) == ()


@pytest.mark.parametrize(
    ("name", "article"),
    [
        (article_subject(ARTICLE), ARTICLE),
        ("articles/none", None),
        ("tags/articles", None),
        ("", None),
    ],
)
def test_a_subject_knows_which_article_it_names(name: str, article: UUID | None) -> None:
    assert article_named(name) == Subject(name=name).article_id == article


def test_tags_and_authors_can_be_followed_and_nothing_else_by_its_feed() -> None:
    assert followable("tags/ferry")
    assert followable("authors/ines-calder")
    assert not any(map(followable, ("sections/town", "all", "corrections", "articles/x/revisions")))


def test_an_article_is_quiet_after_so_many_days_without_what_moves_updated() -> None:
    assert lapsing_before(NOW, 14) == NOW - timedelta(days=14)
    assert set(Kind) - set(stirring(DEFAULT_POLICY)) == {Kind.MINOR}


@given(st.lists(st.tuples(MINUTES, st.sampled_from([Kind.UPDATE, Kind.RETRACTION])), min_size=1))
def test_notices_of_one_article_go_at_once_or_at_the_window_s_end_and_grave_ones_at_once(
    changes: list[tuple[int, Kind]],
) -> None:
    now, went = NOW, list[datetime]()
    for passed, kind in changes:
        now += timedelta(minutes=passed)
        last = max((due for due in went if due <= now), default=None)
        due = due_at(revision(kind), 1, now, last)
        assert now <= due <= now + WINDOW
        if kind is Kind.RETRACTION or last is None or now - last >= WINDOW:
            assert due == now
        else:
            assert due == last + WINDOW
        went.append(due)


@given(st.lists(MINUTES, min_size=1))
def test_updates_alone_are_told_at_most_once_in_any_ten_minutes(passed: list[int]) -> None:
    now, went = NOW, set[datetime]()
    for minutes in passed:
        now += timedelta(minutes=minutes)
        last = max((due for due in went if due <= now), default=None)
        went.add(due_at(revision(Kind.UPDATE), 1, now, last))
    times = sorted(went)
    assert all(later - sooner >= WINDOW for sooner, later in pairwise(times))
