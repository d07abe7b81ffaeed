"""How does a change of an article become public? Revision, clocks, event and notice together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Change
from syndicate.domain.events import Event
from syndicate.domain.notices import Asked, Notice, refuse_unconfirmed
from syndicate.domain.publication import Publication
from syndicate.services import pasts, withhold
from syndicate.services.count_first import Census, count_first
from syndicate.services.open_notices import Notices
from syndicate.services.open_notices import Transaction as NoticeTransaction
from syndicate.services.revise import Drafts, Proposal
from syndicate.services.transactions import Transactions


class Articles(Protocol):
    """What writing down asks of the articles."""

    def lock(self, slug: str) -> Article: ...
    def save(self, article: Article) -> None: ...
    def rename(self, article: Article, slug: str, now: datetime) -> None: ...
    def drop_former(self, article_id: UUID) -> None: ...


class Revisions(pasts.Revisions, Protocol):
    """What carrying out asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def append(self, revision: Revision) -> None: ...
    def recordable(self, now: datetime) -> datetime: ...
    def redact(self, revision: Revision, reason: str, now: datetime) -> None: ...


class Outbox(Protocol):
    """What carrying out asks of the outbox."""

    def add(self, event: Event) -> None: ...


class Transaction(NoticeTransaction, Protocol):
    """What writing down sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def outbox(self) -> Outbox: ...


class WholeArticles(Articles, withhold.Articles, Protocol):
    """What carrying out asks of the articles."""


class WholeNotices(Notices, withhold.Notices, Protocol):
    """What carrying out asks of the notices."""


class WholeTransaction(Transaction, withhold.Transaction, Protocol):
    """What carrying out sees of the store."""

    @property
    def articles(self) -> WholeArticles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def notices(self) -> WholeNotices: ...


class OpenNotice(Protocol):
    """Queues the mail that tells readers of a revision at once, where it calls for one."""

    def __call__(
        self, tx: NoticeTransaction, revision: Revision, asked: Asked, now: datetime
    ) -> Notice | None: ...


class OpenCounted(Protocol):
    """Does the same, also where many are to be told, whom a census has counted."""

    def __call__(
        self,
        tx: NoticeTransaction,
        revision: Revision,
        asked: Asked,
        now: datetime,
        census: Census | None,
    ) -> Notice | None: ...


class Withhold(Protocol):
    """Forgets what was rendered of an article whose words nobody may have any more."""

    def __call__(self, tx: withhold.Transaction, article_id: UUID, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOut:
    """Makes a proposal true, and has its event relayed."""

    transactions: Transactions[WholeTransaction]
    clock: Clock
    relay: Callable[[], object]
    open_notice: OpenCounted
    withhold: Withhold

    def __call__(self, proposal: Proposal) -> Article:
        """Return the article as it stands afterwards. Raises what the decision refuses with."""
        article = count_first(self.transactions, partial(self._commit, proposal))
        self.relay()
        return article

    def _commit(self, proposal: Proposal, census: Census | None) -> Article:
        open_notice = partial(self.open_notice, census=census)
        with self.transactions.write() as tx:
            if proposal.withholding:
                tx.documents.one_renderer()  # before the article: a relay takes them so, too
            article = tx.articles.lock(proposal.slug)
            now = self.clock.now()  # after any wait: `recorded` rises with each commit
            publication = proposal.decide(tx, article, now)
            notice = write(tx, publication, proposal, open_notice, now)
            if notice is not None:
                refuse_unconfirmed(notice, proposal.asked)
            if proposal.withholding:
                self.withhold(tx, article.id, now)
        return publication.article


def write(
    tx: Transaction,
    publication: Publication,
    proposal: Proposal,
    open_notice: OpenNotice,
    now: datetime,
) -> Notice | None:
    """Write down what was decided and what follows; return the notice that it opens, if any."""
    for revision in publication.revisions:
        tx.revisions.append(revision)
    article = publication.article
    tx.articles.save(article)
    if (event := event_of(publication, proposal.what, now)) is not None:
        tx.outbox.add(event)
    if not publication.revisions:
        return None
    return open_notice(tx, publication.revisions[-1], proposal.asked, now)


def event_of(publication: Publication, what: Change, now: datetime) -> Event | None:
    """Return the event of a change; None for a draft's: of it there is nothing to tell anybody."""
    article = publication.article
    if not article.head:
        return None
    return Event(article_id=article.id, change=what, number=article.head, recorded=now)
