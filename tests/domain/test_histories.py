"""What is known of a story's past, and how much of it is new?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Article, Status
from syndicate.domain.histories import (
    PastState,
    PastStory,
    Source,
    late,
    of_this_past,
    slug_of_path,
    source_after,
    unseen,
)

START = datetime(2024, 1, 1, tzinfo=UTC)
ARTICLE = Article(id=UUID(int=1), slug="a", status=Status.PUBLISHED, recorded=START, head=1)


def story(*hours: int) -> PastStory:
    """Return a story whose states are told at these hours, in this order."""
    states = (
        PastState(at=START + timedelta(hours=hour), text=f"{place}")
        for place, hour in enumerate(hours)
    )
    return PastStory.of("a", states)


def texts(states: tuple[PastState, ...]) -> list[str | None]:
    """Return what the states say."""
    return [state.text for state in states]


def imported(past: PastStory, before: Source | None = None) -> Source:
    """Return what is known once all that is new of a past is imported."""
    return source_after(past, before, ARTICLE, unseen(past, before))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("_posts/2014-03-12-coming-soon.md", "coming-soon"),
        ("_posts/2014-3-1-coming_soon.html", "coming-soon"),
        ("content/posts/the-harbour/index.md", "the-harbour"),
        ("content/posts/2024-01-02-the-harbour/index.md", "the-harbour"),
        ("posts/v1.2-is-out.md", "v1-2-is-out"),
        ("posts/2014-03-12.md", "2014-03-12"),
        ("posts/2014-03-12-.md", "2014-03-12"),
        ("posts/Über uns.md", "uber-uns"),
        ("LICENSE", "license"),
        ("", "untitled"),
    ],
)
def test_a_slug_is_the_files_name_without_its_date(path: str, slug: str) -> None:
    assert slug_of_path(path) == slug


def test_states_told_out_of_order_are_sorted_by_instant() -> None:
    assert texts(story(3, 1, 2).states) == ["1", "2", "0"]


def test_states_of_one_instant_keep_the_order_told() -> None:
    assert texts(story(2, 1, 1).states) == ["1", "2", "0"]


def test_of_a_story_that_is_not_here_everything_is_new() -> None:
    assert unseen(story(1, 2), None) == story(1, 2).states


def test_what_was_appended_is_new() -> None:
    assert texts(unseen(story(1, 2, 3), imported(story(1, 2)))) == ["2"]


def test_a_state_appended_at_the_same_instant_is_new() -> None:
    assert texts(unseen(story(1, 2, 2), imported(story(1, 2)))) == ["2"]


def test_a_state_inserted_before_the_last_one_is_late_and_not_new() -> None:
    source = imported(story(1, 3))
    assert (unseen(story(1, 3, 2), source), late(story(1, 3, 2), source)) == ((), 1)


def test_a_late_state_stays_late_when_the_story_goes_on() -> None:
    source = imported(story(1, 3, 2, 4), imported(story(1, 3)))
    assert late(story(1, 3, 2, 4), source) == 1


def test_a_story_without_the_last_state_imported_is_another_one() -> None:
    source = imported(story(1, 2))
    assert of_this_past(story(1, 2, 3), source)
    assert not of_this_past(story(5, 6), source)


@given(st.lists(st.integers(0, 5), min_size=2), st.data())
def test_in_any_two_parts_every_state_comes_once(hours: list[int], data: st.DataObject) -> None:
    hours.sort()
    cut = data.draw(st.integers(1, len(hours) - 1))
    first = imported(story(*hours[:cut]))
    whole = story(*hours)
    assert len(unseen(whole, first)) == len(hours) - cut
    assert unseen(whole, imported(whole, first)) == ()
    assert late(whole, imported(whole, first)) == 0
