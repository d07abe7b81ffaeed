"""What do mails that wait tell of an article, and what have their readers by other mails?"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    case,
    func,
    literal,
    or_,
    select,
    update,
)

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import UNDER_WAY
from syndicate.domain.followings import ACCEPTING
from syndicate.domain.foretelling import Unsent
from syndicate.store.overtaken import told_by_notices
from syndicate.store.receipts import NEVER_MAILED
from syndicate.store.stale_words import is_stale, newsletter_of
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    followings,
    notices,
    subscribers,
    subscriptions,
    suppressions,
)
from syndicate.store.untelling import untell


class WaitingMails:
    """Mails that wait, in one transaction: those alone that may go as their readers stand."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_editions(self, newsletter_id: int, article_id: UUID, head: int) -> Iterable[Unsent]:
        """Count the mails of a newsletter's editions that wait with an article.

        `head` is the article's newest revision.
        """
        own = _with(article_id).where(
            editions.c.newsletter_id == newsletter_id, editions.c.status.in_(UNDER_WAY)
        )
        return self._count(_known(newsletter_id, article_id, head, own))

    def of_notices(self, article_id: UUID, head: int, upto: int) -> Iterable[Unsent]:
        """Count the mails that wait of an article's notices of revisions up to one.

        Whom a later one tells has `head`, the newest revision.
        """
        return self._count(_judged(_of_notices(article_id, upto), _known_beside(article_id, head)))

    def end_notices(self, article_id: UUID, head: int, upto: int, known: int) -> None:
        """Cancel what waits, overtaken, of an article's notices for readers who have a revision.

        As `of_notices` counts them.
        """
        judged = _judged(_of_notices(article_id, upto), _known_beside(article_id, head))
        ended = select(judged.c.id).where(judged.c.known == known, judged.c.overtaken)
        which = deliveries.c.id.in_(ended)
        untell(self._connection, which)
        statement = update(deliveries).where(which)
        self._connection.execute(statement.values(status=DeliveryStatus.CANCELLED))

    def _count(self, judged: Subquery) -> Iterable[Unsent]:
        facts = (judged.c.known, judged.c.overtaken)
        statement = select(*facts, func.count().label("total")).group_by(*facts)
        for row in self._connection.execute(statement):
            yield Unsent(known=row.known, overtaken=bool(row.overtaken), count=row.total)


def _judged(mails: Select[Any], known: ColumnElement[int]) -> Subquery:
    """Say of each mail what its reader has once it goes, and whether its words were overtaken."""
    stale = is_stale(cohort_items.c.article_id, cohort_items.c.revision)
    return mails.add_columns(known.label("known"), stale.label("overtaken")).subquery("judged")


def _of_notices(article_id: UUID, upto: int) -> Select[Any]:
    """Find the mails that wait of an article's notices of revisions up to one."""
    older = select(notices.c.id).where(
        notices.c.article_id == article_id, notices.c.revision <= upto
    )
    return _with(article_id).where(deliveries.c.notice_id.in_(older))


def _known_beside(article_id: UUID, head: int) -> ColumnElement[int]:
    """Return the newest revision that a waiting notice's reader has without it."""
    later = deliveries.c.subscriber_id.in_(told_by_notices(article_id, cohort_items.c.revision + 1))
    return case((later, head), else_=cohort_items.c.since)


def _with(article_id: UUID) -> Select[Any]:
    """Find the mails that wait with an article, and may go."""
    barred = select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email)
    return (
        select(deliveries.c.id)
        .join(cohort_items, cohort_items.c.cohort_id == deliveries.c.cohort_id)
        .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .outerjoin(
            subscriptions,
            (subscriptions.c.subscriber_id == deliveries.c.subscriber_id)
            & (subscriptions.c.newsletter_id == newsletter_of(editions, cohorts)),
        )
        .outerjoin(followings, followings.c.id == deliveries.c.following_id)
        .where(
            cohort_items.c.article_id == article_id,
            deliveries.c.status == DeliveryStatus.PENDING,
            ~barred.exists(),
            or_(
                subscriptions.c.status == SubscriptionStatus.ACTIVE,
                followings.c.status.in_(ACCEPTING),
            ),
        )
    )


def _known(newsletter_id: int, article_id: UUID, head: int, own: Select[Any]) -> Subquery:
    """Say of each mail what its reader has once it goes, 0 for nothing, and whether it is stale.

    What waits with overtaken words tells the newest when it goes: earlier mails, and notices,
    go before. Later ones, which it overtakes, bring nothing. The readers' other mails are
    found together: looked for one by one, each cohort with the article is asked for each.
    """
    stale = is_stale(cohort_items.c.article_id, cohort_items.c.revision)
    mine = own.add_columns(deliveries.c.subscriber_id, stale.label("overtaken")).subquery("mine")
    others = _others(newsletter_id, article_id).subquery("others")
    later = others.c.edition_id.is_not(None) & (others.c.id > mine.c.id)
    brings = case(
        (others.c.stale & later, 0), (others.c.stale, literal(head)), else_=others.c.revision
    )
    same = (others.c.subscriber_id == mine.c.subscriber_id) & (others.c.id != mine.c.id)
    return (
        select(mine.c.overtaken, func.coalesce(func.max(brings), 0).label("known"))
        .outerjoin(others, same)
        .group_by(mine.c.id, mine.c.overtaken)
        .subquery("judged")
    )


def _others(newsletter_id: int, article_id: UUID) -> Select[Any]:
    """Find the mails of a newsletter that bring, or brought, an article."""
    other, item = deliveries.alias("other"), cohort_items.alias("item")
    its, edition = cohorts.alias("its_cohort"), editions.alias("its_edition")
    waits = other.c.status == DeliveryStatus.PENDING
    return (
        select(
            other.c.id,
            other.c.subscriber_id,
            other.c.edition_id,
            item.c.revision,
            (waits & is_stale(item.c.article_id, item.c.revision)).label("stale"),
        )
        .select_from(other)
        .join(item, item.c.cohort_id == other.c.cohort_id)
        .join(its, its.c.id == other.c.cohort_id)
        .outerjoin(edition, edition.c.id == other.c.edition_id)
        .where(
            item.c.article_id == article_id,
            newsletter_of(edition, its) == newsletter_id,
            other.c.status.not_in(NEVER_MAILED),
        )
    )
