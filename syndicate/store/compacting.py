"""How do the receipts of old mails become counts, a few at a time?

A cohort's deliveries are deleted and counted in one transaction, so that a process that dies
in between leaves nothing to mend. How far readers were told stays with their subscriptions.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    func,
    or_,
    select,
    text,
    update,
)

from syndicate.domain.deliveries import SETTLED
from syndicate.domain.digests import LONGEST_COMMIT
from syndicate.domain.editions import OVER
from syndicate.domain.notices import NoticeStatus
from syndicate.store.dialects import inserting
from syndicate.store.notice_mails import WERE_MAILED
from syndicate.store.tables import (
    bounces,
    cohort_items,
    cohorts,
    deliveries,
    editions,
    notice_carriers,
    notices,
    revisions,
    subscriptions,
    tallies,
)
from syndicate.store.untelling import halt

_ENDED = (NoticeStatus.SENT, NoticeStatus.WITHDRAWN)


Place = tuple[datetime, int]


class Compacting:
    """The compaction of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, before: datetime) -> datetime | None:
        """Return when the newest cohort was made, before an instant, that was not compacted yet."""
        statement = select(func.max(cohorts.c.created)).where(
            text("compacted IS NULL"), cohorts.c.created < before
        )
        return self._connection.execute(statement).scalar()

    def next(self, before: datetime, after: Place | None, limit: int) -> Sequence[Place]:
        """Return cohorts made before an instant whose mails have ended, a page after the last.

        Each is its moment and its number, as `after` wants it. What an open notice corrects
        waits until that has ended.
        """
        statement = _compactable(before).with_only_columns(cohorts.c.created, cohorts.c.id)
        if after is not None:
            created, number = after
            same = and_(cohorts.c.created == created, cohorts.c.id > number)
            statement = statement.where(or_(cohorts.c.created > created, same))
        ordered = statement.order_by(cohorts.c.created, cohorts.c.id).limit(limit)
        return [(row.created, row.id) for row in self._connection.execute(ordered)]

    def compact(self, cohort_id: int, before: datetime, limit: int, now: datetime) -> int:
        """Count and delete some of a cohort's settled deliveries; return how many.

        Its words go with the last of them; a letter goes whole. Twice at once counts once.
        It is locked first, and asked about by a statement of its own: PostgreSQL goes on with
        the view from before the wait where one does both, and a notice may have begun meanwhile.
        """
        one = cohorts.c.id == cohort_id
        self._connection.execute(select(cohorts.c.id).where(one).with_for_update())
        row = self._connection.execute(_compactable(before).where(one)).first()
        if row is None:
            return 0
        gone = self._delete(cohort_id, limit)
        letter = row.edition_id is None and row.notice_id is None
        if not letter:
            self._count(cohort_id, gone)
            self._tell(row, [each.subscriber_id for each in gone if each.status in WERE_MAILED])
        if len(gone) < limit and not self._holds_any(cohort_id):
            self._end(cohort_id, now, letter=letter)
        return len(gone)

    def forget_bounces(self, before: datetime, limit: int) -> int:
        """Delete some of the old reports of mails that came back; return how many."""
        some = select(bounces.c.id).where(bounces.c.at < before).order_by(bounces.c.at).limit(limit)
        gone = delete(bounces).where(bounces.c.id.in_(some))
        return self._connection.execute(gone).rowcount

    def _delete(self, cohort_id: int, limit: int) -> Sequence[Any]:
        """Delete settled deliveries. What answers one of them stands alone from now on."""
        settled = (deliveries.c.cohort_id == cohort_id) & deliveries.c.status.in_(SETTLED)
        some = select(deliveries.c.id).where(settled).limit(limit).with_for_update()
        numbers = self._connection.execute(some).scalars().all()
        answering = update(deliveries).where(deliveries.c.answers.in_(numbers))
        self._connection.execute(answering.values(answers=None))
        gone = delete(deliveries).where(deliveries.c.id.in_(numbers))
        told = gone.returning(deliveries.c.subscriber_id, deliveries.c.status)
        return self._connection.execute(told).all()

    def _count(self, cohort_id: int, gone: Iterable[Any]) -> None:
        for status, number in sorted(Counter(each.status for each in gone).items()):
            row = {"cohort_id": cohort_id, "status": status, "number": number}
            more = {"number": tallies.c.number + number}
            same = [tallies.c.cohort_id, tallies.c.status]
            added = inserting(self._connection, tallies).values(row)
            self._connection.execute(added.on_conflict_do_update(index_elements=same, set_=more))

    def _tell(self, cohort: Row[Any], readers: Sequence[int]) -> None:
        """Let readers count as told up to a moment after the newest change that their mail told.

        (What came a moment before is fresh where no digest told it.) So they mostly do. Whom a
        notice told while they paused, or who were set back since a mail failed, are known by
        their receipts not to need it, and those go now.
        """
        if cohort.newest is None or cohort.newsletter is None or not readers:
            return
        upto = cohort.newest + LONGEST_COMMIT
        told = func.coalesce(subscriptions.c.told_until, subscriptions.c.since)
        these = (
            subscriptions.c.newsletter_id == cohort.newsletter,
            subscriptions.c.subscriber_id.in_(readers),
            told < upto,
        )
        some = select(subscriptions.c.subscriber_id).where(*these).limit(1)
        if self._connection.execute(some).first() is not None:  # nearly always nobody
            halt(self._connection)
            self._connection.execute(update(subscriptions).where(*these).values(told_until=upto))

    def _holds_any(self, cohort_id: int) -> bool:
        statement = select(deliveries.c.id).where(deliveries.c.cohort_id == cohort_id)
        return self._connection.execute(statement.limit(1)).first() is not None

    def _end(self, cohort_id: int, now: datetime, *, letter: bool) -> None:
        own = cohorts.c.id == cohort_id
        if letter:
            self._connection.execute(delete(cohorts).where(own))
            return
        bare = {"compacted": now, "subject": None, "text": None, "html": None}
        self._connection.execute(update(cohorts).where(own).values(bare))
        items = update(cohort_items).where(cohort_items.c.cohort_id == cohort_id)
        self._connection.execute(items.values(words=None))


def _compactable(before: datetime) -> Select[Any]:
    """Choose the cohorts whose receipts may become counts."""
    newest = (
        select(func.max(revisions.c.recorded))
        .join(
            cohort_items,
            and_(
                cohort_items.c.article_id == revisions.c.article_id,
                cohort_items.c.revision == revisions.c.number,
            ),
        )
        .where(cohort_items.c.cohort_id == cohorts.c.id)
        .scalar_subquery()
    )
    newsletter = func.coalesce(editions.c.newsletter_id, cohorts.c.newsletter_id)
    columns = (cohorts.c.id, cohorts.c.edition_id, cohorts.c.notice_id)
    return (
        select(*columns, newest.label("newest"), newsletter.label("newsletter"))
        .outerjoin(editions, editions.c.id == cohorts.c.edition_id)
        .outerjoin(notices, notices.c.id == cohorts.c.notice_id)
        .where(
            text("compacted IS NULL"),
            cohorts.c.created < before,
            or_(cohorts.c.edition_id.is_(None), editions.c.status.in_(OVER)),
            or_(cohorts.c.notice_id.is_(None), notices.c.status.in_(_ENDED)),
            ~_awaited(),
        )
    )


def _awaited() -> ColumnElement[bool]:
    """Tell whether a notice that has not ended corrects a cohort's words."""
    its = notices.alias("correcting")
    statement = (
        select(notice_carriers.c.cohort_id)
        .join(its, its.c.id == notice_carriers.c.notice_id)
        .where(notice_carriers.c.cohort_id == cohorts.c.id, its.c.status.not_in(_ENDED))
    )
    return statement.exists()
