"""What does one document of a feed say now? Entries that are at hand are not rendered again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import Page
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT, FeedDocument, FeedFormat, etag
from syndicate.domain.memberships import Member
from syndicate.domain.notice_entries import read_notice
from syndicate.domain.readings import Reading, read, read_revision
from syndicate.domain.tombstones import KEPT, Tombstone


class Articles(Protocol):
    """What rendering asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def by_ids(self, article_ids: Collection[UUID]) -> Mapping[UUID, Article]: ...


class Revisions(Protocol):
    """What rendering asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def of_all(self, article_ids: Collection[UUID]) -> Mapping[UUID, tuple[Revision, ...]]: ...


class Notices(Protocol):
    """What rendering asks of the notices."""

    def unsaid(self, article_id: UUID, since: int, until: int) -> Sequence[str]: ...


class Members(Protocol):
    """What rendering asks of the feeds' contents."""

    def newest(self, feed: str, limit: int) -> Sequence[Member]: ...
    def beyond(self, feed: str, position: int) -> Sequence[Member]: ...
    def within(self, feed: str, positions: range) -> Sequence[Member]: ...
    def removed(self, feed: str, since: datetime) -> Sequence[Member]: ...


class Tombstones(Protocol):
    """What rendering asks of the entries that are gone."""

    def within(self, feed: str) -> Sequence[Tombstone]: ...


class Entries(Protocol):
    """What rendering asks of the cached entries."""

    def cached(self, urns: Sequence[str], format_: FeedFormat) -> Mapping[str, bytes]: ...
    def cache(self, bodies: Mapping[Member, bytes], format_: FeedFormat) -> None: ...


class Documents(Protocol):
    """What rendering asks of the served bytes."""

    def get(self, name: str, format_: FeedFormat) -> FeedDocument | None: ...
    def put(self, document: FeedDocument, before: FeedDocument | None) -> None: ...


class Transaction(Protocol):
    """What rendering sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def members(self) -> Members: ...
    @property
    def tombstones(self) -> Tombstones: ...
    @property
    def entries(self) -> Entries: ...
    @property
    def documents(self) -> Documents: ...


class Renderer(Protocol):
    """Makes bytes of feeds."""

    def entry(
        self, reading: Reading, format_: FeedFormat, *, predecessor: int | None = None
    ) -> bytes: ...
    def revision_entry(self, reading: Reading, format_: FeedFormat) -> bytes: ...
    def notice_entry(self, reading: Reading, format_: FeedFormat, *, at: datetime) -> bytes: ...
    def document(
        self,
        page: Page,
        format_: FeedFormat,
        entries: Sequence[bytes],
        *,
        updated: datetime,
        tombstones: Sequence[Tombstone] = (),
    ) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderFeeds:
    """Renders documents and keeps them. Twice has the effect of once.

    `words` tells whether the words of older revisions are public.
    """

    renderer: Renderer
    policy: Policy
    words: bool = True

    def __call__(
        self, tx: Transaction, page: Page, formats: Iterable[FeedFormat], now: datetime
    ) -> None:
        """Render a document in some formats and keep it; nobody else may be rendering."""
        members = _members(tx, page, now)
        gone = () if page.number else tx.tombstones.within(page.feed.name)
        pasts = _Pasts(tx)
        for format_ in formats:
            bodies = self._bodies(pasts, members, format_)
            self._document(tx, page, format_, members, bodies, gone, now)

    def _document(
        self,
        tx: Transaction,
        page: Page,
        format_: FeedFormat,
        members: Sequence[Member],
        bodies: Sequence[bytes],
        gone: Sequence[Tombstone],
        now: datetime,
    ) -> None:
        newest = [*(m.updated for m in members), *(tombstone.at for tombstone in gone)]
        before = tx.documents.get(page.name, format_)
        updated = _never_back(newest, before, now)
        body = self.renderer.document(page, format_, bodies, updated=updated, tombstones=gone)
        document = FeedDocument(
            name=page.name,
            format=format_,
            body=body,
            etag=etag(page.name, format_, body),
            last_modified=now,
            updated=updated,
        )
        tx.documents.put(document, before)

    def _bodies(
        self, pasts: "_Pasts", members: Sequence[Member], format_: FeedFormat
    ) -> Sequence[bytes]:
        """Return the entries of a document; those that are not at hand are rendered and kept."""
        entries = pasts.tx.entries
        cached = entries.cached([member.urn for member in members], format_)
        missing = [member for member in members if member.urn not in cached]
        if not missing:
            return [cached[member.urn] for member in members]
        pasts.read({member.article_id for member in missing})
        rendered = {member: self._entry(pasts, member, format_) for member in missing}
        entries.cache(rendered, format_)
        return [cached.get(member.urn) or rendered[member] for member in members]

    def _entry(self, pasts: "_Pasts", member: Member, format_: FeedFormat) -> bytes:
        article = pasts.articles[member.article_id]
        revisions = pasts.revisions[member.article_id]
        if member.announces:
            unsaid = pasts.tx.notices.unsaid(article.id, 0, article.head)
            notice = read_notice(
                article, revisions, self.policy, member.number, words=self.words, unsaid=unsaid
            )
            return self.renderer.notice_entry(notice, format_, at=member.updated)
        if number := member.number:
            told = read_revision(article, revisions, self.policy, number, words=self.words)
            return self.renderer.revision_entry(told, format_)
        predecessor = article.head - 1 if self.words else 0
        reading = read(article, revisions, self.policy)
        return self.renderer.entry(reading, format_, predecessor=predecessor or None)


@dataclass(frozen=True, slots=True)
class _Pasts:
    """Articles and their revisions, read all together, and once for every format."""

    tx: Transaction
    articles: dict[UUID, Article] = field(default_factory=dict)
    revisions: dict[UUID, tuple[Revision, ...]] = field(default_factory=dict)

    def read(self, article_ids: Iterable[UUID]) -> None:
        unread = set(article_ids) - self.articles.keys()
        if unread:
            self.articles.update(self.tx.articles.by_ids(unread))
            self.revisions.update(self.tx.revisions.of_all(unread))


def _members(tx: Transaction, page: Page, now: datetime) -> Sequence[Member]:
    """Return what a document holds, newest first.

    The subscription document has what changed last and, lest any entry be nowhere, all that
    came after the newest archive: a backdated one too. It has all that was taken down, as it
    has every tombstone: more may be at once than change else, and who has an archive never
    asks for it again.
    """
    name = page.feed.name
    if page.number:
        return tx.members.within(name, page.positions)
    newest = tx.members.newest(name, ENTRIES_PER_DOCUMENT)
    latest = tx.members.beyond(name, page.older * ENTRIES_PER_DOCUMENT)
    removed = tx.members.removed(name, now - KEPT)
    return sorted({*newest, *latest, *removed}, key=lambda m: (-m.updated.timestamp(), m.urn))


def _never_back(newest: Sequence[datetime], before: FeedDocument | None, now: datetime) -> datetime:
    """Return the document's newest change; it does not fall when the newest entry leaves."""
    known = [*newest, before.updated] if before else newest
    return max(known, default=now)
