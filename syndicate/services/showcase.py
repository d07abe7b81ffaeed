"""What do the public lists show: front page, sections, corrections, feeds, archive?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.digests import Digest, ItemKey
from syndicate.domain.editions import Edition, EditionStatus, Newsletter
from syndicate.domain.feeds import ALL, CORRECTIONS, ENTRIES_PER_DOCUMENT, Feed
from syndicate.domain.memberships import Member
from syndicate.domain.pages import Told, corrections_of
from syndicate.domain.readings import Reading, read
from syndicate.errors import NotFound
from syndicate.services.compose import Compose
from syndicate.services.compose import Transaction as ComposeTransaction
from syndicate.services.transactions import Transactions

ON_A_PAGE = 50
ARCHIVED = frozenset({EditionStatus.SENDING, EditionStatus.SENT})


class Articles(Protocol):
    """What showing asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What showing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Members(Protocol):
    """What showing asks of the feeds' contents."""

    def newest(self, feed: str, limit: int) -> Sequence[Member]: ...
    def feed(self, name: str) -> Feed | None: ...
    def named(self) -> Sequence[Feed]: ...


class Newsletters(Protocol):
    """What showing asks of the newsletters."""

    def get(self, name: str) -> Newsletter: ...
    def by_id(self, newsletter_id: int) -> Newsletter: ...
    def all(self) -> Sequence[Newsletter]: ...


class Editions(Protocol):
    """What showing asks of the editions."""

    def by_id(self, edition_id: int) -> Edition: ...
    def of_period(self, newsletter_id: int, period_key: str) -> Edition | None: ...
    def newest(self, newsletter_id: int | None, limit: int) -> Sequence[Edition]: ...


class Transaction(ComposeTransaction, Protocol):
    """What showing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def members(self) -> Members: ...
    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase:
    """Answers what the public pages list."""

    transactions: Transactions[Transaction]
    compose: Compose
    policy: Policy

    def front(self) -> Sequence[Reading]:
        """Return the newest articles."""
        return self.listed(ALL)

    def listed(self, feed: Feed, count: int = ON_A_PAGE) -> Sequence[Reading]:
        """Return the newest articles of a feed, `count` at the most."""
        with self.transactions.read() as tx:
            return self._readings(tx, tx.members.newest(feed.name, count))

    def feed(self, name: str) -> Feed:
        """Return a section's, tag's or author's feed. Raises NotFound."""
        with self.transactions.read() as tx:
            feed = tx.members.feed(name)
            if feed is None:
                raise NotFound(f"there is no {name!r}")
            return feed

    def feeds(self) -> Sequence[Feed]:
        """Return the site's own feeds, which are always there, and those that hold something."""
        own = (ALL, CORRECTIONS)
        with self.transactions.read() as tx:
            return [*own, *(feed for feed in tx.members.named() if feed not in own)]

    def corrections(self) -> Sequence[Told]:
        """Return what was corrected lately, newest first."""
        with self.transactions.read() as tx:
            members = tx.members.newest(CORRECTIONS.name, ON_A_PAGE)
            return corrections_of(self._readings(tx, members), self.policy)

    def newsletters(self) -> Sequence[Newsletter]:
        """Return the newsletters that can be subscribed to."""
        with self.transactions.read() as tx:
            return tx.newsletters.all()

    def archive(self, name: str) -> tuple[Newsletter, Sequence[Edition]]:
        """Return a newsletter and its editions that went out, newest first. Raises NotFound."""
        with self.transactions.read() as tx:
            newsletter = tx.newsletters.get(name)
            editions = tx.editions.newest(newsletter.id, ON_A_PAGE)
            return newsletter, [e for e in editions if e.status in ARCHIVED]

    def editions(self, name: str) -> tuple[Newsletter, Sequence[Digest]]:
        """Return the last editions for everybody, newest first. Raises NotFound."""
        newsletter, editions = self.archive(name)
        last = editions[:ENTRIES_PER_DOCUMENT]
        return newsletter, [self.edition(name, each.period_key) for each in last]

    def edition(self, name: str, period_key: str) -> Digest:
        """Return an edition for everybody, as its articles are read today. Raises NotFound."""
        with self.transactions.read() as tx:
            newsletter = tx.newsletters.get(name)
            edition = tx.editions.of_period(newsletter.id, period_key)
            if edition is None or edition.status not in ARCHIVED:
                raise NotFound(f"{name!r} has no edition of {period_key!r}")
            keys = _for_everybody(tx, edition)
            return self.compose.digest(tx, newsletter, period_key, edition.due, keys)

    def _readings(self, tx: Transaction, members: Iterable[Member]) -> Sequence[Reading]:
        ids = dict.fromkeys(member.article_id for member in members)
        return [self._reading(tx, article_id) for article_id in ids]

    def _reading(self, tx: Transaction, article_id: UUID) -> Reading:
        return read(tx.articles.by_id(article_id), tx.revisions.of(article_id), self.policy)


def _for_everybody(tx: Transaction, edition: Edition) -> Sequence[ItemKey]:
    """Return each article of an edition once, in the newest revision anybody was mailed."""
    newest: dict[UUID, int] = {}
    for cohort_id in tx.cohorts.of_edition(edition.id):
        for item in tx.cohorts.items(cohort_id):
            newest[item.article_id] = max(item.revision, newest.get(item.article_id, 0))
    return [
        ItemKey(article_id=article_id, revision=revision, status=DigestAs.NEW)
        for article_id, revision in newest.items()
    ]
