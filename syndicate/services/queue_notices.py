"""How does a notice reach the ledger for many readers, while others write in between?

A large notice is opened without its readers. They are queued afterwards, some numbers of
readers a step, by whoever comes first: everything here may stop anywhere, run twice, or in
several processes at once. Until it is done, whatever else tells the article waits for it. A
large one that was withdrawn leaves the ledger the same way.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from syndicate.clock import Clock
from syndicate.domain.articles import Kind, Revision
from syndicate.domain.changes import DigestAs, Policy
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.digests import CohortPlace, ItemKey
from syndicate.domain.notices import OPEN, Group, Mailed, Notice, told, whole
from syndicate.domain.pacing import AIM
from syndicate.services.pace import Pace
from syndicate.services.transactions import Transactions

READERS_AT_ONCE = 1_000
SUPERSEDED = "a later notice tells it"
WITHDRAWN = "notice withdrawn"


class Audience(Protocol):
    """What filling asks of a notice's readers."""

    def find_carriers(self, notice: Notice) -> None: ...
    def groups(self, notice: Notice, within: range | None = None) -> Sequence[Group]: ...
    def fill(
        self, notice: Notice, mailed: Collection[Mailed], within: range | None = None
    ) -> int: ...
    def supersede(self, notice: Notice, why: str, within: range | None = None) -> None: ...


class Cohorts(Protocol):
    """What filling asks of the cohorts."""

    def of_notice(self, place: CohortPlace, items: Sequence[ItemKey], now: datetime) -> int: ...


class FillTransaction(Protocol):
    """What filling sees of the store."""

    @property
    def notices(self) -> Audience: ...
    @property
    def cohorts(self) -> Cohorts: ...


class Steps(Protocol):
    """What queueing asks of how far it has come."""

    def being_queued(self, article_ids: Collection[UUID] | None = None) -> Sequence[Notice]: ...
    def next_readers(self, after: int, limit: int) -> range | None: ...
    def counts(self, notice_id: int) -> Mapping[DeliveryStatus, int]: ...


class Marks(Protocol):
    """What queueing asks of, and writes down of, a notice."""

    def by_id(self, notice_id: int) -> Notice: ...
    def lock(self, notice_id: int) -> Notice: ...
    def save(self, notice: Notice) -> None: ...
    def mark(self, notice_id: int, queued_to: int | None) -> None: ...


class Withdrawn(Protocol):
    """What queueing does to what waits of a notice that was withdrawn."""

    def cancel(self, notice: Notice, why: str, now: datetime, within: range) -> None: ...


class Notices(Audience, Steps, Marks, Withdrawn, Protocol):
    """What queueing asks of the notices."""


class Revisions(Protocol):
    """What queueing asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...


class Transaction(Protocol):
    """What queueing sees of the store."""

    @property
    def notices(self) -> Notices: ...
    @property
    def cohorts(self) -> Cohorts: ...
    @property
    def revisions(self) -> Revisions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueNotices:
    """Queues what was opened and not queued whole, the oldest notice first; cancels likewise.

    As many readers at once as nobody else has to wait for; `readers_at_once` is where it
    begins, `aim` how long that may take.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    readers_at_once: int = READERS_AT_ONCE
    aim: timedelta = AIM

    def __call__(self) -> None:
        """See every notice through that is being queued; where there is none, write nothing."""
        with self.transactions.read() as tx:
            waiting = tx.notices.being_queued()
        for notice in waiting:
            self._see_through(notice)

    def _see_through(self, notice: Notice) -> None:
        pace = Pace(clock=self.clock, rows=self.readers_at_once, aim=self.aim)
        after = notice.queued_to
        while after is not None:
            with self.transactions.read() as tx:
                within = tx.notices.next_readers(after, pace.rows)
            after = self._step(notice, within, pace) if within else self._end(notice, after)

    def _step(self, notice: Notice, within: range, pace: Pace) -> int | None:
        """See to some readers; return how far that has come, None where there is nothing left."""
        with pace.timed(self.transactions.write()) as tx:
            found = tx.notices.lock(notice.id)
            if found.queued_to != within.start - 1:
                return found.queued_to  # withdrawn, or another process was here
            now = self.clock.now()
            if found.status in OPEN:
                groups = told(tx.notices.groups(found, within))
                fill(tx, found, _kind(tx, found), groups, self.policy, now, within)
                tx.notices.supersede(found, SUPERSEDED, within)
            else:
                tx.notices.cancel(found, WITHDRAWN, now, within)
            tx.notices.mark(found.id, within.stop - 1)
            return within.stop - 1

    def _end(self, notice: Notice, after: int) -> int | None:
        """Count again, in a view of its own while nobody waits for it, and be done."""
        with self.transactions.read() as tx:
            groups = tx.notices.groups(notice) if notice.status in OPEN else ()
        with self.transactions.write() as tx:
            found = tx.notices.lock(notice.id)
            if found.queued_to != after:
                return found.queued_to
            if found.status in OPEN:
                queued = sum(tx.notices.counts(notice.id).values())
                tx.notices.save(whole(found, groups, queued))
            else:
                tx.notices.mark(found.id, None)
            return None


def fill(
    tx: FillTransaction,
    notice: Notice,
    kind: Kind,
    groups: Sequence[Group],
    policy: Policy,
    now: datetime,
    within: range | None = None,
) -> int:
    """Queue a notice for groups of readers; return how many are new to it."""
    for group in groups:
        place = CohortPlace(
            notice_id=notice.id,
            newsletter_id=group.newsletter_id,
            subject_followed=group.subject,
        )
        item = _item(notice, kind, policy, since=group.newest)
        tx.cohorts.of_notice(place, (item,), now)
    return tx.notices.fill(notice, {group.mailed for group in groups}, within) if groups else 0


def _item(notice: Notice, kind: Kind, policy: Policy, *, since: int) -> ItemKey:
    """Return what a notice tells: as new, to those who knew nothing of the article."""
    return ItemKey(
        article_id=notice.article_id,
        revision=notice.revision,
        status=policy.of(kind).digest if since else DigestAs.NEW,
        since=since,
    )


def _kind(tx: Transaction, notice: Notice) -> Kind:
    revisions = tx.revisions.of(notice.article_id)
    return next(r.kind for r in revisions if r.number == notice.revision)
