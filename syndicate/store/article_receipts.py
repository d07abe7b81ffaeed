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
        counts = [_count(status).label(status.name) for status in _MAY_HAVE]
        grouped = _mails(article_id, revision, *_CARRIER, *counts).group_by(*_CARRIER)
        total = _mails(article_id, revision, func.count(deliveries.c.subscriber_id.distinct()))
        rows = self._connection.execute(grouped.order_by(func.min(deliveries.c.id)))
        return Holders(
            readers=self._connection.execute(total).scalar_one(),
            carriers=tuple(map(_carrier_count, rows)),
        )

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


def _count(status: DeliveryStatus) -> ColumnElement[int]:
    return func.count(case((deliveries.c.status == status, 1)))


def _carrier(row: Row[Any]) -> Carrier:
    return Carrier(
        newsletter=row.newsletter,
        period_key=row.period_key,
        notice_id=row.notice_id,
        revision=row.revision,
    )


def _carrier_count(row: Row[Any]) -> CarrierCount:
    return CarrierCount(
        carrier=_carrier(row), sent=row.SENT, in_doubt=row.IN_DOUBT, claimed=row.CLAIMED
    )


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        number=row.id, email=row.email, carrier=_carrier(row), status=row.status, at=row.settled
    )
