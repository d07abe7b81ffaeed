"""How much of a story's past is here already?"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Content, Draft, Revision
from syndicate.domain.histories import PastState, PastStory, Source, of_this_past, unseen
from syndicate.domain.replaying import Stand


class Articles(Protocol):
    """What recognising asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Drafts(Protocol):
    """What recognising asks of the drafts."""

    def of(self, article_id: UUID) -> Draft | None: ...


class Revisions(Protocol):
    """What recognising asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Sources(Protocol):
    """What recognising asks of the sources."""

    def find(self, key: str) -> Source | None: ...


class Transaction(Protocol):
    """What recognising sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def sources(self) -> Sources: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A story, and what of it is here already; its `stand` is told where there is more to come.

    `story` has the key that it has here, `told` the one that its source gave.
    """

    told: PastStory
    story: PastStory
    source: Source | None = None
    article: Article | None = None
    stand: Stand = field(default_factory=Stand)

    @property
    def new(self) -> Sequence[PastState]:
        """Return the states that are not here yet."""
        return unseen(self.story, self.source)

    @property
    def to_come(self) -> bool:
        """Tell whether something of it is to be imported."""
        return bool(self.new) and not self.changed_here

    @property
    def seen(self) -> Sequence[PastState]:
        """Return the states that are here, and those that came too late to be."""
        return self.story.states[: len(self.story.states) - len(self.new)]

    @property
    def changed_here(self) -> bool:
        """Tell whether anything but an import changed the article or took its words."""
        if self.source is None or self.article is None:
            return False
        same = (self.article.head, self.article.status) == (self.source.head, self.source.status)
        return not same or self.stand.content is None


def recognise(tx: Transaction, story: PastStory) -> Known:
    """Find what is here of a story; one that only has the same name gets a number."""
    for key in chain([story.key], (f"{story.key}#{n}" for n in count(2))):
        named = replace(story, key=key)
        source = tx.sources.find(key)
        if source is None:
            return Known(told=story, story=named)
        if of_this_past(story, source):
            return _stood(tx, Known(told=story, story=named, source=source))
    raise AssertionError("numbers do not end")


def _stood(tx: Transaction, known: Known) -> Known:
    """Add how a story's article stands; its words are looked up where there is more to come."""
    if known.source is None:
        return known
    article = tx.articles.by_id(known.source.article_id)
    if not known.new:
        return replace(known, article=article)
    texts = [state.text for state in known.seen if state.text and state.text.strip()]
    content = _words(tx, article)
    stand = Stand(status=article.status, content=content, text=texts[-1] if texts else None)
    return replace(known, article=article, stand=stand)


def _words(tx: Transaction, article: Article) -> Content | None:
    draft = None if article.head else tx.drafts.of(article.id)
    if draft is not None:
        return draft.content
    revisions = tx.revisions.of(article.id)
    return revisions[-1].content if revisions else None
