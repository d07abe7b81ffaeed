"""Which stories does a git repository tell, and which of its files are none?"""

from datetime import timedelta
from pathlib import Path

import pytest

from syndicate.domain.histories import PastStory
from syndicate.errors import AskedWrongly
from syndicate.importers.git_history import GitHistory
from tests.importers.repositories import START, Repository, post

DAY = timedelta(days=1)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Give an empty repository."""
    return Repository(tmp_path / "site")


def stories(repository: Repository, folder: str = "", site_wide: int = 20) -> list[PastStory]:
    """Return what a repository, or a folder of it, tells."""
    past = GitHistory(str(repository.folder / folder), site_wide)
    told = [one for one in past if isinstance(one, PastStory)]
    assert len(told) == len(past)
    return told


def paths(told: list[PastStory]) -> list[str]:
    """Return the last paths of stories."""
    return sorted([state.path for state in story.states if state.path][-1] for story in told)


def test_every_commit_that_touches_a_post_is_a_state_of_it(repository: Repository) -> None:
    repository.commit("new", _posts__a=post("One."))
    repository.commit("other", _posts__b=post("Other."))
    repository.commit("more: words", _posts__a=post("Two."))
    first, _ = stories(repository)
    assert [(s.at - START, s.text, s.message) for s in first.states] == [
        (0 * DAY, post("One."), "new"),
        (2 * DAY, post("Two."), "more: words"),
    ]
    assert first.states[0].path == "_posts/a.md"


def test_a_rename_is_followed_with_changed_words_too(repository: Repository) -> None:
    words = "\n".join(f"Line {n} of a story." for n in range(20))
    repository.commit("new", _posts__a=post(words))
    repository.commit("moved", _posts__a=None, content__b=post(f"{words}\nAnd more."))
    (story,) = stories(repository)
    assert [state.path for state in story.states] == ["_posts/a.md", "content/b.md"]
    assert story.key.startswith("_posts/a.md@")


def test_a_post_that_comes_back_goes_on(repository: Repository) -> None:
    repository.commit("new", a=post("One."), b=post("Other."))
    repository.commit("gone", a=None)
    repository.commit("back", a=post("One."))
    story, _ = stories(repository)
    assert [state.text for state in story.states] == [post("One."), None, post("One.")]


def test_a_new_post_at_the_path_of_one_that_moved_is_another_story(
    repository: Repository,
) -> None:
    repository.commit("new", a=post("The old words of it."))
    repository.git("mv", "a.md", "b.md")
    repository.record("moved")
    repository.commit("another", a=post("Quite different."))
    old, new = stories(repository)
    assert (old.key.split("@")[0], new.key.split("@")[0]) == ("a.md", "a.md")
    assert old.key != new.key


def test_commits_that_touch_many_posts_are_site_wide(repository: Repository) -> None:
    repository.commit("new", a=post("A."), b=post("B."), c=post("C."))
    repository.commit("two", a=post("A!"), b=post("B!"))
    (story, *_) = stories(repository, site_wide=2)
    assert [state.site_wide for state in story.states] == [True, False]


def test_a_merge_is_one_change_when_it_was_merged(repository: Repository) -> None:
    repository.commit("new", a=post("One."))
    repository.git("checkout", "-q", "-b", "branch")
    repository.commit("draft", a=post("Two."))
    repository.commit("draft again", a=post("Three."))
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merged", "branch")
    (story,) = stories(repository)
    assert [(s.text, s.message, s.at - START) for s in story.states] == [
        (post("One."), "new", 0 * DAY),
        (post("Three."), "merged", 3 * DAY),
    ]


def test_what_is_about_the_repository_or_shapes_the_site_is_no_story(
    repository: Repository,
) -> None:
    repository.commit("new", README="R", content___index="I", index="I", content__a__index="A")
    for name in (".github/x.md", "themes/t/x.md", "archetypes/default.md", "a.txt", "a.md.bak"):
        repository.write(name, "Words.")
    (repository.folder / "linked.md").symlink_to("README.md")
    repository.record("more")
    told = [story for story in stories(repository) if story.states[-1].text is not None]
    assert paths(told) == ["content/a/index.md"]


def test_a_post_renamed_to_be_none_is_deleted(repository: Repository) -> None:
    repository.commit("new", a=post("Some words."))
    (repository.folder / "vendor").mkdir()
    repository.git("mv", "a.md", "vendor/a.md")
    repository.record("moved")
    (story,) = stories(repository)
    assert [state.text for state in story.states] == [post("Some words."), None]


def test_a_folder_named_tells_its_posts_alone_with_their_former_paths(
    repository: Repository,
) -> None:
    repository.commit("new", old__a=post("Some words."), docs__b=post("Others."))
    (repository.folder / "posts").mkdir()
    repository.git("mv", "old/a.md", "posts/a.md")
    repository.record("moved")
    (story,) = stories(repository, "posts")
    assert [state.path for state in story.states] == ["old/a.md", "posts/a.md"]


def test_names_of_any_letters_are_read(repository: Repository) -> None:
    for name in ("Über uns.md", 'a "quoted"\tname.md', "two\nlines.md"):
        repository.write(name, post(name.replace("\n", " ").replace('"', "")))
    repository.record('a "new" \x01 message\x02')
    assert paths(stories(repository)) == ['a "quoted"\tname.md', "two\nlines.md", "Über uns.md"]


def test_what_is_no_text_is_empty(repository: Repository) -> None:
    repository.commit("new", a="")
    (repository.folder / "b.md").write_bytes(bytes(range(256)) * 8)
    repository.record("binary")
    assert [story.states[0].text for story in stories(repository)] == ["", ""]


def test_instants_never_run_backwards(repository: Repository) -> None:
    repository.commit("new", a=post("One."))
    repository.commit("next", a=post("Two."))
    repository.made = 0  # the committer's clock is set back
    repository.commit("last", a=post("Three."))
    (story,) = stories(repository)
    assert [state.at - START for state in story.states] == [0 * DAY, 1 * DAY, 1 * DAY]
    assert story.states[-1].text == post("Three.")


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_a_repository_is_refused(tmp_path: Path, *, made: bool) -> None:
    folder = tmp_path / "none"
    if made:
        folder.mkdir()
    with pytest.raises(AskedWrongly, match="name a folder of a git repository"):
        len(GitHistory(str(folder)))


def test_a_repository_without_commits_is_refused(repository: Repository) -> None:
    with pytest.raises(AskedWrongly, match="name a folder of a git repository"):
        len(GitHistory(str(repository.folder)))
