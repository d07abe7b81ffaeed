"""May claimed deliveries be sent at this very moment?"""

from collections.abc import Mapping, Sequence
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
    rests,
    subscribers,
    subscriptions,
    suppressions,
)


def look(connection: Connection, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]:
    """Look at everything that decides whether deliveries may go (invariants 8, 9)."""
    rows = connection.execute(_LOOK, {"numbers": delivery_ids}).all()
    told = {"told": list({row.cohort_id for row in rows})}
    stale = set(connection.execute(_OVERTAKEN, told).scalars())
    return {row.id: _clearance(row, overtaken=row.cohort_id in stale) for row in rows}


def _clearance(row: Row[Any], *, overtaken: bool) -> Clearance:
    if row.status is not DeliveryStatus.CLAIMED:
        return Clearance.NEVER
    return clearance(
        suppressed=row.suppressed,
        subscribed=_accepts(row),
        edition=row.edition,
        notice=row.notice,
        overtaken=overtaken,
        resting=row.resting,
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
        deliveries.c.id,
        deliveries.c.status,
        deliveries.c.cohort_id,
        editions.c.status.label("edition"),
        notices.c.status.label("notice"),
        subscriptions.c.status.label("subscription"),
        followings.c.status.label("following"),
        articles.c.status.label("named"),
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
    .where(deliveries.c.id.in_(bindparam("numbers", expanding=True)))
)
"""What of each reader and mail decides; made once, since it is asked so often."""

_OVERTAKEN = select(cohorts.c.id).where(
    cohorts.c.id.in_(bindparam("told", expanding=True)), overtaken(cohorts.c.id)
)
"""Which of the cohorts tell what was overtaken: asked once for all their readers."""
