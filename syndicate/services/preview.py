"""What would a digest say, to whom, before it is sent?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision
from syndicate.domain.audience import Subscriber
from syndicate.domain.changes import Policy
from syndicate.domain.digests import RenderedDigest, decide_items, narrowed
from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.schedules import period_key
from syndicate.domain.zones import zone_named
from syndicate.services.candidates import find_candidates
from syndicate.services.compose import Compose
from syndicate.services.compose import Transaction as ComposeTransaction
from syndicate.services.transactions import Transactions


class Newsletters(Protocol):
    """What previewing asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...
    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Articles(Protocol):
    """What previewing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What previewing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Editions(Protocol):
    """What previewing asks of the editions."""

    def by_id(self, edition_id: int) -> Edition: ...
    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None: ...


class Subscribers(Protocol):
    """What previewing asks of the subscribers."""

    def by_email(self, email: str) -> Subscriber: ...


class Receipts(Protocol):
    """What previewing asks of what was mailed."""

    def pasts(
        self, newsletter_id: int, articles: Sequence[UUID], first: int, last: int
    ) -> Mapping[int, Mapping[UUID, int]]: ...
    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]: ...


class Planning(Protocol):
    """What previewing asks of up to when readers were told."""

    def told_until(self, newsletter_id: int, subscriber_id: int, usual: datetime) -> datetime: ...


class Outbox(Protocol):
    """What previewing asks of what happened."""

    def unpublished(self, articles: Sequence[UUID]) -> Collection[UUID]: ...


class Transaction(ComposeTransaction, Protocol):
    """What previewing sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def planning(self) -> Planning: ...
    @property
    def outbox(self) -> Outbox: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Renders the digest that would go out at an instant; keeps and sends nothing."""

    transactions: Transactions[Transaction]
    compose: Compose
    policy: Policy

    def __call__(self, name: str, *, at: datetime, email: str = "") -> RenderedDigest:
        """Return the digest as a new reader would get it, or the reader with this address.

        Raises NotFound, or SettingsFault naming file and line of a broken template.
        """
        with self.transactions.read() as tx:
            newsletter = tx.newsletters.get(name)
            told = tx.editions.told_until(newsletter.id, at) or newsletter.created
            reader = tx.subscribers.by_email(email) if email else None
            after = tx.planning.told_until(newsletter.id, reader.id, told) if reader else told
            candidates = find_candidates(tx, newsletter, self.policy, after=after, until=at)
            articles = [candidate.article_id for candidate in candidates]
            mailed = _mailed(tx, newsletter, articles, reader) if reader else {}
            theirs = narrowed(candidates, reader.sections) if reader else candidates
            keys = decide_items(theirs, mailed, after, self.policy)
            local = at.astimezone(zone_named(newsletter.timezone)).replace(tzinfo=None)
            rendered = self.compose.render(tx, newsletter, period_key(local), at, keys)
            return replace(rendered, html="") if reader and reader.plain_text else rendered


def _mailed(
    tx: Transaction, newsletter: Newsletter, articles: Sequence[UUID], reader: Subscriber
) -> Mapping[UUID, int]:
    pasts = tx.receipts.pasts(newsletter.id, articles, reader.id, reader.id)
    return pasts.get(reader.id, {})
