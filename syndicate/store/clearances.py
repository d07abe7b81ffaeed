"""May claimed deliveries be sent at this very moment?"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Row,
    String,
    any_,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)

from syndicate.domain.articles import Status
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import Clearance, DeliveryStatus, clearance
from syndicate.domain.editions import EditionStatus
from syndicate.domain.followings import ACCEPTING
from syndicate.domain.notices import NoticeStatus
from syndicate.store.columns import Packed
from syndicate.store.prepared import Question
from syndicate.store.stale_words import newsletter_of, overtaken
from syndicate.store.tables import (
    articles,
    cohorts,
    deliveries,
    editions,
    followings,
    notices,
    rests,
    subscribers,
    subscriptions,
    suppressions,
)


def look(connection: Connection, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]:
    """Look at everything that decides whether deliveries may go (invariants 8, 9).

    The database tells those together that are alike in all of it, as nearly all are.
    """
    look = _LOOK[connection.dialect.name]
    found: dict[int, Clearance] = {}
    for row in look(connection, numbers=list(delivery_ids)):
        found |= dict.fromkeys(map(int, row.numbers.split(",")), _clearance(row))
    return found


def _clearance(row: Row[Any]) -> Clearance:
    if row.status != DeliveryStatus.CLAIMED:
        return Clearance.NEVER
    return clearance(
        suppressed=row.suppressed,
        subscribed=_accepts(row),
        edition=None if row.edition is None else EditionStatus(row.edition),
        notice=None if row.notice is None else NoticeStatus(row.notice),
        overtaken=row.overtaken,
        resting=row.resting,
        withdrawn=row.notice is None and (row.named in _GONE or _ended(row)),
    )


def _ended(row: Row[Any]) -> bool:
    return bool(row.following == SubscriptionStatus.ENDED)


def _accepts(row: Row[Any]) -> bool:
    """Tell whether the subscription, or the following, under which a mail goes brings any."""
    if row.following is not None:
        return row.following in ACCEPTING
    return bool(row.subscription == SubscriptionStatus.ACTIVE)


_GONE = frozenset({Status.TAKEN_DOWN, Status.UNPUBLISHED})


def _suppressed() -> ColumnElement[bool]:
    return select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email).exists()


def _as_written(word: Column[Any]) -> ColumnElement[str]:
    """Take a word as the database has it: of each row, making members costs as much as the look."""
    return type_coerce(word, String)


_SEEN = (
    select(
        cast(deliveries.c.id, String).label("number"),
        _as_written(deliveries.c.status).label("status"),
        deliveries.c.cohort_id,
        _as_written(editions.c.status).label("edition"),
        _as_written(notices.c.status).label("notice"),
        _as_written(subscriptions.c.status).label("subscription"),
        _as_written(followings.c.status).label("following"),
        _as_written(articles.c.status).label("named"),
        _suppressed().label("suppressed"),
        select(rests.c.id).exists().label("resting"),
    )
    .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
    .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
    .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
    .outerjoin(notices, notices.c.id == deliveries.c.notice_id)
    .outerjoin(
        subscriptions,
        (subscriptions.c.subscriber_id == deliveries.c.subscriber_id)
        & (subscriptions.c.newsletter_id == newsletter_of(editions, cohorts)),
    )
    .outerjoin(followings, followings.c.id == deliveries.c.following_id)
    .outerjoin(articles, articles.c.id == followings.c.article_id)
)
"""What of each reader and mail decides."""


def _alike(these: ColumnElement[bool]) -> Question:
    """Tell which mails have what in common.

    Whether a cohort tells what was overtaken is asked once for all its readers.
    """
    each = _SEEN.where(these).subquery("each")
    facts = [fact for fact in each.c if fact is not each.c.number]
    numbers = func.aggregate_strings(each.c.number, ",").label("numbers")
    alike = select(numbers, *facts).group_by(*facts).subquery("alike")
    return Question(select(alike, overtaken(alike.c.cohort_id).label("overtaken")))


_NUMBERS = func.json_each(bindparam("numbers", type_=JSON)).table_valued("value")
_LOOK = {
    "sqlite": _alike(deliveries.c.id.in_(select(_NUMBERS.c.value))),
    "postgresql": _alike(
        deliveries.c.id == any_(bindparam("numbers", type_=Packed(deliveries.c.id.type)))
    ),
}
"""Made once, since it is asked so often. The numbers are one value: a statement of the same
words is planned once.
"""
