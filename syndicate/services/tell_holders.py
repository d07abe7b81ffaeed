"""Who has an article by mail?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from syndicate.domain.articles import Article
from syndicate.domain.receipts import Holders, Place, Receipt
from syndicate.errors import NotFound
from syndicate.services.transactions import Transactions

PAGE = 1_000


class Articles(Protocol):
    """What telling asks of the articles."""

    def by_slug(self, slug: str) -> Article: ...


class ArticleReceipts(Protocol):
    """What telling asks of what was mailed."""

    def holders(self, article_id: UUID, revision: int | None = None) -> Holders: ...
    def page(
        self, article_id: UUID, revision: int | None, after: Place, limit: int
    ) -> Sequence[Receipt]: ...


class Transaction(Protocol):
    """What telling sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def article_receipts(self) -> ArticleReceipts: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHolders:
    """Tells who was mailed an article, or may have been."""

    transactions: Transactions[Transaction]

    def count(self, slug: str, revision: int | None = None) -> Holders:
        """Return how many readers have it. Raises NotFound."""
        with self.transactions.read() as tx:
            return tx.article_receipts.holders(_article(tx, slug, revision).id, revision)

    def each(self, slug: str, revision: int | None = None) -> Iterator[Receipt]:
        """Yield every mail of it, without holding the store meanwhile. Raises NotFound."""
        with self.transactions.read() as tx:
            article_id = _article(tx, slug, revision).id
        after = (0, 0)
        while True:
            with self.transactions.read() as tx:
                receipts = tx.article_receipts.page(article_id, revision, after, PAGE)
            if not receipts:
                return
            yield from receipts
            after = receipts[-1].place


def _article(tx: Transaction, slug: str, revision: int | None) -> Article:
    article = tx.articles.by_slug(slug)
    if revision is not None and not 1 <= revision <= article.head:
        raise NotFound(f"{slug!r} has no revision {revision}, only 1 to {article.head}")
    return article
