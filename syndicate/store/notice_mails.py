"""What do mails tell of an article, by reader: which words each has, and by which mail?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    true,
)

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.followings import ACCEPTING
from syndicate.domain.notices import Notice
from syndicate.store.given import given
from syndicate.store.stale_words import newsletter_of
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    followings,
    newsletters,
    notice_carriers,
    subscriptions,
)

WERE_MAILED = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT)
_HAVE = (*WERE_MAILED, DeliveryStatus.CLAIMED)
CARRIERS = "carriers"


class Outline(NamedTuple):
    """What of a notice decides whom it is for; `id` is 0 where it is not opened yet.

    Statements are made once for each: making one takes longer than a step of its queueing.
    The cohorts that carry the error are known of one that is opened; of another they are
    told when a statement runs, as `CARRIERS`.
    """

    id: int
    article_id: UUID
    revision: int
    created: datetime
    subjects: tuple[str, ...]
    to_mailed: bool


def outline(notice: Notice) -> Outline:
    """Return a notice's outline."""
    return Outline(*(getattr(notice, name) for name in Outline._fields))


def mails_of(notice: Outline, followers: CTE, dialect: str) -> Select[Any]:
    """Find, by reader, the mails with the article: with the error, and with newer words.

    Of the mails with the error those count first whose newsletter the reader still has, or
    whose following may still bring a correction. Under which newsletter and following those
    went is told from the lowest number to the highest, 0 for none: mostly there is one mail,
    and nothing more to look up. `flying` are older words on their way.
    """
    mailed = deliveries.c.status.in_(WERE_MAILED)
    carriers = _carriers(notice, dialect)
    held = mailed & carriers.c.cohort_id.is_not(None)
    accepted = held & _is_accepted()
    revision = case((mailed, cohort_items.c.revision))
    newsletter = case((accepted, func.coalesce(newsletter_of(editions, cohorts), 0)))
    following = case((accepted, func.coalesce(deliveries.c.following_id, 0)))
    return (
        select(
            deliveries.c.subscriber_id,
            func.max(revision).label("newest"),
            func.max(case((accepted, deliveries.c.id))).label("accepted"),
            func.min(newsletter).label("newsletter_from"),
            func.max(newsletter).label("newsletter_to"),
            func.min(following).label("following_from"),
            func.max(following).label("following_to"),
            func.max(case((held, deliveries.c.id))).label("held"),
            func.max(case((_is_newer(notice), 1), else_=0)).label("newer"),
            func.max(case((_is_flying(notice), 1), else_=0)).label("flying"),
            case((func.min(revision) < notice.revision, 1), else_=0).label("older"),
        )
        .select_from(_mails(notice, carriers))
        .where(
            cohort_items.c.article_id == notice.article_id,
            deliveries.c.status.in_(_HAVE),
            among(deliveries.c.subscriber_id),
            true() if notice.to_mailed else _is_among(followers),
        )
        .group_by(deliveries.c.subscriber_id)
    )


def among(reader: ColumnElement[int]) -> ColumnElement[bool]:
    """Tell whether a reader is one of those `within` names, when the statement is executed."""
    first, last = (bindparam(name, type_=reader.type) for name in ("first", "last"))
    return reader.between(first, last)


def within(numbers: range | None) -> Mapping[str, int]:
    """Return what names some readers, by their numbers; None stands for everybody."""
    some = numbers or range(2**62)
    return {"first": some.start, "last": some.stop - 1}


def _carriers(notice: Outline, dialect: str) -> FromClause:
    if notice.id:
        return notice_carriers
    told = given(CARRIERS, dialect)
    number = cast(told.c.key, BigInteger).label("cohort_id")
    return select(literal(notice.id).label("notice_id"), number).cte("told_carriers")


def _mails(notice: Outline, carriers: FromClause) -> FromClause:
    """Join mails to what they hold, to what their readers still have, and to the error."""
    return (
        cohort_items.join(cohorts, cohorts.c.id == cohort_items.c.cohort_id)
        .join(deliveries, deliveries.c.cohort_id == cohorts.c.id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .outerjoin(
            carriers,
            (carriers.c.cohort_id == cohorts.c.id) & (carriers.c.notice_id == notice.id),
        )
        .outerjoin(
            subscriptions,
            (subscriptions.c.subscriber_id == deliveries.c.subscriber_id)
            & (subscriptions.c.newsletter_id == newsletter_of(editions, cohorts))
            & among(subscriptions.c.subscriber_id),  # or PostgreSQL goes through all there are
        )
        .outerjoin(newsletters, newsletters.c.id == subscriptions.c.newsletter_id)
        .outerjoin(followings, followings.c.id == deliveries.c.following_id)
    )


def _is_accepted() -> ColumnElement[bool]:
    subscribed = (subscriptions.c.status == SubscriptionStatus.ACTIVE) & ~newsletters.c.removed
    return or_(subscribed, followings.c.status.in_(ACCEPTING))


def _is_newer(notice: Outline) -> ColumnElement[bool]:
    another = deliveries.c.notice_id.is_distinct_from(notice.id)
    return (cohort_items.c.revision >= notice.revision) & another


def _is_flying(notice: Outline) -> ColumnElement[bool]:
    claimed = deliveries.c.status == DeliveryStatus.CLAIMED
    return claimed & (cohort_items.c.revision < notice.revision)


def _is_among(followers: CTE) -> ColumnElement[bool]:
    return deliveries.c.subscriber_id.in_(select(followers.c.subscriber_id))
