"""How does a notice come to its end, and how does a person steer it?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Article, Revision
from syndicate.domain.changes import Policy
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import (
    MOST_UNCONFIRMED,
    OPEN,
    Group,
    Notice,
    NoticeStatus,
    recounted,
    told,
)
from syndicate.errors import Refused
from syndicate.services.queue_notices import SUPERSEDED, WITHDRAWN, Audience, Cohorts, fill
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
    def counts(self, notice_id: int) -> Mapping[DeliveryStatus, int]: ...


class Flight(Protocol):
    """What steering asks of mails with older words."""

    def in_flight(self, notice: Notice) -> bool: ...
    def older_mailed(self, notice: Notice) -> int: ...
    def carriers_missing(self, notice: Notice) -> bool: ...
    def for_many(self, notice: Notice, most: int) -> bool: ...


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


_UNSETTLED = {DeliveryStatus.PENDING, DeliveryStatus.CLAIMED}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNotices:
    """Follows notices to their end; lists and withdraws them.

    `looked` keeps what had settled when the readers of each notice were last looked through;
    while that stays so, and the notice does not end, they are not looked through again.
    `queue` sees through what is queued step by step: that comes first. Where more mails than
    `at_once` decide whom a notice is for, others who write do not wait for a look at its readers:
    it is queued step by step once more for those who are owed it.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    queue: Callable[[], None]
    at_once: int = MOST_UNCONFIRMED
    looked: dict[int, tuple[bool, int, int]] = field(
        default_factory=dict, init=False, compare=False
    )

    def __call__(self) -> int:
        """Tell those, too, whom older words reached after the change; end what is over.

        Return how many readers that adds or moves. Those are the readers whose mail was on its
        way when the change was published, and those who left what their notice went under but
        accept other mail of ours. Everything here may run twice, or in several processes at
        once; where nothing changes, nothing is written.
        """
        self.queue()
        with self.transactions.read() as tx:
            waiting = [notice for notice in tx.notices.open() if notice.queued_to is None]
        for ended in set(self.looked.copy()) - {notice.id for notice in waiting}:
            self.looked.pop(ended, None)
        return sum(self._follow(notice, self.clock.now()) for notice in waiting)

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
        """Mail nobody else a notice. Raises Refused for one that has come to its end.

        From the commit on the look before each message stops it. What waits for many is
        cancelled step by step afterwards; if this dies first, the next tick does it.
        """
        with self.transactions.write() as tx:
            notice = tx.notices.lock(notice_id)
            if notice.status not in OPEN:
                raise Refused(f"notice {notice_id} is {notice.status}: nothing of it waits")
            many = notice.told > self.at_once
            withdrawn = replace(
                notice, status=NoticeStatus.WITHDRAWN, queued_to=0 if many else None
            )
            tx.notices.save(withdrawn)
            if not many:
                tx.notices.cancel(withdrawn, WITHDRAWN, self.clock.now())
        self.queue()
        with self.transactions.read() as tx:
            return _report(tx, withdrawn)

    def _follow(self, notice: Notice, now: datetime) -> int:
        with self.transactions.read() as tx:
            flow = _flow(tx, notice)  # first: what settles after it is found next time
            after, owing, owed = replace(notice, status=flow.status(notice, now)), 0, False
            if after.status is NoticeStatus.SENT or self.looked.get(notice.id) != flow.settled:
                groups = tx.notices.groups(notice)
                owing = sum(group.count for group in told(groups))
                owed = bool(owing) or tx.notices.carriers_missing(notice)
                after = recounted(after, groups, flow.queued)
            every = replace(notice, to_mailed=True)  # the flow is that of all mails of the article
            many = tx.notices.for_many(every, self.at_once)
        if owed and many:
            return owing if self._replace(notice, replace(notice, queued_to=0)) else 0
        placed = 0
        if many and after != notice and not self._replace(notice, after):
            return 0
        if not many and (owed or after != notice):
            with self.transactions.write() as tx:
                placed = self._change(tx, after, None if owed else flow, now)
        self.looked[notice.id] = flow.settled  # last: what could not be written is found again
        return placed

    def _replace(self, seen: Notice, after: Notice) -> bool:
        """Save how a notice for many readers stands, if it stands as was seen; see it queued.

        Nothing of it is looked at again while others wait: mails only come to their end
        meanwhile, and whoever adds one saves the notice, too.
        """
        with self.transactions.write() as tx:
            if tx.notices.lock(seen.id) != seen:
                return False
            if after.queued_to is not None:
                tx.notices.find_carriers(after)
            tx.notices.save(after)
        if after.queued_to is not None:
            self.queue()
        return True

    def _change(self, tx: Transaction, after: Notice, seen: "_Flow | None", now: datetime) -> int:
        """Save how a notice stands: as was seen, if nothing moved since, or as is seen now."""
        notice = tx.notices.lock(after.id)
        if notice.status not in OPEN or notice.queued_to is not None:
            return 0
        flow = _flow(tx, notice)  # first, here too
        if flow == seen:
            tx.notices.save(after)
            return 0
        groups, placed = self._gather(tx, notice, now)
        queued = sum(tx.notices.counts(notice.id).values())
        flow = replace(flow, unsettled=flow.unsettled or placed > 0)
        status = flow.status(notice, now)
        tx.notices.save(replace(recounted(notice, groups, queued), status=status))
        return placed

    def _gather(
        self, tx: Transaction, notice: Notice, now: datetime
    ) -> tuple[Sequence[Group], int]:
        tx.notices.find_carriers(notice)
        groups = tx.notices.groups(notice)
        owed = told(groups)
        if not owed:
            return groups, 0
        revisions = tx.revisions.of(notice.article_id)
        kind = next(r.kind for r in revisions if r.number == notice.revision)
        placed = fill(tx, notice, kind, owed, self.policy, now)
        tx.notices.supersede(notice, SUPERSEDED)
        return groups, placed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow:
    """How a notice's mails stand, and those with older words.

    `settled` changes when somebody may be owed the notice who was not before: whether older
    words are on their way, how many mails with them went, how many of the notice's were
    cancelled. What it misses is found as the notice is about to end.
    """

    flying: bool
    unsettled: bool
    queued: int
    settled: tuple[bool, int, int]

    def status(self, notice: Notice, now: datetime) -> NoticeStatus:
        """Return how a notice stands that is still open, if nobody else is owed it."""
        if now < notice.due:
            return notice.status
        over = not self.flying and not self.unsettled
        return NoticeStatus.SENT if over else NoticeStatus.SENDING


def _flow(tx: Transaction, notice: Notice) -> _Flow:
    flying = tx.notices.in_flight(notice)
    counts = tx.notices.counts(notice.id)
    return _Flow(
        flying=flying,
        unsettled=bool(counts.keys() & _UNSETTLED),
        queued=sum(counts.values()),
        settled=(flying, tx.notices.older_mailed(notice), counts.get(DeliveryStatus.CANCELLED, 0)),
    )


def _report(tx: Transaction, notice: Notice) -> NoticeReport:
    return NoticeReport(
        notice=notice,
        slug=tx.articles.by_id(notice.article_id).slug,
        counts=tx.notices.counts(notice.id),
    )
