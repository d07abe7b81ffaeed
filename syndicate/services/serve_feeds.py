"""Which bytes are a feed's, and where did a feed go that is no longer there?"""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.archives import Page, archive, archive_name, archived, subscription
from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.feeds import (
    SITE_FEEDS,
    Feed,
    FeedDocument,
    FeedFormat,
    revised_slug,
    revisions_feed,
    revisions_of,
)
from syndicate.services import pasts, refresh_feeds
from syndicate.services.refresh_feeds import RefreshFeeds
from syndicate.services.transactions import Transactions

_WITHDRAWN = {Status.TAKEN_DOWN, Status.UNPUBLISHED}


class Articles(pasts.Articles, Protocol):
    """What serving asks of the articles."""

    def find(self, slug: str) -> Article | None: ...


class Revisions(pasts.Revisions, Protocol):
    """What serving asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Members(refresh_feeds.Members, Protocol):
    """What serving asks of the feeds."""

    def feed(self, name: str) -> Feed | None: ...
    def end(self, feed: str) -> int: ...


class Documents(refresh_feeds.Documents, Protocol):
    """What serving asks of documents."""

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None: ...


class Transaction(refresh_feeds.Transaction, Protocol):
    """What serving sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def members(self) -> Members: ...
    @property
    def documents(self) -> Documents: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """The feed is at another name for good."""

    name: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The feed is closed: its article was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeFeed:
    """Hands out a feed's bytes, rendering what was never asked for before."""

    transactions: Transactions[Transaction]
    refresh: RefreshFeeds
    clock: Clock

    def __call__(self, name: str, format_: FeedFormat) -> FeedDocument | Moved | Gone | None:
        """Return the current document, or what became of it; None when there is no such feed."""
        with self.transactions.read() as tx:
            found = _found(tx, name, format_)
            if self.refresh.agrees(tx) and not isinstance(found, Page):
                return found
        with self.transactions.write() as tx:
            tx.documents.one_renderer()
            now = self.clock.now()
            self.refresh.agree(tx, now)
            found = _found(tx, name, format_)  # again: it may have moved while we waited
            if not isinstance(found, Page):
                return found
            self.refresh.render(tx, [found], [format_], now, pasts.Pasts(tx))
            return tx.documents.get(name, format_)


def _found(
    tx: Transaction, name: str, format_: FeedFormat
) -> Page | FeedDocument | Moved | Gone | None:
    document = tx.documents.get(name, format_)
    if document is not None and document.etag:
        return document
    of, number = archived(name)
    match _feed(tx, of):
        case Feed() as feed:
            last = tx.members.end(feed.name)
            return archive(feed, number, last) if number else subscription(feed, last)
        case Moved(to) if number:
            return Moved(archive_name(to, number))
        case otherwise:
            return otherwise


def _feed(tx: Transaction, name: str) -> Feed | Moved | Gone | None:
    slug = revised_slug(name)
    if slug is not None:
        return _revisions(tx, slug)
    return SITE_FEEDS.get(name) or tx.members.feed(name)


def _revisions(tx: Transaction, slug: str) -> Feed | Moved | Gone | None:
    article = tx.articles.find(slug)
    if article is None or not article.head:
        return None
    if article.status in _WITHDRAWN:
        return Gone()
    if article.slug != slug:
        return Moved(revisions_feed(article.slug))
    return revisions_of(article.id, slug, _headline(tx.revisions.of(article.id)))


def _headline(revisions: tuple[Revision, ...]) -> str:
    held = [r.content for r in revisions if r.content is not None]
    return held[-1].headline if held else ""
