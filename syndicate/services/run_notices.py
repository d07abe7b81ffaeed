"""How does a notice come to its end, and how does a person steer it?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import Notice, NoticeStatus, told
from syndicate.errors import Refused
from syndicate.services.open_notices import SUPERSEDED, Audience, Cohorts, fill
from syndicate.services.transactions import Transactions


class Book(Protocol):
    """What steering asks of the notices."""

    def lock(self, notice_id: int) -> Notice: ...
    def open(self) -> Sequence[Notice]: ...
    def newest(self, limit: int) -> Sequence[Notice]: ...
    def of(self, article_id: UUID, revision: int) -> Notice | None: ...


class Marks(Protocol):
    """What steering writes down of a notice, and asks of its deliveries."""

    def save(self, notice: Notice) -> None: ...
    def cancel(self, notice: Notice, why: str, now: datetime) -> None: ...
    def supersede(self, notice: Notice, why: str) -> None: ...
    def counts(self, notice_id: int) -> Mapping[DeliveryStatus, int]: ...


class Flight(Protocol):
    """What steering asks of mails with older words."""

    def in_flight(self, notice: Notice) -> bool: ...


class Notices(Book, Marks, Flight, Audience, Protocol):
    """What steering asks of notices, their deliveries and readers."""


class Articles(Protocol):
    """What steering asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...
    def by_slug(self, slug: str) -> Article: ...


class Revisions(Protocol):
    """What steering asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What steering sees of the store."""

    @property
    def notices(self) -> Notices: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def cohorts(self) -> Cohorts: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReport:
    """A notice, its article's slug, and how its deliveries stand."""

    notice: Notice
    slug: str
    counts: Mapping[DeliveryStatus, int]


_OPEN = {NoticeStatus.WAITING, NoticeStatus.SENDING}
_UNSETTLED = {DeliveryStatus.PENDING, DeliveryStatus.CLAIMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNotices:
    """Follows notices to their end; lists and withdraws them."""

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock

    def __call__(self) -> int:
        """Tell those, too, whom older words reached after the change; end what is over.

        Return how many readers that adds.
        Those are the readers whose mail was on its way when the change was published.
        Everything here may run twice, or in several processes at once.
        """
        added = 0
        with self.transactions.read() as tx:
            waiting = tx.notices.open()
        for notice in waiting:
            with self.transactions.write() as tx:
                added += self._follow(tx, notice.id, self.clock.now())
        return added

    def list(self, limit: int = 100) -> Sequence[NoticeReport]:
        """Return notices, the latest first."""
        with self.transactions.read() as tx:
            return [_report(tx, notice) for notice in tx.notices.newest(limit)]

    def of(self, slug: str) -> NoticeReport | None:
        """Return the notice of an article's newest revision, if it has one."""
        with self.transactions.read() as tx:
            article = tx.articles.by_slug(slug)
            notice = tx.notices.of(article.id, article.head)
            return _report(tx, notice) if notice else None

    def withdraw(self, notice_id: int) -> NoticeReport:
        """Mail nobody else a notice. Raises Refused for one that has come to its end."""
        with self.transactions.write() as tx:
            notice = tx.notices.lock(notice_id)
            if notice.status not in _OPEN:
                raise Refused(f"notice {notice_id} is {notice.status}: nothing of it waits")
            withdrawn = replace(notice, status=NoticeStatus.WITHDRAWN)
            tx.notices.save(withdrawn)
            tx.notices.cancel(withdrawn, "notice withdrawn", self.clock.now())
            return _report(tx, withdrawn)

    def _follow(self, tx: Transaction, notice_id: int, now: datetime) -> int:
        notice = tx.notices.lock(notice_id)
        if notice.status not in _OPEN:
            return 0
        in_flight = tx.notices.in_flight(notice)  # first: what settles after it is found next time
        added = self._gather(tx, notice, now)
        unsettled = tx.notices.counts(notice.id).keys() & _UNSETTLED
        due = notice.due <= now
        over = due and not in_flight and not unsettled
        status = NoticeStatus.SENT if over else NoticeStatus.SENDING if due else notice.status
        if added or status is not notice.status:
            tx.notices.save(replace(notice, status=status, told=notice.told + added))
        return added

    def _gather(self, tx: Transaction, notice: Notice, now: datetime) -> int:
        tx.notices.find_carriers(notice)
        groups = told(tx.notices.groups(notice))
        if not groups:
            return 0
        revisions = tx.revisions.of(notice.article_id)
        kind = next(r.kind for r in revisions if r.number == notice.revision)
        added = fill(tx, notice, kind, groups, self.policy, now)
        tx.notices.supersede(notice, SUPERSEDED)
        return added


def _report(tx: Transaction, notice: Notice) -> NoticeReport:
    return NoticeReport(
        notice=notice,
        slug=tx.articles.by_id(notice.article_id).slug,
        counts=tx.notices.counts(notice.id),
    )
