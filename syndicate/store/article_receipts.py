"""Who has an article, and by which mails?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, func, select, union

from syndicate.domain.receipts import Carrier, CarrierCount, Holders, Place, Receipt
from syndicate.store.holders import (
    MAY_HAVE,
    caught_up,
    counted,
    holding_cohorts,
    mailed,
)
from syndicate.store.tables import deliveries, subscribers


class ArticleReceipts:
    """The receipts of single articles, as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holders(self, article_id: UUID, revision: int | None = None) -> Holders:
        """Return how many readers were mailed an article, or one revision of it.

        Mails of editions and notices that have ended are counted by an index alone, less
        those that were not sent; of old ones the count is all that is left.
        """
        rows = self._connection.execute(counted(article_id, revision)).all()
        counts = tuple(map(_carrier_count, rows))
        return Holders(
            readers=self._readers(article_id, revision, rows, counts),
            carriers=counts,
            unnamed=sum(count.unnamed for count in counts),
        )

    def _readers(
        self,
        article_id: UUID,
        revision: int | None,
        rows: Sequence[Row[Any]],
        counts: Sequence[CarrierCount],
    ) -> int:
        """Count each reader once.

        Within a newsletter nobody gets a revision twice, and a cohort's line tells whether its
        readers had the article before: then there is no need to look at each of them.
        """
        newsletters = {row.newsletter for row in rows if row.newly}
        if len(newsletters) <= 1 and not any(row.followed or row.unnamed for row in rows):
            newly = sum(int(row.newly) for row in rows)
            if revision is not None or newly == sum(c.named for c in counts):
                return newly
            return newly + self._caught_up(article_id)
        holding = holding_cohorts(article_id, revision).cte("holding")
        both = union(*(select(each.c.subscriber_id) for each in mailed(holding))).subquery()
        return self._count(select(func.count()).select_from(both))

    def _caught_up(self, article_id: UUID) -> int:
        """Count who is in none of the first mails that arrived; hardly ever is there anybody."""
        later, first = (caught_up(article_id, among_first=first) for first in (False, True))
        reached = set(self._connection.execute(later).scalars())
        return len(reached - set(self._connection.execute(first).scalars())) if reached else 0

    def _count(self, statement: Select[int]) -> int:
        return self._connection.execute(statement).scalar_one()

    def page(
        self, article_id: UUID, revision: int | None, after: Place, limit: int
    ) -> Sequence[Receipt]:
        """Return receipts by their places, after that of the last one seen."""
        holding = holding_cohorts(article_id, revision).subquery("holding")
        statement = select(holding).where(holding.c.id >= after[0]).order_by(holding.c.id)
        found: list[Receipt] = []
        for cohort in self._connection.execute(statement).all():
            reader = after[1] if cohort.id == after[0] else 0
            found += self._of_cohort(cohort, reader, limit - len(found))
            if len(found) >= limit:
                break
        return found

    def _of_cohort(self, cohort: Row[Any], reader: int, limit: int) -> Sequence[Receipt]:
        mails = deliveries.c
        statement = (
            select(mails.subscriber_id, subscribers.c.email, mails.status, mails.settled)
            .join(subscribers, subscribers.c.id == mails.subscriber_id)
            .where(
                mails.cohort_id == cohort.id,
                mails.subscriber_id > reader,
                mails.status.in_(MAY_HAVE),
            )
            .order_by(mails.subscriber_id)
            .limit(limit)
        )
        return [_receipt(row, cohort) for row in self._connection.execute(statement)]


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
        sent=int(row.sent),
        in_doubt=int(row.in_doubt),
        claimed=int(row.claimed),
        unnamed=int(row.unnamed),
    )


def _receipt(row: Row[Any, Any, Any, Any], cohort: Row[Any]) -> Receipt:
    return Receipt(
        place=(cohort.id, row.subscriber_id),
        email=row.email,
        carrier=_carrier(cohort),
        status=row.status,
        at=row.settled,
    )
