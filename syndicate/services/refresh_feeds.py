"""How do the feeds come to show what changed? Only the feeds concerned are rendered."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import (
    ALL,
    CORRECTIONS,
    ENTRIES_PER_DOCUMENT,
    Feed,
    FeedDocument,
    FeedFormat,
    etag,
)
from syndicate.domain.memberships import Member, membership
from syndicate.domain.notice_entries import read_notice
from syndicate.domain.readings import Reading, read, read_revision
from syndicate.domain.settled import Settled


class Articles(Protocol):
    """What refreshing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What refreshing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Notices(Protocol):
    """What refreshing asks of the notices."""

    def unsaid(self, article_id: UUID, since: int, until: int) -> Sequence[str]: ...


class Placed(Protocol):
    """What refreshing asks of the feeds' contents."""

    def replace(
        self, article_id: UUID, wanted: Sequence[Member], named: Iterable[Feed]
    ) -> None: ...
    def feeds_with(self, article_id: UUID) -> Sequence[str]: ...
    def newest(self, feed: str, limit: int) -> Sequence[Member]: ...
    def feed(self, name: str) -> Feed | None: ...


class Names(Protocol):
    """What refreshing does to feeds that are no more."""

    def unname(self, names: Collection[str]) -> None: ...


class Members(Placed, Names, Protocol):
    """What refreshing asks of the feeds and what stands in them."""


class Entries(Protocol):
    """What refreshing asks of the cached entries."""

    def cached(self, urns: Sequence[str], format_: FeedFormat) -> Mapping[str, bytes]: ...
    def cache(self, member: Member, format_: FeedFormat, body: bytes) -> None: ...
    def forget(self, article_id: UUID) -> None: ...


class Served(Protocol):
    """What refreshing asks of the served bytes."""

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None: ...
    def put(self, document: FeedDocument, before: FeedDocument | None) -> None: ...
    def one_renderer(self) -> None: ...


class Spent(Protocol):
    """What refreshing does to bytes that are served no more."""

    def outdate(self, name: str) -> None: ...
    def erase(self, names: Collection[str]) -> None: ...


class Documents(Served, Spent, Protocol):
    """What refreshing asks of, and does to, documents."""


class Renderings(Protocol):
    """What refreshing asks of how feeds at hand came to be."""

    def under(self) -> Settled | None: ...
    def begin_anew(self, settled: Settled) -> None: ...
    def revised(self) -> Sequence[UUID]: ...


class Transaction(Protocol):
    """What refreshing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def members(self) -> Members: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def renderings(self) -> Renderings: ...


class Renderer(Protocol):
    """Makes bytes of feeds."""

    def entry(
        self, reading: Reading, format_: FeedFormat, *, predecessor: int | None = None
    ) -> bytes: ...
    def revision_entry(self, reading: Reading, format_: FeedFormat) -> bytes: ...
    def notice_entry(self, reading: Reading, format_: FeedFormat, *, at: datetime) -> bytes: ...
    def document(
        self, feed: Feed, format_: FeedFormat, entries: Sequence[bytes], *, updated: datetime
    ) -> bytes: ...


SITE_FEEDS = {feed.name: feed for feed in (ALL, CORRECTIONS)}


def _newest(tx: Transaction, feed: Feed) -> Sequence[Member]:
    return tx.members.newest(feed.name, ENTRIES_PER_DOCUMENT)


def _never_back(members: Sequence[Member], before: FeedDocument | None, now: datetime) -> datetime:
    """Return the feed's newest change; it does not fall when the newest entry leaves."""
    known = [member.updated for member in members]
    if before is not None:
        known.append(before.updated)
    return max(known, default=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshFeeds:
    """Keeps feeds true to the articles. Running it twice has the effect of one.

    `words` tells whether the words of older revisions are public.
    """

    renderer: Renderer
    policy: Policy
    settled: Settled
    words: bool = True

    def agrees(self, tx: Transaction) -> bool:
        """Tell whether the feeds at hand were rendered under the settings of this process."""
        return tx.renderings.under() == self.settled

    def agree(self, tx: Transaction) -> None:
        """Have every feed rendered again, unless they agree; nobody else may be rendering."""
        before = tx.renderings.under()
        if before == self.settled:
            return
        tx.renderings.begin_anew(self.settled)
        if before is None or before.policy != self.settled.policy:
            for article_id in tx.renderings.revised():
                self._place(tx, article_id)

    def __call__(self, tx: Transaction, article_ids: Collection[UUID], now: datetime) -> None:
        """Place the articles' entries anew and render every feed they are or were in."""
        tx.documents.one_renderer()
        self.agree(tx)
        concerned: set[str] = set()
        for article_id in article_ids:
            concerned.update(tx.members.feeds_with(article_id))
            self._place(tx, article_id)
            concerned.update(tx.members.feeds_with(article_id))
        for name in sorted(concerned):
            if name.startswith("articles/"):
                tx.documents.outdate(name)
            else:
                self._render_all(tx, name, now)

    def take_out(self, tx: Transaction, article_id: UUID) -> None:
        """Place an article's entries anew and forget the bytes of every feed they were in.

        Nothing is rendered: whoever relays, or asks first, does that. Nobody else may be
        rendering.
        """
        before = tx.members.feeds_with(article_id)
        self._place(tx, article_id)
        concerned = {*before, *tx.members.feeds_with(article_id)}
        tx.documents.erase(concerned)
        if tx.articles.by_id(article_id).status is Status.TAKEN_DOWN:
            tx.members.unname(concerned)

    def _place(self, tx: Transaction, article_id: UUID) -> None:
        article = tx.articles.by_id(article_id)
        placed = membership(article, tx.revisions.of(article_id), self.policy)
        tx.members.replace(article_id, placed.members, placed.feeds)
        tx.entries.forget(article_id)

    def _render_all(self, tx: Transaction, name: str, now: datetime) -> None:
        feed = SITE_FEEDS.get(name) or tx.members.feed(name)
        if feed is None:
            tx.documents.erase([name])
            return
        members = _newest(tx, feed)
        for format_ in FeedFormat:
            self._render(tx, feed, format_, members, now)

    def render(self, tx: Transaction, feed: Feed, format_: FeedFormat, now: datetime) -> None:
        """Render one document and keep it; entries at hand are not rendered again."""
        self._render(tx, feed, format_, _newest(tx, feed), now)

    def _render(
        self,
        tx: Transaction,
        feed: Feed,
        format_: FeedFormat,
        members: Sequence[Member],
        now: datetime,
    ) -> None:
        cached = tx.entries.cached([member.urn for member in members], format_)
        bodies = [cached.get(m.urn) or self._entry(tx, m, format_) for m in members]
        before = tx.documents.get(feed.name, format_)
        updated = _never_back(members, before, now)
        body = self.renderer.document(feed, format_, bodies, updated=updated)
        tx.documents.put(
            FeedDocument(
                name=feed.name,
                format=format_,
                body=body,
                etag=etag(feed.name, format_, body),
                last_modified=now,
                updated=updated,
            ),
            before,
        )

    def _entry(self, tx: Transaction, member: Member, format_: FeedFormat) -> bytes:
        article = tx.articles.by_id(member.article_id)
        revisions = tx.revisions.of(article.id)
        if member.announces:
            unsaid = tx.notices.unsaid(article.id, 0, article.head)
            notice = read_notice(
                article, revisions, self.policy, member.number, words=self.words, unsaid=unsaid
            )
            body = self.renderer.notice_entry(notice, format_, at=member.updated)
        elif number := member.number:
            told = read_revision(article, revisions, self.policy, number, words=self.words)
            body = self.renderer.revision_entry(told, format_)
        else:
            predecessor = article.head - 1 if self.words else 0
            reading = read(article, revisions, self.policy)
            body = self.renderer.entry(reading, format_, predecessor=predecessor or None)
        tx.entries.cache(member, format_, body)
        return body
