"""Which stories, with all their states, does a local git repository of Markdown posts tell?

Told is what its branch really was, merge by merge, at committers' dates: what readers saw,
and when. Renames are followed. A commit that touches many posts is one site-wide change.
Every Markdown file counts as a post, but those that are about the repository or shape the
site; name a folder of it to have no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath

from syndicate.domain.histories import PastState, PastStory
from syndicate.errors import SyndicateError
from syndicate.importers.git_commands import Commit, Texts, Touch, commits, folder_inside

SITE_WIDE = 20
_PATTERNS = ("*.md", "*.markdown", "*.mdown", "*.mkd")
_NO_STORIES = {
    *("readme", "contributing", "changelog", "license", "licence", "code_of_conduct"),
    *("security", "support", "pull_request_template", "issue_template", "_index", "404"),
}
_NO_POSTS_IN = {
    *("node_modules", "vendor", "themes", "archetypes", "layouts", "_layouts", "_includes"),
}


@dataclass(slots=True, kw_only=True)
class _Trail:
    """A story on its way through commits and paths."""

    key: str
    states: list[tuple[Commit, Touch]] = field(default_factory=list)


class GitHistory:
    """The posts of a repository, or of the folder of one that is named.

    `site_wide` is the most posts that a commit may touch and still change each for itself.
    """

    def __init__(self, folder: str, site_wide: int = SITE_WIDE) -> None:
        self._folder = folder
        self._site_wide = site_wide

    def __len__(self) -> int:
        """Return how many stories there are."""
        return len(self._trails)

    def __iter__(self) -> Iterator[PastStory | SyndicateError]:
        """Yield the stories; texts are read one story at a time."""
        trails = self._trails
        with Texts(self._folder) as texts:
            for trail in trails:
                states = (self._state(commit, touch, texts) for commit, touch in trail.states)
                yield PastStory.of(trail.key, states)

    def _state(self, commit: Commit, touch: Touch, texts: Texts) -> PastState:
        return PastState(
            at=commit.at,
            text=texts.of(touch.blob) if touch.blob else None,
            path=touch.path if touch.blob else "",
            message=commit.message,
            site_wide=len(commit.touches) > self._site_wide,
        )

    @cached_property
    def _trails(self) -> Sequence[_Trail]:
        inside = folder_inside(self._folder)
        trails = _followed(_of_posts(commits(self._folder, *_PATTERNS)))
        return [trail for trail in trails if trail.states[-1][1].path.startswith(inside)]


def _of_posts(told: Iterator[Commit]) -> Iterator[Commit]:
    """Leave out what is no post, and have no instant lie before the one before it."""
    latest = None
    for commit in told:
        latest = max(latest or commit.at, commit.at)
        yield replace(commit, at=latest, touches=tuple(_to_posts(commit.touches)))


def _to_posts(touches: Sequence[Touch]) -> Iterator[Touch]:
    """Leave out what touches no post; a post renamed to be none is gone."""
    for touch in touches:
        if _is_post(touch.path):
            yield touch
        elif touch.before and _is_post(touch.before):
            yield Touch(path=touch.before, blob=None)


def _is_post(path: str) -> bool:
    named = PurePosixPath(path)
    folders = named.parent.parts
    hidden = any(part.startswith(".") or part.lower() in _NO_POSTS_IN for part in folders)
    home = named.stem.lower() == "index" and not folders
    return not (hidden or home or named.stem.lower() in _NO_STORIES)


def _followed(told: Iterator[Commit]) -> list[_Trail]:
    """Follow every story along its paths. One that was deleted goes on where it comes back."""
    trails: list[_Trail] = []
    at_path: dict[str, _Trail] = {}
    for commit in told:
        moved = [at_path.pop(touch.before or touch.path, None) for touch in commit.touches]
        for touch, known in zip(commit.touches, moved, strict=True):
            trail = known or _Trail(key=f"{touch.path}@{commit.name[:12]}")
            if known is None:
                trails.append(trail)
            at_path[touch.path] = trail
            trail.states.append((commit, touch))
    return trails
