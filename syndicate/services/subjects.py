"""What does the name of something that can be followed stand for, now?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.feeds import Feed
from syndicate.domain.followings import Subject, followable
from syndicate.domain.memberships import Member
from syndicate.domain.site import Site
from syndicate.errors import NotFound


class Articles(Protocol):
    """What naming asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What naming asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Members(Protocol):
    """What naming asks of the feeds."""

    def feed(self, name: str) -> Feed | None: ...
    def newest(self, feed: str, limit: int) -> Sequence[Member]: ...


class Transaction(Protocol):
    """What naming sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def members(self) -> Members: ...


def subject_named(tx: Transaction, name: str, site: Site) -> Subject:
    """Return what can be followed by this name. Raises NotFound where nothing public can be."""
    known = named(tx, name, site)
    if not known.label:
        raise NotFound(f"nothing that can be followed is named {name!r}")
    return known


def named(tx: Transaction, name: str, site: Site) -> Subject:
    """Return what a name stands for; without a label where nothing public does."""
    subject = Subject(name=name)
    try:
        if subject.article_id is not None:
            return _article(tx, subject, subject.article_id, site)
    except NotFound:
        return subject
    return _listed(tx, subject, site) if followable(name) else subject


def _article(tx: Transaction, subject: Subject, article_id: UUID, site: Site) -> Subject:
    article = tx.articles.by_id(article_id)
    held = [r.content for r in tx.revisions.of(article_id) if r.content is not None]
    if article.status is not Status.PUBLISHED or not held:
        return subject
    return replace(subject, label=held[-1].headline, url=site.article_url(article.slug))


def _listed(tx: Transaction, subject: Subject, site: Site) -> Subject:
    feed = tx.members.feed(subject.name)
    if feed is None or not tx.members.newest(feed.name, 1):
        return subject
    return replace(subject, label=feed.label, url=site.url(f"/{feed.name}"))
