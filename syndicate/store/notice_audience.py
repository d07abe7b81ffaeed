"""What is known of each reader who was mailed an older revision than a notice's?

One row a reader, found from cohorts by set; the decision who is told is the domain's.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.sql.selectable import NamedFromClause

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.notices import Mailed, Notice
from syndicate.store.overtaken import newsletter_of
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    newsletters,
    notice_carriers,
    subscribers,
    subscriptions,
    suppressions,
)

WERE_MAILED = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)
_HAVE = (*WERE_MAILED, DeliveryStatus.CLAIMED)


def known_readers(notice: Notice) -> Subquery:
    """Return what is known of each reader: the fields of Mailed, and under what to tell them.

    `newsletter_id` is None for readers who accept no mail of ours any more; `answers` is
    the delivery that the notice answers, `newest` the newest revision they were mailed.
    """
    mails = _mails(notice).subquery("mails")
    noticed = deliveries.alias("noticed")
    this_one = select(noticed.c.id).where(
        noticed.c.notice_id == notice.id, noticed.c.subscriber_id == mails.c.subscriber_id
    )
    return (
        select(
            mails.c.subscriber_id,
            mails.c.newest,
            func.coalesce(mails.c.accepted, mails.c.held).label("answers"),
            mails.c.held.is_not(None).label("held"),
            (mails.c.newer == 1).label("newer"),
            this_one.exists().label("noticed"),
            suppressions.c.reason.label("barred"),
            func.coalesce(_newsletter_of(mails.c.accepted), _any_newsletter(mails)).label(
                "newsletter_id"
            ),
        )
        .join(subscribers, subscribers.c.id == mails.c.subscriber_id)
        .outerjoin(suppressions, suppressions.c.email == subscribers.c.email)
        .subquery("readers")
    )


def those(readers: Subquery, mailed: Collection[Mailed]) -> ColumnElement[bool]:
    """Choose the readers of whom one of these things is known, subscribed or not."""
    return or_(
        *(
            and_(
                readers.c.held.is_(each.held),
                readers.c.newer.is_(each.newer),
                readers.c.noticed.is_(each.noticed),
                readers.c.barred.is_not_distinct_from(each.barred),
            )
            for each in mailed
        )
    )


def _mails(notice: Notice) -> Select[Any]:
    """Find, by reader, the mails with the article: with the error, and with newer words.

    Of the mails with the error those count first whose newsletter the reader still has.
    """
    mailed = deliveries.c.status.in_(WERE_MAILED)
    held = mailed & notice_carriers.c.cohort_id.is_not(None)
    accepted = held & (subscriptions.c.status == SubscriptionStatus.ACTIVE) & ~newsletters.c.removed
    newer = (cohort_items.c.revision >= notice.revision) & deliveries.c.notice_id.is_distinct_from(
        notice.id
    )
    revision = case((mailed, cohort_items.c.revision))
    return (
        select(
            deliveries.c.subscriber_id,
            func.max(revision).label("newest"),
            func.max(case((accepted, deliveries.c.id))).label("accepted"),
            func.max(case((held, deliveries.c.id))).label("held"),
            func.max(case((newer, 1), else_=0)).label("newer"),
        )
        .select_from(cohort_items)
        .join(cohorts, cohorts.c.id == cohort_items.c.cohort_id)
        .join(deliveries, deliveries.c.cohort_id == cohorts.c.id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .outerjoin(
            notice_carriers,
            (notice_carriers.c.cohort_id == cohorts.c.id)
            & (notice_carriers.c.notice_id == notice.id),
        )
        .outerjoin(
            subscriptions,
            (subscriptions.c.subscriber_id == deliveries.c.subscriber_id)
            & (subscriptions.c.newsletter_id == newsletter_of(editions, cohorts)),
        )
        .outerjoin(newsletters, newsletters.c.id == subscriptions.c.newsletter_id)
        .where(cohort_items.c.article_id == notice.article_id, deliveries.c.status.in_(_HAVE))
        .group_by(deliveries.c.subscriber_id)
        .having(func.min(revision) < notice.revision)
    )


def _newsletter_of(delivery_id: ColumnElement[int]) -> ColumnElement[int | None]:
    one, its, edition = _aliases("one", deliveries, cohorts, editions)
    return (
        select(newsletter_of(edition, its))
        .select_from(one)
        .join(its, its.c.id == one.c.cohort_id)
        .outerjoin(edition, edition.c.id == one.c.edition_id)
        .where(one.c.id == delivery_id)
        .scalar_subquery()
    )


def _any_newsletter(mails: Subquery) -> ColumnElement[int | None]:
    own, its = _aliases("any", subscriptions, newsletters)
    return (
        select(func.min(own.c.newsletter_id))
        .join(its, its.c.id == own.c.newsletter_id)
        .where(
            own.c.subscriber_id == mails.c.subscriber_id,
            own.c.status == SubscriptionStatus.ACTIVE,
            ~its.c.removed,
        )
        .scalar_subquery()
    )


def _aliases(prefix: str, *tables: Table) -> tuple[NamedFromClause, ...]:
    return tuple(table.alias(f"{prefix}_{table.name}") for table in tables)
