"""What comes of a history that goes on, in its source or here?"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Kind, Status
from syndicate.domain.changes import DEFAULT_POLICY, Change
from syndicate.domain.histories import PastState, PastStory, Told
from syndicate.domain.replaying import Imported
from syndicate.errors import Conflict
from syndicate.importers.posts import read_state
from syndicate.services.decide_past import one_by_one
from syndicate.services.open_notices import OpenNotices
from syndicate.services.publish import Publish
from syndicate.services.verify import Verify
from syndicate.store.engines import open_engines
from syndicate.store.unit_of_work import Store
from tests.services.archive import DAY, DRAFTED, START, WISHES, Archive, past, post

C = TypeVar("C")
J = TypeVar("J")
R = TypeVar("R")


class Meanwhile:
    """Reads states, while somebody changes something else."""

    def __init__(self, change: Callable[[], None]) -> None:
        self._change = change

    def __call__(self, state: PastState, *, before: Content | None, section: str | None) -> Told:
        """Change, then read."""
        self._change()
        return read_state(state, before=before, section=section)


def all_at_once(
    work: Callable[[J], R], pieces: Iterable[tuple[C, J | None]]
) -> Iterator[tuple[C, R | None]]:
    """Do everything before anything comes of it."""
    return iter(list(one_by_one(work, pieces)))


@pytest.fixture
def archive(store: Store) -> Archive:
    """Give an empty archive on either database."""
    return Archive(store)


def test_importing_again_changes_nothing(archive: Archive) -> None:
    story = past(post(), None, post("More."), None)
    archive.bring(story)
    before = (archive.article(), archive.revisions(), archive.events())
    done = archive.bring(story)
    assert (archive.article(), archive.revisions(), archive.events()) == before
    assert (done.moves, done.slug, done.waiting) == ((), "bridge", 0)


def test_what_its_source_appends_is_added(archive: Archive) -> None:
    texts = (post(), post("More came to it."), None, post("More came to it again."))
    archive.bring(past(*texts[:2]))
    first = archive.revisions()
    done = archive.bring(past(*texts))
    assert archive.revisions()[:2] == first
    assert (done.kinds, archive.article().status) == ((Kind.UPDATE,), Status.PUBLISHED)
    assert [event.change for event in archive.events()] == [Change.ORIGINAL, Change.UPDATE]


def test_an_unchanged_state_appended_makes_no_event(archive: Archive) -> None:
    archive.bring(past(post()))
    archive.bring(past(post(), post()))
    assert (len(archive.revisions()), len(archive.events())) == (1, 1)


def test_states_from_before_the_last_one_are_left_out_and_counted(archive: Archive) -> None:
    archive.bring(past(post(), post("B."), post("C.")))
    late = PastState(at=START + DAY / 2, text=post("Late."), path="a.md")
    story = past(post(), post("B."), post("C."))
    done = archive.bring(PastStory.of("a", [*story.states, late]))
    assert (done.late, len(archive.revisions())) == (1, 3)


def test_an_article_changed_here_is_left_alone(archive: Archive) -> None:
    archive.bring(past(post()))
    archive.correct()
    done = archive.bring(past(post(), post("More came to it.")))
    assert (done.waiting, archive.kinds()) == (1, [Kind.ORIGINAL, Kind.CORRECTION])


def test_an_article_taken_down_here_never_comes_back_by_an_import(archive: Archive) -> None:
    archive.bring(past(post()))
    archive.revise.withdraw("bridge", Kind.TAKEDOWN, "")
    done = archive.bring(past(post(), None, post("More came to it.")))
    assert (done.waiting, archive.article().status) == (2, Status.TAKEN_DOWN)


def test_words_that_were_redacted_are_not_brought_back(archive: Archive) -> None:
    archive.bring(past(post()))
    archive.revise.redact("bridge", 1, "privacy")
    assert archive.bring(past(post(), post("More came to it."))).waiting == 1
    assert len(archive.revisions()) == 1


def test_another_story_of_the_same_name_is_another_article(archive: Archive) -> None:
    archive.bring(past(post()))
    other = [replace(state, at=state.at + DAY / 3) for state in past(post("Else.")).states]
    for _ in range(2):
        assert archive.bring(PastStory.of("a", other)).slug == "bridge-2"
    assert len(archive.events()) == 2


def test_stories_of_one_name_are_told_apart_when_both_are_read_before_either_is_written(
    archive: Archive,
) -> None:
    eager = replace(archive.history, ahead=all_at_once)
    other = [replace(state, at=state.at + DAY / 3) for state in past(post("Else.")).states]
    stories = [past(post()), past(post()), PastStory.of("a", other)]
    done = [one for one in eager(stories, WISHES) if isinstance(one, Imported)]
    assert [(one.slug, len(one.moves)) for one in done] == [
        ("bridge", 1),
        ("bridge", 0),
        ("bridge-2", 1),
    ]


def test_an_article_that_is_changed_while_it_is_read_ahead_is_left_alone(archive: Archive) -> None:
    archive.bring(past(post()))

    def correct_once() -> None:
        if archive.kinds() == [Kind.ORIGINAL]:
            archive.correct()

    slow = replace(archive.history, read_state=Meanwhile(correct_once))
    (done,) = slow([past(post(), post("More came to it."))], WISHES)
    assert isinstance(done, Imported)
    assert (done.waiting, archive.kinds()) == (1, [Kind.ORIGINAL, Kind.CORRECTION])


def test_a_draft_published_here_is_left_alone(archive: Archive) -> None:
    archive.bring(past(post(extra=DRAFTED)))
    Publish(
        transactions=archive.store,
        policy=DEFAULT_POLICY,
        clock=archive.clock,
        salt=lambda: b"salt",
        relay=lambda: None,
        open_notice=OpenNotices(policy=DEFAULT_POLICY).of_new,
        count_notice=lambda _tx, _revision, _now, _census: None,
    )("bridge")
    assert archive.bring(past(post(extra=DRAFTED), post("More."))).waiting == 1


def test_an_article_that_is_changed_meanwhile_is_not_imported_over(archive: Archive) -> None:
    archive.bring(past(post()))
    slow = replace(archive.history, read_state=Meanwhile(archive.correct))
    with pytest.raises(Conflict, match="import it again"):
        slow.story(past(post(), post("More came to it.")), WISHES)
    assert archive.kinds() == [Kind.ORIGINAL, Kind.CORRECTION]


def test_words_of_a_withdrawn_draft_are_not_taken_up_again(archive: Archive) -> None:
    texts = [post(title="B"), post(title="Gone", extra=DRAFTED), "---\n:\n---\nX."]
    whole = archive.bring(past(*texts, key="whole"))
    for part in (texts[:2], texts):
        parted = archive.bring(past(*part, key="parts"))
    assert archive.words(whole.slug) == archive.words(parted.slug)


TEXTS = st.lists(
    st.sampled_from(
        [None, "", post(), post("More."), post(title="B"), post(extra=DRAFTED), "---\n:\n---\nX."]
    ),
    min_size=1,
    max_size=6,
)


@given(TEXTS, st.data())
def test_any_past_in_two_parts_and_twice_is_as_in_one(
    migrated_file: Path, texts: list[str | None], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(texts)))
    with TemporaryDirectory() as folder:
        copyfile(migrated_file, Path(folder) / "s.db")
        with closing(open_engines(f"sqlite:///{folder}/s.db")) as engines:
            archive = Archive(Store(engines))
            whole = archive.bring(past(*texts, key="whole"))
            for part in (texts[:cut], texts, texts):
                parted = archive.bring(past(*part, key="parts"))
            assert parted.status == whole.status
            if whole.status is not None:
                assert archive.words(whole.slug) == archive.words(parted.slug)
                assert archive.article(whole.slug).updated == archive.article(parted.slug).updated
            Verify(transactions=archive.store)()
