"""What do documents of feeds say now? Entries that are at hand are not rendered again."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import Page
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import ENTRIES_PER_DOCUMENT, FeedDocument, FeedFormat, Previous, etag
from syndicate.domain.memberships import Member
from syndicate.domain.notice_entries import read_notice
from syndicate.domain.readings import Reading, read, read_revision
from syndicate.domain.tombstones import KEPT, Tombstone
from syndicate.services.pasts import Pasts
from syndicate.services.pasts import Transaction as PastsTransaction

_AT_ONCE = 10  # documents of feeds; all of their bytes are in memory together
_Bodies = Mapping[tuple[str, FeedFormat], bytes]


class Notices(Protocol):
    """What rendering asks of the notices."""

    def unsaid(self, article_id: UUID, since: int, until: int) -> Sequence[str]: ...


class Members(Protocol):
    """What rendering asks of the feeds' contents."""

    def lately(self, after: Mapping[str, int], limit: int) -> Iterable[Member]: ...
    def removed(self, feeds: Iterable[str], since: datetime, limit: int) -> Iterable[Member]: ...
    def within(self, feed: str, positions: range) -> Iterable[Member]: ...


class Tombstones(Protocol):
    """What rendering asks of the entries that are gone."""

    def within(self, feeds: Collection[str]) -> Mapping[str, Sequence[Tombstone]]: ...


class Entries(Protocol):
    """What rendering asks of the cached entries."""

    def cached(
        self, urns: Collection[str], formats: Iterable[FeedFormat]
    ) -> Mapping[tuple[str, FeedFormat], bytes]: ...
    def cache(self, bodies: Mapping[tuple[Member, FeedFormat], bytes]) -> None: ...


class Documents(Protocol):
    """What rendering asks of the served bytes."""

    def previous(self, names: Collection[str]) -> Mapping[tuple[str, FeedFormat], Previous]: ...
    def put(
        self,
        documents: Iterable[FeedDocument],
        before: Mapping[tuple[str, FeedFormat], Previous],
    ) -> None: ...


class Transaction(PastsTransaction, Protocol):
    """What rendering sees of the store."""

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
        self,
        tx: Transaction,
        pages: Sequence[Page],
        formats: Collection[FeedFormat],
        now: datetime,
        pasts: Pasts,
    ) -> None:
        """Render documents in some formats and keep them; nobody else may be rendering."""
        for first in range(0, len(pages), _AT_ONCE):
            self._render(tx, pages[first : first + _AT_ONCE], formats, now, pasts)

    def _render(
        self,
        tx: Transaction,
        pages: Sequence[Page],
        formats: Collection[FeedFormat],
        now: datetime,
        pasts: Pasts,
    ) -> None:
        contents = _contents(tx, pages, now)
        bodies = self._bodies(tx, pasts, contents.values(), formats)
        before = tx.documents.previous([page.name for page in pages])
        documents = [
            self._document(content, format_, bodies, before.get((name, format_)), now)
            for name, content in contents.items()
            for format_ in formats
        ]
        tx.documents.put(documents, before)

    def _document(
        self,
        content: "_Content",
        format_: FeedFormat,
        bodies: _Bodies,
        before: Previous | None,
        now: datetime,
    ) -> FeedDocument:
        name, members = content.page.name, content.members
        entries = [bodies[member.urn, format_] for member in members]
        newest = [*(m.updated for m in members), *(tombstone.at for tombstone in content.gone)]
        updated = _never_back(newest, before, now)
        body = self.renderer.document(
            content.page, format_, entries, updated=updated, tombstones=content.gone
        )
        return FeedDocument(
            name=name,
            format=format_,
            body=body,
            etag=etag(name, format_, body),
            last_modified=now,
            updated=updated,
        )

    def _bodies(
        self,
        tx: Transaction,
        pasts: Pasts,
        contents: Iterable["_Content"],
        formats: Collection[FeedFormat],
    ) -> _Bodies:
        """Return the entries of documents; those that are not at hand are rendered and kept."""
        listed = {member.urn: member for content in contents for member in content.members}
        cached = tx.entries.cached(listed, formats)
        every = [(member, format_) for member in listed.values() for format_ in formats]
        missing = [each for each in every if (each[0].urn, each[1]) not in cached]
        if not missing:
            return cached
        untold = {member for member, _ in missing}
        pasts.read({member.article_id for member in untold})
        writers = {member: self._writer(tx, pasts, member) for member in untold}
        rendered = {(member, format_): writers[member](format_) for member, format_ in missing}
        tx.entries.cache(rendered)
        return {**cached, **{(m.urn, format_): body for (m, format_), body in rendered.items()}}

    def _writer(
        self, tx: Transaction, pasts: Pasts, member: Member
    ) -> Callable[[FeedFormat], bytes]:
        """Return what writes an entry in a format; what it tells is found out once for all."""
        article, revisions = pasts.of(member.article_id)
        if member.announces:
            unsaid = tx.notices.unsaid(article.id, 0, article.head)
            notice = read_notice(
                article, revisions, self.policy, member.number, words=self.words, unsaid=unsaid
            )
            return partial(self.renderer.notice_entry, notice, at=member.updated)
        if number := member.number:
            told = read_revision(article, revisions, self.policy, number, words=self.words)
            return partial(self.renderer.revision_entry, told)
        predecessor = article.head - 1 if self.words else 0
        reading = read(article, revisions, self.policy)
        return partial(self.renderer.entry, reading, predecessor=predecessor or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a document holds: entries, newest first, and which are gone."""

    page: Page
    members: Sequence[Member]
    gone: Sequence[Tombstone] = ()


def _contents(tx: Transaction, pages: Sequence[Page], now: datetime) -> Mapping[str, _Content]:
    """Return what documents hold, by their names."""
    found = {
        page.name: _Content(
            page=page, members=_ordered(tx.members.within(page.feed.name, page.positions))
        )
        for page in pages
        if page.number
    }
    current = [page for page in pages if not page.number]
    return {**found, **(_subscriptions(tx, current, now) if current else {})}


def _subscriptions(tx: Transaction, pages: Sequence[Page], now: datetime) -> Mapping[str, _Content]:
    """Return what subscription documents hold.

    Each has what changed last and, lest any entry be nowhere, all that came after the newest
    archive: a backdated one too. What was taken down last stays in it for as long as tombstones
    do, though more changes: readers that follow no archives may come once a week.
    """
    after = {page.feed.name: page.older * ENTRIES_PER_DOCUMENT for page in pages}
    members: dict[str, dict[str, Member]] = {name: {} for name in after}  # by urn: in many twice
    for found in (
        tx.members.lately(after, ENTRIES_PER_DOCUMENT),
        tx.members.removed(after, now - KEPT, ENTRIES_PER_DOCUMENT),
    ):
        for member in found:
            members[member.feed][member.urn] = member
    gone = tx.tombstones.within(after)
    return {
        page.name: _Content(
            page=page,
            members=_ordered(members[page.feed.name].values()),
            gone=gone.get(page.feed.name, ()),
        )
        for page in pages
    }


def _ordered(members: Iterable[Member]) -> Sequence[Member]:
    """Return entries as documents list them, newest first."""
    return sorted(members, key=lambda m: (-m.updated.timestamp(), m.urn))


def _never_back(newest: Sequence[datetime], before: Previous | None, now: datetime) -> datetime:
    """Return the document's newest change; it does not fall when the newest entry leaves."""
    known = [*newest, before.updated] if before else newest
    return max(known, default=now)
