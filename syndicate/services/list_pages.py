"""Which pages does the site tell those about who search it?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision, Status
from syndicate.domain.changes import Policy
from syndicate.domain.feeds import ALL
from syndicate.domain.memberships import Member
from syndicate.domain.readings import Reading, read
from syndicate.domain.sitemaps import (
    MOST_NEWS,
    NEWS_FOR,
    PAGES_IN_ONE,
    PublicPage,
    positions,
    sitemaps,
)
from syndicate.errors import NotFound
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What listing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What listing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Members(Protocol):
    """What listing asks of the feeds' contents."""

    def end(self, feed: str) -> int: ...
    def newest(self, feed: str, limit: int) -> Sequence[Member]: ...


class PublicPages(Protocol):
    """What listing asks of the public pages."""

    def within(self, positions: range) -> Sequence[PublicPage]: ...


class Transaction(Protocol):
    """What listing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def members(self) -> Members: ...
    @property
    def public_pages(self) -> PublicPages: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPages:
    """Answers what sitemaps list. Each reads what it covers, however large the site is."""

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    in_one: int = PAGES_IN_ONE

    def sitemaps(self) -> int:
        """Return how many sitemaps there are."""
        with self.transactions.read() as tx:
            return sitemaps(tx.members.end(ALL.name), self.in_one)

    def sitemap(self, number: int) -> Sequence[PublicPage]:
        """Return what one of them lists, the oldest first. Raises NotFound beyond the last."""
        with self.transactions.read() as tx:
            last = sitemaps(tx.members.end(ALL.name), self.in_one)
            if not 1 <= number <= last:
                raise NotFound(f"there is no sitemap {number}")
            return tx.public_pages.within(positions(number, self.in_one))

    def news(self) -> Sequence[Reading]:
        """Return the articles that came out in the last two days, newest change first."""
        since = self.clock.now() - NEWS_FOR
        with self.transactions.read() as tx:
            lately = [m for m in tx.members.newest(ALL.name, MOST_NEWS) if m.updated >= since]
            ids = dict.fromkeys(member.article_id for member in lately)
            readings = (self._reading(tx, article_id) for article_id in ids)
            return [r for r in readings if _is_news(r) and r.first_published >= since]

    def _reading(self, tx: Transaction, article_id: UUID) -> Reading:
        return read(tx.articles.by_id(article_id), tx.revisions.of(article_id), self.policy)


def _is_news(reading: Reading) -> bool:
    """Tell whether the words stand: what was retracted is told as new nowhere any more."""
    return reading.content is not None and reading.status is not Status.RETRACTED
