"""Which changes did real articles go through, and in which order of time?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from syndicate.domain.histories import PastState, PastStory
from syndicate.errors import SyndicateError
from syndicate.importers.history import HistoryFile

_MONTH = timedelta(days=30.44)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A state that a story came into while the replay lasts."""

    story: int
    state: PastState


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronicle:
    """What is replayed: `pasts` are what stories were before, `happenings` what then befell them.

    `begin` is when the replay begins, `end` when its last change was made.
    """

    pasts: Sequence[PastStory]
    happenings: Sequence[Happening]
    begin: datetime
    end: datetime


def read_chronicle(files: Sequence[Path], months: float | None, most: int | None) -> Chronicle:
    """Return the newest months of the stories in these files, all of it without `months`.

    Stories that did not change in that time are left out; `most` keeps the first so many.
    Raises AskedWrongly for a file that cannot be read, or holds no change.
    """
    stories = [story for file in files for story in _stories(file)]
    last = max(state.at for story in stories for state in story.states)
    first = min(state.at for story in stories for state in story.states)
    begin = first if months is None else max(first, last - months * _MONTH)
    begin = begin.replace(hour=0, minute=0, second=0, microsecond=0)
    changing = [story for story in stories if story.states[-1].at >= begin]
    changing.sort(key=lambda story: next(s.at for s in story.states if s.at >= begin))
    kept = changing[:most]
    happenings = sorted(_happenings(kept, begin), key=lambda happening: happening.state.at)
    pasts = [_before(story, begin) for story in kept]
    return Chronicle(pasts=pasts, happenings=happenings, begin=begin, end=happenings[-1].state.at)


def _stories(file: Path) -> Iterator[PastStory]:
    """Yield the stories of a file under keys that no other file has."""
    for story in HistoryFile(str(file)):
        if isinstance(story, SyndicateError):
            raise story
        if story.states:
            yield PastStory(key=f"{file.name.partition('.')[0]}/{story.key}", states=story.states)


def _happenings(stories: Sequence[PastStory], begin: datetime) -> Iterator[Happening]:
    for number, story in enumerate(stories):
        for state in story.states:
            if state.at >= begin:
                yield Happening(story=number, state=state)


def _before(story: PastStory, begin: datetime) -> PastStory:
    past = tuple(state for state in story.states if state.at < begin)
    return PastStory(key=story.key, states=past)
