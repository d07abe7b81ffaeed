"""By which mails do readers have an article, and how many are they?

A million receipts are counted in well under a second: where an edition or a notice has ended,
by cohort and an index alone, less what was not sent, of which there is little.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    case,
    func,
    literal,
    or_,
    select,
    text,
    true,
    union_all,
)

from syndicate.domain.articles import Kind
from syndicate.domain.changes import DigestAs
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.notices import NoticeStatus
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.stale_words import newsletter_of
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    newsletters,
    notices,
    revisions,
    tallies,
)
from syndicate.store.tables.mail import UNSENT

MAY_HAVE = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT, DeliveryStatus.CLAIMED)
_SUMS = ("sent", "in_doubt", "claimed", "unnamed")


def holding_cohorts(article_id: UUID, revision: int | None) -> Select[Any]:
    """Find the cohorts with words of an article, and whether their mails have ended."""
    ended = or_(editions.c.status == EditionStatus.SENT, notices.c.status == NoticeStatus.SENT)
    statement = (
        select(
            cohorts.c.id,
            cohort_items.c.revision,
            case((ended, 1), else_=0).label("ended"),
            case((cohort_items.c.status == DigestAs.NEW, 1), else_=0).label("first"),
            cohorts.c.subject_followed,
            cohorts.c.edition_id,
            func.coalesce(newsletters.c.name, cohorts.c.subject_followed).label("newsletter"),
            editions.c.period_key,
            cohorts.c.notice_id,
        )
        .select_from(cohort_items)
        .join(
            revisions,
            (revisions.c.article_id == cohort_items.c.article_id)
            & (revisions.c.number == cohort_items.c.revision),
        )
        .join(cohorts, cohorts.c.id == cohort_items.c.cohort_id)
        .outerjoin(editions, editions.c.id == cohorts.c.edition_id)
        .outerjoin(notices, notices.c.id == cohorts.c.notice_id)
        .outerjoin(newsletters, newsletters.c.id == newsletter_of(editions, cohorts))
        .where(cohort_items.c.article_id == article_id, revisions.c.kind != Kind.TAKEDOWN)
    )
    if revision is not None:
        statement = statement.where(cohort_items.c.revision == revision)
    return statement


def mailed(holding: CTE) -> tuple[Subquery, Subquery]:
    """Find the mails of cohorts that have ended, by indexes alone, and those of the others."""
    ended = select(holding.c.id).where(holding.c.ended == 1)
    open_ = select(holding.c.id).where(holding.c.ended == 0)
    unsent = deliveries.alias("unsent")
    never = select(unsent.c.id).where(
        unsent.c.cohort_id.in_(ended), text(f"unsent.{UNSENT}"), unsent.c.status.in_(NEVER_MAILED)
    )
    columns = (deliveries.c.cohort_id, deliveries.c.subscriber_id)
    return (
        select(*columns)
        .where(deliveries.c.cohort_id.in_(ended), deliveries.c.id.not_in(never))
        .subquery("over"),
        select(*columns)
        .where(deliveries.c.cohort_id.in_(open_), deliveries.c.status.in_(MAY_HAVE))
        .subquery("under_way"),
    )


def counted(article_id: UUID, revision: int | None) -> Select[Any]:
    """Count the mails of each carrier: by cohort first, so that a million are joined to nothing.

    `newly` are those to readers who had not been mailed the article before; all of them, where
    one revision is asked for. `followed` tells whether some went to followers.
    """
    holding = holding_cohorts(article_id, revision).cte("holding")
    each = union_all(_ended(holding), _unsent(holding), _open(holding), _tallied(holding))
    one = each.subquery("each")
    carrier = (
        holding.c.newsletter,
        holding.c.period_key,
        holding.c.notice_id,
        holding.c.revision,
    )
    sums = [func.sum(one.c[name]).label(name) for name in _SUMS]
    named = one.c.sent + one.c.in_doubt + one.c.claimed - one.c.unnamed
    first = true() if revision is not None else holding.c.first == 1
    newly = func.sum(case((first, named), else_=0)).label("newly")
    followed = func.count(holding.c.subject_followed).label("followed")
    return (
        select(*carrier, *sums, newly, followed)
        .join_from(one, holding, holding.c.id == one.c.cohort_id)
        .group_by(*carrier)
        .having(or_(*(func.sum(one.c[name]) > 0 for name in _SUMS)))
        .order_by(func.min(one.c.cohort_id))
    )


def caught_up(article_id: UUID, *, among_first: bool) -> Select[Any]:
    """Find the readers whose first mail with an article failed, whom another one has reached.

    A later one, that was planned while the first was still tried; or, `among_first`, one of
    the first kind in the edition after, which tells them all as new.
    """
    holding = holding_cohorts(article_id, None).cte("holding")
    first = select(holding.c.id).where(holding.c.first == 1)
    later = select(holding.c.id).where(holding.c.first == 0)
    lost = deliveries.alias("lost")
    unsent = select(lost.c.subscriber_id).where(
        lost.c.cohort_id.in_(first), text(f"lost.{UNSENT}"), lost.c.status.in_(NEVER_MAILED)
    )
    return _reached(first if among_first else later, unsent)


def _reached(cohorts_: Select[Any], readers: Select[Any]) -> Select[Any]:
    """Find those of few readers whom mails of some cohorts may have reached.

    The sum keeps SQLite from looking for each of them in each cohort: one pass is sooner.
    That it is said to be true keeps PostgreSQL from going through all of them for each mail, as
    it does where it takes them for very few: now they are hashed.
    """
    mail = deliveries.alias()
    return select(mail.c.subscriber_id).where(
        mail.c.cohort_id.in_(cohorts_),
        (mail.c.subscriber_id + 0).in_(readers).is_(true()),
        mail.c.status.in_(MAY_HAVE),
    )


def _ended(holding: CTE) -> Select[Any]:
    """Count all mails of cohorts that have ended: those that were not sent are taken off."""
    ended = select(holding.c.id).where(holding.c.ended == 1)
    own = deliveries.c.cohort_id
    return select(own, *_sums(sent=func.count())).where(own.in_(ended)).group_by(own)


def _unsent(holding: CTE) -> Select[Any]:
    ended = select(holding.c.id).where(holding.c.ended == 1)
    own, doubtful = deliveries.c.cohort_id, deliveries.c.status == DeliveryStatus.IN_DOUBT
    in_doubt = func.sum(case((doubtful, 1), else_=0))
    return (
        select(own, *_sums(sent=-func.count(), in_doubt=in_doubt))
        .where(own.in_(ended), text(f"deliveries.{UNSENT}"))
        .group_by(own)
    )


def _open(holding: CTE) -> Select[Any]:
    """Count the mails of cohorts that go out, looking at each."""
    open_ = select(holding.c.id).where(holding.c.ended == 0)
    own = deliveries.c.cohort_id
    became = {
        name: func.sum(case((deliveries.c.status == status, 1), else_=0))
        for name, status in zip(_SUMS, MAY_HAVE, strict=False)
    }
    return select(own, *_sums(**became)).where(own.in_(open_)).group_by(own)


def _tallied(holding: CTE) -> Select[Any]:
    """Tell the counts of old mails, which are all that is left of them."""
    own, became = tallies.c.cohort_id, tallies.c.status
    sent = func.sum(case((became == DeliveryStatus.SENT, tallies.c.number), else_=0))
    in_doubt = func.sum(case((became == DeliveryStatus.IN_DOUBT, tallies.c.number), else_=0))
    return (
        select(own, *_sums(sent=sent, in_doubt=in_doubt, unnamed=sent + in_doubt))
        .where(own.in_(select(holding.c.id)))
        .group_by(own)
    )


def _sums(**counts: ColumnElement[int]) -> tuple[ColumnElement[int], ...]:
    return tuple(counts.get(name, literal(0)).label(name) for name in _SUMS)
