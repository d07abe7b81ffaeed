"""Which entries of an article stand in which feeds?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from syndicate.domain.articles import Article, Content, Kind, Revision
from syndicate.domain.changes import FeedText, Policy
from syndicate.domain.feeds import (
    ALL,
    CORRECTIONS,
    Feed,
    feeds_of,
    revision_urn,
    revisions_feed,
)
from syndicate.domain.notice_entries import announced, notice_urn
from syndicate.domain.readings import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry's place in a feed. `number` is the revision; 0 stands for the article itself."""

    feed: str
    urn: str
    article_id: UUID
    number: int
    updated: datetime

    @property
    def announces(self) -> bool:
        """Tell whether this is a notice entry of the revision, rather than its own."""
        return self.urn == notice_urn(self.article_id, self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Everything of one article that feeds list, and the site's feeds that this names."""

    feeds: tuple[Feed, ...]
    members: tuple[Member, ...]


def membership(article: Article, revisions: Sequence[Revision], policy: Policy) -> Membership:
    """Decide where a published article and its revisions are listed."""
    reading = read(article, revisions, policy)
    if reading.feed_text is FeedText.GONE:
        return Membership(feeds=(), members=())
    feeds = _feeds(revisions, reading.feed_text, policy)
    entries = [
        Member(
            feed=feed.name,
            urn=article.urn,
            article_id=article.id,
            number=0,
            updated=reading.updated,
        )
        for feed in feeds
    ]
    if reading.feed_text is FeedText.NEUTRAL:
        return Membership(feeds=feeds, members=tuple(entries))
    for revision in announced(article, revisions, policy):
        entries.extend(_notice_members(revision, feeds))
    entries.extend(_revision_members(article, revisions, policy))
    return Membership(feeds=(*feeds, CORRECTIONS), members=tuple(entries))


def _feeds(revisions: Sequence[Revision], feed_text: FeedText, policy: Policy) -> tuple[Feed, ...]:
    """Return the feeds of an article's own entry; corrections list its neutral notice if asked."""
    content = _last_content(revisions)
    feeds = feeds_of(content) if content else (ALL,)
    asked = feed_text is FeedText.NEUTRAL and policy.of(Kind.TAKEDOWN).in_corrections
    return (*feeds, CORRECTIONS) if asked else feeds


def _notice_members(revision: Revision, feeds: Sequence[Feed]) -> Iterator[Member]:
    for feed in feeds:
        yield Member(
            feed=feed.name,
            urn=notice_urn(revision.article_id, revision.number),
            article_id=revision.article_id,
            number=revision.number,
            updated=revision.recorded,
        )


def _last_content(revisions: Sequence[Revision]) -> Content | None:
    held = [r.content for r in revisions if r.content is not None]
    return held[-1] if held else None


def _revision_members(
    article: Article, revisions: Sequence[Revision], policy: Policy
) -> Iterator[Member]:
    for revision in revisions:
        names = [revisions_feed(article.slug)]
        if policy.of(revision.kind).in_corrections:
            names.append(CORRECTIONS.name)
        for name in names:
            yield Member(
                feed=name,
                urn=revision_urn(article.id, revision.number),
                article_id=article.id,
                number=revision.number,
                updated=revision.published,
            )
