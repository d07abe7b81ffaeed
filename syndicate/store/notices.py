"""Which notices are there, who is told by each, and how far has it come?"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, case, func, insert, select, update

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.facts import Fact, What
from syndicate.domain.notices import (
    OPEN,
    Group,
    Mailed,
    Notice,
    NoticeStatus,
    Untold,
)
from syndicate.errors import NotFound
from syndicate.store import notice_counting, notice_filling
from syndicate.store.jobs import Jobs
from syndicate.store.notice_carriers import uncarried
from syndicate.store.notice_mails import WERE_MAILED
from syndicate.store.notice_mails import within as named
from syndicate.store.tables import (
    cohort_items,
    deliveries,
    followings,
    notice_carriers,
    notices,
    subscribers,
    tallies,
)
from syndicate.store.tallied import tallied
from syndicate.store.untelling import untell


class Notices:
    """The notices of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact], jobs: Jobs) -> None:
        self._connection = connection
        self._facts = facts
        self._jobs = jobs

    def add(self, notice: Notice) -> Notice:
        """Add a notice; there is one a revision."""
        values = {name: value for name, value in _row(notice).items() if name != "id"}
        statement = insert(notices).values(values).returning(notices.c.id)
        return self.by_id(self._connection.execute(statement).scalar_one())

    def save(self, notice: Notice) -> None:
        """Write how a notice stands."""
        one = notices.c.id == notice.id
        self._connection.execute(update(notices).where(one).values(_row(notice)))
        if notice.status is NoticeStatus.WITHDRAWN:
            about = (str(notice.article_id), str(notice.revision))
            self._facts.append(Fact(What.SILENCED, about))

    def mark(self, notice_id: int, queued_to: int | None) -> None:
        """Write how far a notice's readers were looked at; None once all were."""
        one = update(notices).where(notices.c.id == notice_id)
        self._connection.execute(one.values(queued_to=queued_to))

    def by_id(self, notice_id: int) -> Notice:
        """Return a notice by number. Raises NotFound."""
        row = self._connection.execute(select(notices).where(notices.c.id == notice_id)).first()
        if row is None:
            raise NotFound(f"there is no notice {notice_id}; see syndicate notice list")
        return _notice(row)

    def lock(self, notice_id: int) -> Notice:
        """Return a notice that nobody else can fill, steer or end until the transaction ends."""
        statement = select(notices.c.id).where(notices.c.id == notice_id).with_for_update()
        self._connection.execute(statement)
        return self.by_id(notice_id)

    def of(self, article_id: UUID, revision: int) -> Notice | None:
        """Return the notice of a revision, if it has one."""
        one = (notices.c.article_id == article_id) & (notices.c.revision == revision)
        row = self._connection.execute(select(notices).where(one)).first()
        return None if row is None else _notice(row)

    def unsaid(self, article_id: UUID, since: int, until: int) -> Sequence[str]:
        """Return the wrong words that notices between two revisions do not let be repeated."""
        statement = select(notices.c.wrong).where(
            notices.c.article_id == article_id,
            notices.c.revision > since,
            notices.c.revision <= until,
            ~notices.c.repeat_error,
        )
        every = self._connection.execute(statement.order_by(notices.c.revision)).scalars()
        return [phrase for wrong in every for phrase in wrong]

    def newest(self, limit: int) -> Sequence[Notice]:
        """Return notices, the latest first."""
        statement = select(notices).order_by(notices.c.id.desc()).limit(limit)
        return [_notice(row) for row in self._connection.execute(statement)]

    def open(self) -> Sequence[Notice]:
        """Return the notices that wait or go out, oldest first."""
        statement = select(notices).where(notices.c.status.in_(OPEN)).order_by(notices.c.id)
        return [_notice(row) for row in self._connection.execute(statement)]

    def being_queued(self, article_ids: Collection[UUID] | None = None) -> Sequence[Notice]:
        """Return the notices not all of whose readers were looked at yet, oldest first.

        Those to be queued, or, of one that was withdrawn, to be told by digests. Of any
        article, or of some.
        """
        under_way = (*OPEN, NoticeStatus.WITHDRAWN)
        statement = select(notices).where(
            notices.c.status.in_(under_way), notices.c.queued_to.is_not(None)
        )
        if article_ids is not None:
            statement = statement.where(notices.c.article_id.in_(article_ids))
        rows = self._connection.execute(statement.order_by(notices.c.id))
        return [_notice(row) for row in rows]

    def next_readers(self, after: int, limit: int) -> range | None:
        """Return the numbers of the next so many readers after one; None where there are none."""
        some = (
            select(subscribers.c.id)
            .where(subscribers.c.id > after)
            .order_by(subscribers.c.id)
            .limit(limit)
            .subquery()
        )
        last = self._connection.execute(select(func.max(some.c.id))).scalar()
        return None if last is None else range(after + 1, last + 1)

    def last_gone(self, article_id: UUID, now: datetime) -> datetime | None:
        """Return when the last notice about an article went to anybody, or began to.

        One that waits still, or was overtaken whole, went to nobody.
        """
        began = select(deliveries.c.id).where(
            deliveries.c.notice_id == notices.c.id,
            deliveries.c.status.not_in((DeliveryStatus.PENDING, DeliveryStatus.CANCELLED)),
        )
        gone = (notices.c.due <= now) & began.exists()
        statement = select(func.max(notices.c.due)).where(notices.c.article_id == article_id, gone)
        return self._connection.execute(statement).scalar()

    def followed(self, subjects: Sequence[str]) -> bool:
        """Tell whether anybody follows one of these."""
        statement = select(followings.c.id).where(
            followings.c.subject.in_(subjects), followings.c.status == SubscriptionStatus.ACTIVE
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def find_carriers(self, notice: Notice) -> None:
        """Find the cohorts whose words as mailed held the error, and keep them; a repeat adds."""
        found = uncarried(self._connection, notice)
        if found:
            carriers = [{"notice_id": notice.id, "cohort_id": number} for number in found]
            self._connection.execute(insert(notice_carriers), carriers)

    def carriers_missing(self, notice: Notice) -> bool:
        """Tell whether there are such cohorts that are not kept yet."""
        return bool(uncarried(self._connection, notice))

    def groups(self, notice: Notice, within: range | None = None) -> Sequence[Group]:
        """Return the readers a notice may be for, those alike taken together.

        Also of one that is not opened yet: then the carriers of its error are found, too.
        """
        return notice_counting.groups(self._connection, notice, within)

    def for_many(self, notice: Notice, most: int) -> bool:
        """Tell whether more mails, or more followings, than that decide whom a notice is for."""
        return notice_counting.for_many(self._connection, notice, most)

    def fill(self, notice: Notice, mailed: Collection[Mailed], within: range | None = None) -> int:
        """Add a delivery for each reader of whom this is known; return how many.

        Of every reader, or of those `within` some numbers. A repeat adds nothing.
        """
        count = notice_filling.fill(self._connection, notice, mailed, within)
        self._jobs.mail(count)
        return count

    def supersede(self, notice: Notice, why: str, within: range | None = None) -> None:
        """Cancel what older notices of the article still have for those whom this one tells."""
        superseded = notice_filling.superseded(notice)
        self._cancel(superseded, why, notice.created, named(within))

    def cancel(self, notice: Notice, why: str, now: datetime, within: range | None = None) -> None:
        """Cancel what of a notice has not been claimed; digests tell its readers instead.

        Of every reader, or of those `within` some numbers.
        """
        waiting = (deliveries.c.notice_id == notice.id) & (
            deliveries.c.status == DeliveryStatus.PENDING
        )
        if within is not None:
            waiting &= deliveries.c.subscriber_id.between(within.start, within.stop - 1)
        untell(self._connection, waiting)
        self._cancel(waiting, why, now)

    def end(self, article_id: UUID, before: int, why: str, now: datetime, *, at_once: int) -> None:
        """Withdraw what an article's notices of revisions before this one still have to tell.

        That is in force at once. What waits of one for more readers than `at_once` is cancelled
        step by step, as of one that a person withdraws. The wrong words they name are forgotten.
        """
        older = (notices.c.article_id == article_id) & (notices.c.revision < before)
        open_ = older & notices.c.status.in_(OPEN)
        few = select(notices.c.id).where(open_, notices.c.told <= at_once)
        waiting = deliveries.c.notice_id.in_(few) & (deliveries.c.status == DeliveryStatus.PENDING)
        self._cancel(waiting, why, now)
        left = case((notices.c.told > at_once, 0), else_=notices.c.queued_to)
        withdrawn = {"status": NoticeStatus.WITHDRAWN, "queued_to": left}
        self._connection.execute(update(notices).where(open_).values(withdrawn))
        self._connection.execute(update(notices).where(older).values(wrong=[]))

    def old_mails(self, notice: Notice) -> int:
        """Count the mails with the faulty revisions of which it is not kept whose they were."""
        statement = (
            select(func.coalesce(func.sum(tallies.c.number), 0))
            .join(cohort_items, cohort_items.c.cohort_id == tallies.c.cohort_id)
            .where(
                cohort_items.c.article_id == notice.article_id,
                cohort_items.c.revision.between(notice.since or 1, notice.revision - 1),
                tallies.c.status.in_(WERE_MAILED),
            )
        )
        return int(self._connection.execute(statement).scalar_one())

    def in_flight(self, notice: Notice) -> bool:
        """Tell whether mails with older words of the article may be on their way just now.

        What only waits never goes out with them: it is looked at again before it is sent.
        """
        statement = (
            select(deliveries.c.id)
            .join(cohort_items, cohort_items.c.cohort_id == deliveries.c.cohort_id)
            .where(
                cohort_items.c.article_id == notice.article_id,
                cohort_items.c.revision < notice.revision,
                deliveries.c.status == DeliveryStatus.CLAIMED,
            )
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def older_mailed(self, notice: Notice) -> int:
        """Count the mails with older words of the article that have gone."""
        statement = (
            select(func.count())
            .select_from(deliveries)
            .join(cohort_items, cohort_items.c.cohort_id == deliveries.c.cohort_id)
            .where(
                cohort_items.c.article_id == notice.article_id,
                cohort_items.c.revision < notice.revision,
                deliveries.c.status.in_(WERE_MAILED),
            )
        )
        return self._connection.execute(statement).scalar_one()

    def counts(self, notice_id: int) -> Mapping[DeliveryStatus, int]:
        """Return how many deliveries of a notice stand how."""
        return tallied(self._connection, "notice_id", notice_id)

    def _cancel(
        self,
        which: Any,  # noqa: ANN401 - SQLAlchemy's own types
        why: str,
        now: datetime,
        named: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        cancelled = {"status": DeliveryStatus.CANCELLED, "reply": why, "settled": now}
        self._connection.execute(update(deliveries).where(which).values(cancelled), named)


def _row(notice: Notice) -> dict[str, Any]:
    return asdict(notice) | {"untold": json.dumps(dict(notice.untold))}


def _notice(row: Row[Any]) -> Notice:
    untold = {Untold(reason): count for reason, count in json.loads(row.untold).items()}
    return Notice(**{**row._mapping, "untold": untold})  # noqa: SLF001 - public name
