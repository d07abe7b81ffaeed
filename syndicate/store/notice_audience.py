"""What is known of each reader who was mailed an older revision than a notice's, or follows?

One row a reader, found from cohorts by set; the decision who is told is the domain's.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    Table,
    and_,
    case,
    false,
    func,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import NamedFromClause

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.notices import Mailed
from syndicate.store.notice_left import is_left
from syndicate.store.notice_mails import Outline, among, mails_of
from syndicate.store.overtaken import told_by_notices
from syndicate.store.stale_words import newsletter_of
from syndicate.store.tables import (
    cohorts,
    deliveries,
    editions,
    followings,
    newsletters,
    revisions,
    subscribers,
    subscriptions,
    suppressions,
)

_OF_MAILS = (
    *("newest", "accepted", "newsletter_from", "newsletter_to", "following_from", "following_to"),
    *("held", "newer", "flying", "older"),
)
_OF_FOLLOWERS = ("following_id", "seen")


@lru_cache(maxsize=16)
def known_readers(notice: Outline, dialect: str) -> Subquery:
    """Return what is known of each reader: the fields of Mailed, and under what to tell them.

    Of those readers whom `within` names, when it is executed.

    `newsletter_id` and `following_id` are None for readers who accept no mail of ours any
    more, and never both set; `subject` is what that following follows. `answers` is the
    delivery that the notice answers, `newest` the newest revision they know.
    """
    followers = _followers(notice).cte("followers")
    mails = mails_of(notice, followers, dialect).cte("mails")
    facts = _facts(notice, mails, followers)
    return (
        select(*facts.c, followings.c.subject)
        .outerjoin(followings, followings.c.id == facts.c.following_id)
        .subquery("readers")
    )


def _facts(notice: Outline, mails: CTE, followers: CTE) -> Subquery:
    """Return the readers of a notice; who is told as a follower is told under the following."""
    under = _under(notice, mails, followers)
    left = under.c.left
    later = told_by_notices(notice.article_id, notice.revision + 1)
    newsletter = case((under.c.following.is_(None), under.c.newsletter))
    return (
        select(
            under.c.subscriber_id,
            under.c.newest,
            under.c.answers,
            under.c.held,
            under.c.newer,
            or_(func.coalesce(~left, false()), under.c.subscriber_id.in_(later)).label("noticed"),
            func.coalesce(left, false()).label("left"),
            suppressions.c.reason.label("barred"),
            under.c.follows,
            newsletter.label("newsletter_id"),
            case((newsletter.is_(None), func.coalesce(under.c.following, under.c.other))).label(
                "following_id"
            ),
        )
        .join(subscribers, subscribers.c.id == under.c.subscriber_id)
        .outerjoin(suppressions, suppressions.c.email == subscribers.c.email)
        .subquery("facts")
    )


def _under(notice: Outline, mails: CTE, followers: CTE) -> Subquery:
    """Find what each reader still has under which the notice can go.

    That which brought the error comes first, `newsletter` or `following`; then the
    following for which the reader is told; then any newsletter, then any `other` following.
    Readers to whom older words are on their way are found once those have settled: only then
    is it known which notes they have had.
    """
    all_ = _all(notice, mails, followers)
    brought = _one(all_.c.newsletter_from, all_.c.newsletter_to, _newsletter_of(all_.c.accepted))
    following: ColumnElement[int | None] = all_.c.following_id
    if notice.to_mailed:
        own = case((brought.is_(None), all_.c.following_id))
        its = _one(all_.c.following_from, all_.c.following_to, _following_of(all_.c.accepted))
        following = func.coalesce(its, own)
    seen = func.coalesce(all_.c.seen, 0)
    mailed = func.coalesce(all_.c.newest, 0)
    return (
        select(
            all_.c.subscriber_id,
            case((mailed > seen, mailed), else_=seen).label("newest"),
            func.coalesce(all_.c.accepted, all_.c.held).label("answers"),
            all_.c.held.is_not(None).label("held"),
            ((func.coalesce(all_.c.newer, 0) == 1) | (seen >= notice.revision)).label("newer"),
            all_.c.following_id.is_not(None).label("follows"),
            func.coalesce(brought, _any_newsletter(all_)).label("newsletter"),
            following.label("following"),
            case((brought.is_(None) & following.is_(None), _any_following(all_))).label("other"),
            is_left(notice, all_.c.subscriber_id).label("left"),
        )
        .where(func.coalesce(all_.c.flying, 0) == 0)
        .offset(0)  # else each mention of a field looks for it anew
        .add_cte(followers, mails, nest_here=True)  # SQLite counts no rows of WITH … INSERT
        .subquery("under")
    )


def _all(notice: Outline, mails: CTE, followers: CTE) -> Subquery:
    """Bring together, by reader, what mails and followings tell.

    By grouping, not by joining: after ANALYZE with many small cohorts, letters above all,
    SQLite takes an article's mails for few, and looks through all of them for each reader.
    """
    nothing = [null().label(name) for name in _OF_MAILS]
    told = [mails.c[name] for name in _OF_MAILS]
    both = union_all(
        select(mails.c.subscriber_id, *told, *(null().label(name) for name in _OF_FOLLOWERS)),
        select(followers.c.subscriber_id, *nothing, *(followers.c[n] for n in _OF_FOLLOWERS)),
    ).subquery("both")
    known: ColumnElement[bool] = func.max(both.c.following_id).is_not(None)
    if notice.to_mailed:
        known = or_(known, func.max(both.c.older) == 1)
    every = [func.max(both.c[name]).label(name) for name in (*_OF_MAILS, *_OF_FOLLOWERS)]
    return (
        select(both.c.subscriber_id, *every)
        .group_by(both.c.subscriber_id)
        .having(known)
        .subquery("all")
    )


def those(readers: Subquery, mailed: Collection[Mailed]) -> ColumnElement[bool]:
    """Choose the readers of whom one of these things is known, subscribed or not."""
    return or_(
        *(
            and_(
                readers.c.held.is_(each.held),
                readers.c.newer.is_(each.newer),
                readers.c.noticed.is_(each.noticed),
                readers.c.left.is_(each.left),
                readers.c.barred.is_not_distinct_from(each.barred),
                readers.c.follows.is_(each.follows),
            )
            for each in mailed
        )
    )


def _followers(notice: Outline) -> Select[Any]:
    """Find who follows what a notice is told for, and which revision each began to follow at.

    Who began after the change has seen it.
    """
    began = (
        select(func.max(revisions.c.number))
        .where(
            revisions.c.article_id == followings.c.article_id,
            revisions.c.recorded <= followings.c.since,
        )
        .scalar_subquery()
    )
    return (
        select(
            followings.c.subscriber_id,
            func.min(followings.c.id).label("following_id"),
            func.max(began).label("seen"),
        )
        .where(
            followings.c.subject.in_(notice.subjects),
            followings.c.status == SubscriptionStatus.ACTIVE,
            followings.c.since <= notice.created,
            among(followings.c.subscriber_id),
        )
        .group_by(followings.c.subscriber_id)
    )


def _one(
    lowest: ColumnElement[int | None],
    highest: ColumnElement[int | None],
    looked_up: ColumnElement[int | None],
) -> ColumnElement[int | None]:
    """Return the one number there is, where 0 stands for none; where there are several, look."""
    return case((lowest != highest, looked_up), else_=func.nullif(lowest, 0))


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


def _following_of(delivery_id: ColumnElement[int]) -> ColumnElement[int | None]:
    one = deliveries.alias("brought")
    return select(one.c.following_id).where(one.c.id == delivery_id).scalar_subquery()


def _any_following(readers: Subquery) -> ColumnElement[int | None]:
    own = followings.alias("own")
    mine = own.c.subscriber_id == readers.c.subscriber_id
    active = own.c.status == SubscriptionStatus.ACTIVE
    return select(func.min(own.c.id)).where(mine, active).scalar_subquery()


def _any_newsletter(readers: Subquery) -> ColumnElement[int | None]:
    own, its = _aliases("any", subscriptions, newsletters)
    return (
        select(func.min(own.c.newsletter_id))
        .join(its, its.c.id == own.c.newsletter_id)
        .where(
            own.c.subscriber_id == readers.c.subscriber_id,
            own.c.status == SubscriptionStatus.ACTIVE,
            ~its.c.removed,
        )
        .scalar_subquery()
    )


def _aliases(prefix: str, *tables: Table) -> tuple[NamedFromClause, ...]:
    return tuple(table.alias(f"{prefix}_{table.name}") for table in tables)
