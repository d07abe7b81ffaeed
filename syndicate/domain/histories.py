"""What does a source tell of a story's past, and how much of it was imported before?"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Self
from uuid import UUID

from syndicate.domain.articles import Article, Content, Status
from syndicate.domain.feeds import term

_DATE = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}[-_]")
_PAGE_OF_A_FOLDER = {"index", "_index"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastState:
    """What a story was from an instant on: a text, or None where it was deleted.

    `site_wide` states come of a change that was made to many stories alike.
    """

    at: datetime
    text: str | None
    path: str = ""
    message: str = ""
    site_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStory:
    """A story's whole past, oldest state first; `key` names it in its source, for good."""

    key: str
    states: tuple[PastState, ...]

    @classmethod
    def of(cls, key: str, states: Iterable[PastState]) -> Self:
        """Return a story of states told in any order; of one instant, the order told counts."""
        return cls(key=key, states=tuple(sorted(states, key=lambda state: state.at)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an importer understood of a state's text; without `content` it says nothing.

    `public` is False for what its source calls a draft. `fault` says what was broken.
    """

    content: Content | None
    unknown: tuple[str, ...] = ()
    public: bool = True
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which states of a story were imported, and how its article stood afterwards.

    Those are the ones up to the instant `until`; `alike` of them are of that instant.
    """

    key: str
    article_id: UUID
    head: int
    status: Status
    until: datetime
    alike: int
    states: int


def slug_of_path(path: str) -> str:
    """Return the slug that a file's name gives: its stem without a date, or else its folder's."""
    named = PurePosixPath(path)
    if named.stem in _PAGE_OF_A_FOLDER and named.parent.name:
        named = named.parent
    stem = named.stem if named.suffix else named.name
    return term(_DATE.sub("", stem) or stem)


def unseen(story: PastStory, source: Source | None) -> tuple[PastState, ...]:
    """Return the states that were not imported yet, late ones left out."""
    if source is None:
        return story.states
    then = [state for state in story.states if state.at == source.until]
    after = (state for state in story.states if state.at > source.until)
    return (*then[source.alike :], *after)


def late(story: PastStory, source: Source) -> int:
    """Count the states that appeared in the source before one that was imported."""
    before = sum(state.at < source.until for state in story.states)
    return max(0, before - (source.states - source.alike))


def of_this_past(story: PastStory, source: Source) -> bool:
    """Tell a story that goes on from another one of the same name: its last state is in it."""
    return any(state.at == source.until for state in story.states)


def source_after(
    story: PastStory, source: Source | None, article: Article, new: Sequence[PastState]
) -> Source:
    """Return what is known of a story's source once its new states are imported."""
    until = new[-1].at
    return Source(
        key=story.key,
        article_id=article.id,
        head=article.head,
        status=article.status,
        until=until,
        alike=sum(state.at == until for state in story.states),
        states=len(new) + (source.states if source else 0),
    )
