"""Which notices are there, who is told by each, and how far has it come?"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, Connection, Row, Select, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.chronicle import Fact, What
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import (
    Group,
    Mailed,
    Notice,
    NoticeStatus,
    Untold,
)
from syndicate.errors import NotFound
from syndicate.store.notice_audience import WERE_MAILED, known_readers, those
from syndicate.store.notice_carriers import uncarried
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    followings,
    notice_carriers,
    notices,
)
from syndicate.store.tallied import tallied
from syndicate.store.untelling import untell

_OPEN = (NoticeStatus.WAITING, NoticeStatus.SENDING)
_KNOWN = ("held", "newer", "noticed", "left", "barred", "follows")
_FACTS = (*_KNOWN, "newsletter_id", "subject", "newest")
_COLUMNS = [
    *("notice_id", "cohort_id", "subscriber_id", "following_id"),
    *("answers", "status", "not_before"),
]


class Notices:
    """The notices of one transaction."""

    def __init__(self, connection: Connection, facts: list[Fact]) -> None:
        self._connection = connection
        self._facts = facts

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
        statement = select(notices).where(notices.c.status.in_(_OPEN)).order_by(notices.c.id)
        return [_notice(row) for row in self._connection.execute(statement)]

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

    def groups(self, notice: Notice) -> Sequence[Group]:
        """Return the readers a notice may be for, those alike taken together."""
        readers = known_readers(notice)
        facts = [readers.c[name] for name in _FACTS]
        statement: Select[Any] = select(*facts, func.count().label("total")).group_by(*facts)
        return [_group(row) for row in self._connection.execute(statement)]

    def fill(self, notice: Notice, mailed: Collection[Mailed]) -> int:
        """Add a delivery for each reader of whom this is known; return how many.

        Each gets the cohort of what they are told under and of their newest revision. A repeat
        adds nothing; who left what a cancelled one went under has it moved, and it waits again.
        """
        readers, places = known_readers(notice), _places(notice)
        due = literal(notice.due, deliveries.c.not_before.type)
        source = (
            select(
                literal(notice.id).label("notice_id"),
                places.c.id.label("cohort_id"),
                readers.c.subscriber_id,
                readers.c.following_id,
                readers.c.answers,
                literal(DeliveryStatus.PENDING, deliveries.c.status.type).label("status"),
                due.label("not_before"),
            )
            .join(
                places,
                (places.c.newsletter_id == readers.c.newsletter_id)
                | (places.c.subject_followed == readers.c.subject),
            )
            .where(places.c.since == readers.c.newest, those(readers, mailed))
            .add_cte(places, nest_here=True)  # SQLite counts no rows of WITH … INSERT
            .subquery("placed")
        )
        # Without a condition SQLite takes the ON of ON CONFLICT for one.
        placed = select(source).where(source.c.subscriber_id.is_not(None))
        statement = self._placing(placed)
        counting = {"preserve_rowcount": True}
        return int(self._connection.execute(statement, execution_options=counting).rowcount)

    def supersede(self, notice: Notice, why: str) -> None:
        """Cancel what older notices of the article still have for those whom this one tells."""
        older = select(notices.c.id).where(
            notices.c.article_id == notice.article_id, notices.c.revision < notice.revision
        )
        told = select(deliveries.c.subscriber_id).where(deliveries.c.notice_id == notice.id)
        waiting = (
            deliveries.c.notice_id.in_(older)
            & (deliveries.c.status == DeliveryStatus.PENDING)
            & deliveries.c.subscriber_id.in_(told)
        )
        self._cancel(waiting, why, notice.created)

    def cancel(self, notice: Notice, why: str, now: datetime) -> None:
        """Cancel what of a notice has not been claimed; digests tell its readers instead."""
        waiting = (deliveries.c.notice_id == notice.id) & (
            deliveries.c.status == DeliveryStatus.PENDING
        )
        untell(self._connection, waiting)
        self._cancel(waiting, why, now)

    def end(self, article_id: UUID, before: int, why: str, now: datetime) -> None:
        """Withdraw what an article's notices of revisions before this one still have to tell.

        The wrong words they name are forgotten.
        """
        older = (notices.c.article_id == article_id) & (notices.c.revision < before)
        open_ = older & notices.c.status.in_(_OPEN)
        waiting = deliveries.c.notice_id.in_(select(notices.c.id).where(open_)) & (
            deliveries.c.status == DeliveryStatus.PENDING
        )
        self._cancel(waiting, why, now)
        withdrawn = {"status": NoticeStatus.WITHDRAWN}
        self._connection.execute(update(notices).where(open_).values(withdrawn))
        self._connection.execute(update(notices).where(older).values(wrong=[]))

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
        own, its = deliveries.c.notice_id == notice_id, cohorts.c.notice_id == notice_id
        return tallied(self._connection, own, its)

    def _cancel(self, which: Any, why: str, now: datetime) -> None:  # noqa: ANN401 - SQLAlchemy's own types
        cancelled = {"status": DeliveryStatus.CANCELLED, "reply": why, "settled": now}
        self._connection.execute(update(deliveries).where(which).values(cancelled))

    def _placing(self, source: Select[Any]) -> Any:  # noqa: ANN401 - the inserts share no type
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(deliveries).from_select(_COLUMNS, source)
        moved = {name: statement.excluded[name] for name in _COLUMNS[3:]}
        return statement.on_conflict_do_update(
            index_elements=["notice_id", "subscriber_id"],
            set_={
                "cohort_id": statement.excluded.cohort_id,
                **moved,
                "reply": None,
                "settled": None,
            },
            where=deliveries.c.status == DeliveryStatus.CANCELLED,
        )


def _places(notice: Notice) -> CTE:
    """Find a notice's cohorts, few as they are, once: SQLite would look for them by reader."""
    return (
        select(
            cohorts.c.id, cohorts.c.newsletter_id, cohorts.c.subject_followed, cohort_items.c.since
        )
        .join(cohort_items, cohort_items.c.cohort_id == cohorts.c.id)
        .where(cohorts.c.notice_id == notice.id, cohort_items.c.revision == notice.revision)
        .cte("places")
        .prefix_with("MATERIALIZED")
    )


def _row(notice: Notice) -> dict[str, Any]:
    return asdict(notice) | {"untold": json.dumps(dict(notice.untold))}


def _notice(row: Row[Any]) -> Notice:
    untold = {Untold(reason): count for reason, count in json.loads(row.untold).items()}
    return Notice(**{**row._mapping, "untold": untold})  # noqa: SLF001 - public name


def _group(row: Row[Any]) -> Group:
    return Group(
        mailed=Mailed(
            held=bool(row.held),
            newer=bool(row.newer),
            noticed=bool(row.noticed),
            left=bool(row.left),
            barred=row.barred,
            subscribed=row.newsletter_id is not None or row.subject is not None,
            follows=bool(row.follows),
        ),
        newsletter_id=row.newsletter_id,
        subject=row.subject,
        newest=row.newest,
        count=row.total,
    )
