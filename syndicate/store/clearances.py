"""May a claimed delivery be sent at this very moment?"""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import Clearance, DeliveryStatus, clearance
from syndicate.store.overtaken import newsletter_of, overtaken
from syndicate.store.tables import (
    cohorts,
    deliveries,
    editions,
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
        subscribed=row.subscription is SubscriptionStatus.ACTIVE,
        edition=row.edition,
        notice=row.notice,
        overtaken=row.overtaken,
    )


def _suppressed() -> ColumnElement[bool]:
    return select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email).exists()


_LOOK: Select[Any] = (
    select(
        deliveries.c.status,
        editions.c.status.label("edition"),
        notices.c.status.label("notice"),
        subscriptions.c.status.label("subscription"),
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
    .where(deliveries.c.id == bindparam("number"))
)
"""Everything by which a claimed delivery is cleared; made once, since it is asked so often."""
