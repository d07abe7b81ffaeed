"""How do the readers of a notice come into the ledger, all at once or some numbers at a time?"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import Mailed, Notice
from syndicate.store.notice_audience import known_readers, those
from syndicate.store.notice_mails import Outline, among, outline, within
from syndicate.store.tables import cohort_items, cohorts, deliveries, notices

_COLUMNS = [
    *("notice_id", "cohort_id", "subscriber_id", "following_id"),
    *("answers", "status", "not_before"),
]


def fill(
    connection: Connection, notice: Notice, mailed: Collection[Mailed], numbers: range | None
) -> int:
    """Add a delivery for each reader of whom this is known; return how many.

    Each gets the cohort of what they are told under and of their newest revision. A repeat
    adds nothing; who left what a cancelled one went under has it moved, and it waits again.
    """
    of, known = outline(notice), frozenset(mailed)
    given = {**within(numbers), "due": notice.due}
    dialect = connection.dialect.name
    steps = [_adding(dialect, of, known)]
    if connection.execute(_cancelled(notice), given).first() is not None:
        steps.insert(0, _moving(dialect, of, known))
    counting = {"preserve_rowcount": True}
    done = [connection.execute(step, given, execution_options=counting) for step in steps]
    return sum(int(each.rowcount) for each in done)


def superseded(notice: Notice) -> ColumnElement[bool]:
    """Choose what waits of older notices of the article for those whom this one tells.

    Of those readers whom `within` names.
    """
    older = select(notices.c.id).where(
        notices.c.article_id == notice.article_id, notices.c.revision < notice.revision
    )
    told = select(deliveries.c.subscriber_id).where(
        deliveries.c.notice_id == notice.id, among(deliveries.c.subscriber_id)
    )
    return (
        deliveries.c.notice_id.in_(older)
        & (deliveries.c.status == DeliveryStatus.PENDING)
        & among(deliveries.c.subscriber_id)
        & deliveries.c.subscriber_id.in_(told)
    )


def _cancelled(notice: Notice) -> Select[Any]:
    """Find one mail of a notice that was cancelled. Few notices have any."""
    own = (deliveries.c.notice_id == notice.id) & among(deliveries.c.subscriber_id)
    cancelled = deliveries.c.status == DeliveryStatus.CANCELLED
    return select(deliveries.c.id).where(own, cancelled).limit(1)


@lru_cache(maxsize=64)
def _moving(dialect: str, notice: Outline, mailed: frozenset[Mailed]) -> Update:
    """Have the rows that were cancelled wait again, each where its reader is told now."""
    source = _placed(dialect, notice, mailed).subquery("placed")
    moved = {name: source.c[name] for name in ("cohort_id", *_COLUMNS[3:])}
    return (
        update(deliveries)
        .where(
            deliveries.c.notice_id == notice.id,
            deliveries.c.subscriber_id == source.c.subscriber_id,
            deliveries.c.status == DeliveryStatus.CANCELLED,
        )
        .values({**moved, "reply": None, "settled": None})
    )


@lru_cache(maxsize=64)
def _adding(dialect: str, notice: Outline, mailed: frozenset[Mailed]) -> Any:  # noqa: ANN401 - the two dialects' inserts share no type
    """Add rows, and leave each as it is that is there.

    No key is named by which it is there: a ledger in partitions has another one (docs/scaling.md).
    """
    source = _placed(dialect, notice, mailed).subquery("placed")
    # Without a condition SQLite takes the ON of ON CONFLICT for one.
    placed = select(source).where(source.c.subscriber_id.is_not(None))
    insert = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[dialect]
    statement: Any = insert(deliveries).from_select(_COLUMNS, placed)
    return statement.on_conflict_do_nothing()


def _placed(dialect: str, notice: Outline, mailed: Collection[Mailed]) -> Select[Any]:
    """Find the row that each reader is to have."""
    readers, places = known_readers(notice, dialect), _places(notice)
    return (
        select(
            literal(notice.id).label("notice_id"),
            places.c.id.label("cohort_id"),
            readers.c.subscriber_id,
            readers.c.following_id,
            readers.c.answers,
            literal(DeliveryStatus.PENDING, deliveries.c.status.type).label("status"),
            bindparam("due", type_=deliveries.c.not_before.type).label("not_before"),
        )
        .join(
            places,
            (places.c.newsletter_id == readers.c.newsletter_id)
            | (places.c.subject_followed == readers.c.subject),
        )
        .where(places.c.since == readers.c.newest, those(readers, mailed))
        .add_cte(places, nest_here=True)  # SQLite counts no rows of WITH … INSERT
    )


def _places(notice: Outline) -> CTE:
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
