"""Has a reader left what a notice was to go under, so that it may go under something else?"""

from sqlalchemy import ColumnElement, or_, select

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.followings import ACCEPTING
from syndicate.store.notice_mails import Outline
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.tables import cohorts, deliveries, followings, notices, subscriptions


def is_left(notice: Outline, reader: ColumnElement[int]) -> ColumnElement[bool | None]:
    """Tell whether a reader's mail of the notice was cancelled, and its subscription has ended.

    None where there is no such mail. Whom a later notice tells needs the older one no more.
    """
    own, its = deliveries.alias("own"), cohorts.alias("its")
    accepts = or_(
        select(subscriptions.c.subscriber_id)
        .where(
            subscriptions.c.subscriber_id == own.c.subscriber_id,
            subscriptions.c.newsletter_id == its.c.newsletter_id,
            subscriptions.c.status == SubscriptionStatus.ACTIVE,
        )
        .exists(),
        select(followings.c.id)
        .where(followings.c.id == own.c.following_id, followings.c.status.in_(ACCEPTING))
        .exists(),
    )
    cancelled = own.c.status == DeliveryStatus.CANCELLED
    return (
        select(cancelled & ~accepts & ~_is_told_later(notice, own.c.subscriber_id))
        .join(its, its.c.id == own.c.cohort_id)
        .where(own.c.notice_id == notice.id, own.c.subscriber_id == reader)
        .scalar_subquery()
    )


def _is_told_later(notice: Outline, reader: ColumnElement[int]) -> ColumnElement[bool]:
    other = deliveries.alias("told_later")
    later = select(notices.c.id).where(
        notices.c.article_id == notice.article_id, notices.c.revision > notice.revision
    )
    told = select(other.c.id).where(
        other.c.notice_id.in_(later),
        other.c.subscriber_id == reader,
        other.c.status.not_in(NEVER_MAILED),
    )
    return told.exists()
