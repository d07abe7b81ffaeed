"""Who has an article, and by which mails?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, select

from syndicate.domain.articles import Kind
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.receipts import Carrier, CarrierCount, Holders, Receipt
from syndicate.store.overtaken import newsletter_of
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    editions,
    newsletters,
    revisions,
    subscribers,
)

_MAY_HAVE = (DeliveryStatus.SENT, DeliveryStatus.IN_DOUBT, DeliveryStatus.CLAIMED)
_CARRIER = (
    func.coalesce(newsletters.c.name, cohorts.c.subject_followed).label("newsletter"),
    editions.c.period_key,
    deliveries.c.notice_id,
    cohort_items.c.revision,
)


class ArticleReceipts:
    """The receipts of single articles, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, article_id: UUID, revision: int | None = None) -> Holders:
        """Return how many readers were mailed an article, or one revision of it."""
        counts = tuple(
            _carrier_count(row) for row in self._connection.execute(_counted(article_id, revision))
        )
        return Holders(readers=self._readers(article_id, revision, counts), carriers=counts)

    def _readers(
        self, article_id: UUID, revision: int | None, counts: Sequence[CarrierCount]
    ) -> int:
        """Count each reader once. No edition or notice has two mails for one reader."""
        ways = {(c.carrier.newsletter, c.carrier.period_key, c.carrier.notice_id) for c in counts}
        if len(ways) <= 1:
            return sum(c.sent + c.in_doubt + c.claimed for c in counts)
        total = _mails(article_id, revision, func.count(deliveries.c.subscriber_id.distinct()))
        readers: int = self._connection.execute(total).scalar_one()
        return readers

    def page(
        self, article_id: UUID, revision: int | None, after: int, limit: int
    ) -> Sequence[Receipt]:
        """Return receipts by number, after that of the last one seen."""
        columns = (
            deliveries.c.id,
            subscribers.c.email,
            deliveries.c.status,
            deliveries.c.settled,
            *_CARRIER,
        )
        statement = (
            _mails(article_id, revision, *columns)
            .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
            .where(deliveries.c.id > after)
            .order_by(deliveries.c.id)
            .limit(limit)
        )
        return [_receipt(row) for row in self._connection.execute(statement)]


def _mails(article_id: UUID, revision: int | None, *columns: ColumnElement[Any]) -> Select[Any]:
    """Choose the mails with words of an article; the notice of a takedown has none."""
    statement = (
        select(*columns)
        .select_from(cohort_items)
        .join(
            revisions,
            (revisions.c.article_id == cohort_items.c.article_id)
            & (revisions.c.number == cohort_items.c.revision),
        )
        .join(cohorts, cohorts.c.id == cohort_items.c.cohort_id)
        .join(deliveries, deliveries.c.cohort_id == cohorts.c.id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .outerjoin(newsletters, newsletters.c.id == newsletter_of(editions, cohorts))
        .where(
            cohort_items.c.article_id == article_id,
            deliveries.c.status.in_(_MAY_HAVE),
            revisions.c.kind != Kind.TAKEDOWN,
        )
    )
    if revision is not None:
        statement = statement.where(cohort_items.c.revision == revision)
    return statement


def _counted(article_id: UUID, revision: int | None) -> Select[Any]:
    """Count the mails of each carrier: by cohort first, so that a million are joined to nothing."""
    holding = select(cohort_items.c.cohort_id).where(cohort_items.c.article_id == article_id)
    counts = [
        func.count(case((deliveries.c.status == status, 1))).label(status.name)
        for status in _MAY_HAVE
    ]
    each = (
        select(deliveries.c.cohort_id, func.min(deliveries.c.id).label("first"), *counts)
        .where(deliveries.c.cohort_id.in_(holding), deliveries.c.status.in_(_MAY_HAVE))
        .group_by(deliveries.c.cohort_id)
        .subquery("each")
    )
    carrier = (
        func.coalesce(newsletters.c.name, cohorts.c.subject_followed).label("newsletter"),
        editions.c.period_key,
        cohorts.c.notice_id,
        cohort_items.c.revision,
    )
    sums = [func.sum(each.c[status.name]).label(status.name) for status in _MAY_HAVE]
    statement = (
        select(*carrier, *sums)
        .select_from(each)
        .join(cohorts, cohorts.c.id == each.c.cohort_id)
        .join(cohort_items, cohort_items.c.cohort_id == cohorts.c.id)
        .join(
            revisions,
            (revisions.c.article_id == cohort_items.c.article_id)
            & (revisions.c.number == cohort_items.c.revision),
        )
        .outerjoin(editions, editions.c.id == cohorts.c.edition_id)
        .outerjoin(newsletters, newsletters.c.id == newsletter_of(editions, cohorts))
        .where(cohort_items.c.article_id == article_id, revisions.c.kind != Kind.TAKEDOWN)
        .group_by(*carrier)
        .order_by(func.min(each.c.first))
    )
    if revision is not None:
        statement = statement.where(cohort_items.c.revision == revision)
    return statement


def _carrier(row: Row[Any]) -> Carrier:
    return Carrier(
        newsletter=row.newsletter,
        period_key=row.period_key,
        notice_id=row.notice_id,
        revision=row.revision,
    )


def _carrier_count(row: Row[Any]) -> CarrierCount:
    return CarrierCount(
        carrier=_carrier(row),
        sent=int(row.SENT),
        in_doubt=int(row.IN_DOUBT),
        claimed=int(row.CLAIMED),
    )


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        number=row.id, email=row.email, carrier=_carrier(row), status=row.status, at=row.settled
    )
