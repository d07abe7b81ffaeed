"""How do words that nobody may have any more leave the store, all but their own revisions?

With the commit that withdraws them: feeds are served anew from then on, and no rendered
mail holds them. A relay does it again, for a mail that was being rendered meanwhile.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.domain.archives import documents
from syndicate.domain.articles import Article, Status
from syndicate.domain.feeds import revisions_feed
from syndicate.domain.notices import MOST_UNCONFIRMED
from syndicate.domain.readings import withheld
from syndicate.services.count_changes import Transaction as CountTransaction
from syndicate.services.pasts import Articles as PastsArticles
from syndicate.services.pasts import Pasts
from syndicate.services.refresh_feeds import Transaction as FeedsTransaction
from syndicate.services.render_feeds import Notices as PlacedNotices

TAKEN_DOWN = "the article was taken down"


class Articles(PastsArticles, Protocol):
    """What withholding asks of the articles."""

    def slugs(self, article_ids: Collection[UUID]) -> Collection[str]: ...


class Bodies(Protocol):
    """What withholding does to rendered mails."""

    def forget(self, article_id: UUID, now: datetime) -> None: ...


class Notices(PlacedNotices, Protocol):
    """What withholding does to notices of older revisions."""

    def end(
        self, article_id: UUID, before: int, why: str, now: datetime, *, at_once: int
    ) -> None: ...


class Transaction(FeedsTransaction, CountTransaction, Protocol):
    """What withholding sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def overtaken(self) -> Bodies: ...
    @property
    def notices(self) -> Notices: ...


class TakeOut(Protocol):
    """Has nothing of an article served that was rendered before."""

    def __call__(
        self, tx: FeedsTransaction, article_id: UUID, now: datetime, pasts: Pasts
    ) -> None: ...


class CountAnew(Protocol):
    """Has the figures of corrections count articles as they are now."""

    def __call__(
        self, tx: CountTransaction, article_ids: Collection[UUID], pasts: Pasts
    ) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Withhold:
    """Forgets what was rendered, and counted, of an article. Twice has the effect of once.

    What waits of its notices is cancelled, too, where they are for `at_once` readers at the most,
    or else step by step afterwards (`queue_notices`).
    """

    take_out: TakeOut
    count: CountAnew
    at_once: int = MOST_UNCONFIRMED

    def __call__(self, tx: Transaction, article_id: UUID, now: datetime) -> None:
        """Forget it as the change commits; nobody else may be rendering feeds."""
        pasts = Pasts(tx)
        self.take_out(tx, article_id, now, pasts)
        self.count(tx, {article_id}, pasts)
        self.again(tx, {article_id}, now, pasts)

    def again(
        self, tx: Transaction, article_ids: Collection[UUID], now: datetime, pasts: Pasts
    ) -> None:
        """Forget, once the change is public, what of these articles is to be forgotten."""
        pasts.read(article_ids)
        for article_id in article_ids:
            article, revisions = pasts.of(article_id)
            if withheld(article, revisions):
                self._forget(tx, article, now)

    def _forget(self, tx: Transaction, article: Article, now: datetime) -> None:
        feeds = [revisions_feed(slug) for slug in tx.articles.slugs([article.id])]
        ends = tx.members.ends(feeds)
        tx.documents.erase([name for feed in feeds for name in documents(feed, ends.get(feed, 0))])
        tx.overtaken.forget(article.id, now)
        if article.status is Status.TAKEN_DOWN:
            tx.notices.end(article.id, article.head, TAKEN_DOWN, now, at_once=self.at_once)
