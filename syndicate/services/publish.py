"""How does a draft become public, now or at its moment?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

import structlog

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Draft, Revision, Status
from syndicate.domain.changes import Change, Policy
from syndicate.domain.events import Event
from syndicate.domain.notices import Asked, Notice, refuse_unconfirmed
from syndicate.domain.publication import Publication, publish_draft
from syndicate.domain.waiting import refuse_past, refuse_published, unscheduled
from syndicate.errors import Refused, SyndicateError, Temporary
from syndicate.services.carry_out import OpenCounted
from syndicate.services.count_first import Census, count_first
from syndicate.services.open_notices import Transaction as NoticeTransaction
from syndicate.services.transactions import Transactions

log = structlog.get_logger()


class Articles(Protocol):
    """What publishing asks of the articles."""

    def lock(self, slug: str) -> Article: ...
    def save(self, article: Article) -> None: ...
    def due(self, now: datetime) -> Sequence[Article]: ...


class Drafts(Protocol):
    """What publishing asks of the drafts."""

    def of(self, article_id: UUID) -> Draft | None: ...
    def remove(self, article_id: UUID) -> None: ...


class Revisions(Protocol):
    """What publishing asks of the revisions."""

    def append(self, revision: Revision) -> None: ...
    def recordable(self, now: datetime) -> datetime: ...


class Outbox(Protocol):
    """What publishing asks of the outbox."""

    def add(self, event: Event) -> None: ...


class Transaction(NoticeTransaction, Protocol):
    """What publishing sees of the store."""

    @property
    def articles(self) -> Articles: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def outbox(self) -> Outbox: ...


class CountNotice(Protocol):
    """Counts whom such a mail would tell, where it would tell anybody."""

    def __call__(
        self,
        tx: NoticeTransaction,
        revision: Revision,
        now: datetime,
        census: Census | None,
    ) -> Notice | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """Publishes drafts. Revision, clocks and event are written together or not at all."""

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    salt: Callable[[], bytes]
    relay: Callable[[], object]
    open_notice: OpenCounted
    count_notice: CountNotice
    _stuck: dict[str, str] = field(default_factory=dict, init=False)

    def __call__(
        self,
        slug: str,
        *,
        at: datetime | None = None,
        embargo: datetime | None = None,
        confirm_count: int | None = None,
    ) -> Article:
        """Publish now, or keep for a later moment; return the article as it then stands.

        When this returns, the same process serves the new bytes. Raises Refused where `at`
        has passed: nothing is published with a date in the past. An `embargo` that has
        passed lifts one that was set before.
        Raises Refused, too, when many readers follow its authors and tags, and
        `confirm_count` is not their number: also for what is to wait, as many as there are now.
        """
        article = count_first(
            self.transactions, partial(self._commit, slug, at, embargo, confirm_count)
        )
        if article.status is not Status.SCHEDULED:
            self.relay()
        return article

    def _commit(
        self,
        slug: str,
        at: datetime | None,
        embargo: datetime | None,
        confirm_count: int | None,
        census: Census | None,
    ) -> Article:
        with self.transactions.write() as tx:
            article = self._publishable(tx, slug, waits=bool(at or embargo))
            now = self.clock.now()  # after any wait: `recorded` rises with each commit
            refuse_past(article, at, now)
            moment = _latest(at, embargo or article.embargo)
            if moment is not None and moment > now:
                self._refuse_unconfirmed(tx, article, moment, confirm_count, census)
                return self._schedule(tx, article, moment, embargo)
            article, notice = self._publish(tx, article, Change.ORIGINAL, now, census)
            if notice is not None:
                refuse_unconfirmed(notice, Asked(confirm_count=confirm_count))
            return article

    def unschedule(self, slug: str) -> Article:
        """Make a scheduled article a draft again; an embargo stays in force."""
        with self.transactions.write() as tx:
            article = tx.articles.lock(slug)
            draft = unscheduled(article)
            tx.articles.save(draft)
        return draft

    def due(self) -> int:
        """Publish what was scheduled for a moment that has come; return how many.

        One that cannot be published keeps waiting, and holds up no other. Raises Temporary
        where that may pass by itself.
        """
        with self.transactions.read() as tx:
            waiting = tx.articles.due(self.clock.now())
        lifted = sum(self._lift(article.slug) for article in waiting)
        if lifted:
            self.relay()
        return lifted

    def _lift(self, slug: str) -> bool:
        try:
            return count_first(self.transactions, partial(self._lift_now, slug))
        except Temporary:
            raise
        except SyndicateError as error:
            self._log_once(slug, str(error))
            return False

    def _lift_now(self, slug: str, census: Census | None) -> bool:
        with self.transactions.write() as tx:
            article = tx.articles.lock(slug)
            now = self.clock.now()
            if article.publish_at is None or article.publish_at > now:
                return False
            self._publish(tx, article, Change.LIFT, now, census)
            return True

    def _log_once(self, slug: str, error: str) -> None:
        """Log what keeps an article from coming out, but not again at every tick."""
        if self._stuck.get(slug) != error:
            self._stuck[slug] = error
            log.error("publish_failed", article=slug, error=error)

    def _publishable(self, tx: Transaction, slug: str, *, waits: bool) -> Article:
        article = tx.articles.lock(slug)
        refuse_published(article, waits=waits)
        return article

    def _schedule(
        self, tx: Transaction, article: Article, moment: datetime, embargo: datetime | None
    ) -> Article:
        waiting = replace(
            article,
            status=Status.SCHEDULED,
            publish_at=moment,
            embargo=embargo or article.embargo,
        )
        tx.articles.save(waiting)
        return waiting

    def _refuse_unconfirmed(
        self,
        tx: Transaction,
        article: Article,
        moment: datetime,
        confirm_count: int | None,
        census: Census | None,
    ) -> None:
        """Ask now whether so many may be mailed: at the moment itself nobody is there to answer.

        Whatever else would keep the article from coming out is refused, too.
        """
        publication = self._published(tx, article, self._draft(tx, article), moment)
        notice = self.count_notice(tx, publication.revisions[-1], self.clock.now(), census)
        if notice is not None:
            asked = Asked(confirm_count=confirm_count)
            refuse_unconfirmed(notice, asked, when=f"at {moment.isoformat()}")

    def _draft(self, tx: Transaction, article: Article) -> Draft:
        draft = tx.drafts.of(article.id)
        if draft is None:
            raise Refused(f"{article.slug!r} has no draft to publish")
        return draft

    def _published(
        self, tx: Transaction, article: Article, draft: Draft, now: datetime
    ) -> Publication:
        recorded = tx.revisions.recordable(now)
        return publish_draft(
            article, draft, self.policy, now=now, recorded=recorded, salt=self.salt
        )

    def _publish(
        self,
        tx: Transaction,
        article: Article,
        change: Change,
        now: datetime,
        census: Census | None,
    ) -> tuple[Article, Notice | None]:
        draft = self._draft(tx, article)
        publication = self._published(tx, article, draft, now)
        for revision in publication.revisions:
            tx.revisions.append(revision)
        tx.articles.save(publication.article)
        tx.drafts.remove(article.id)
        tx.outbox.add(
            Event(
                article_id=article.id,
                change=change,
                number=publication.article.head,
                recorded=now,
                quiet=draft.quiet,
            )
        )
        notice = self.open_notice(tx, publication.revisions[-1], Asked(), now, census)
        return publication.article, notice


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)
