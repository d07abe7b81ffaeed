"""May a claimed delivery be sent at this very moment?"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, select

from syndicate.domain.articles import Status
from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import Clearance, DeliveryStatus, clearance
from syndicate.domain.followings import ACCEPTING
from syndicate.store.overtaken import newsletter_of, overtaken
from syndicate.store.tables import (
    articles,
    cohorts,
    deliveries,
    editions,
    followings,
    notices,
    subscribers,
    subscriptions,
    suppressions,
)


def look(connection: Connection, delivery_id: int) -> Clearance:
    """Look at everything that decides whether a delivery may go (invariants 8, 9)."""
    row = connection.execute(_LOOK, {"number": delivery_id}).one()
    if row.status is not DeliveryStatus.CLAIMED:
        return Clearance.NEVER
    return clearance(
        suppressed=row.suppressed,
        subscribed=_accepts(row),
        edition=row.edition,
        notice=row.notice,
        overtaken=row.overtaken,
        withdrawn=row.notice is None and (row.named in _GONE or _ended(row)),
    )


def _ended(row: Row[Any]) -> bool:
    return row.following is SubscriptionStatus.ENDED


def _accepts(row: Row[Any]) -> bool:
    """Tell whether the subscription, or the following, under which a mail goes brings any."""
    if row.following is not None:
        return row.following in ACCEPTING
    return row.subscription is SubscriptionStatus.ACTIVE


_GONE = frozenset({Status.TAKEN_DOWN, Status.UNPUBLISHED})


def _suppressed() -> ColumnElement[bool]:
    return select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email).exists()


_LOOK: Select[Any] = (
    select(
        deliveries.c.status,
        editions.c.status.label("edition"),
        notices.c.status.label("notice"),
        subscriptions.c.status.label("subscription"),
        followings.c.status.label("following"),
        articles.c.status.label("named"),
        _suppressed().label("suppressed"),
        overtaken(deliveries.c.cohort_id).label("overtaken"),
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
    .where(deliveries.c.id == bindparam("number"))
)
"""Everything by which a claimed delivery is cleared; made once, since it is asked so often."""
