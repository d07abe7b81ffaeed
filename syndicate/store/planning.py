"""How do an edition's deliveries come into the ledger, a run of readers at a time?"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, insert, literal, select
from sqlalchemy.dialects import postgresql

from syndicate.domain.audience import Run, SubscriptionStatus
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.store.engines import analyze
from syndicate.store.overtaken import overtaken_waiting
from syndicate.store.receipts import mailed_in
from syndicate.store.tables import (
    cohort_items,
    cohorts,
    deliveries,
    subscribers,
    subscriptions,
    suppressions,
)

_COLUMNS = ["edition_id", "cohort_id", "subscriber_id", "status"]


class Planning:
    """The filling of the ledger in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_run(
        self, newsletter_id: int, timezones: Sequence[str], after: int, limit: int
    ) -> Run | None:
        """Return the next run of at most `limit` readers after a number; None at the end."""
        everybody = Run(
            newsletter_id=newsletter_id, timezones=tuple(timezones), first=after + 1, last=2**62
        )
        some = _readers(everybody).order_by(subscriptions.c.subscriber_id).limit(limit).subquery()
        last = self._connection.execute(select(func.max(some.c.subscriber_id))).scalar()
        if last is None:
            return None
        return Run(
            newsletter_id=newsletter_id, timezones=tuple(timezones), first=after + 1, last=last
        )

    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[int, int | None], others: int | None
    ) -> None:
        """Add one delivery a reader; a repeat adds nothing.

        `cohort_of` names the cohort of readers with a past of their own;
        everybody else gets `others`. None means no mail.
        """
        own = [(reader, cohort) for reader, cohort in cohort_of.items() if cohort is not None]
        for cohort in sorted({cohort for _, cohort in own}):
            chosen = [reader for reader, c in own if c == cohort]
            among = subscriptions.c.subscriber_id.in_(chosen)
            self._insert(edition_id, cohort, _readers(run).where(among))
        if others is not None:
            rest = subscriptions.c.subscriber_id.not_in(list(cohort_of))
            self._insert(edition_id, others, _readers(run).where(rest))

    def spread(self, newsletter_id: int, article_id: UUID) -> Mapping[int, int]:
        """Count the readers an edition would be planned for, by the revision they were mailed.

        The newest of the article, in this newsletter; 0 stands for none. What waits with
        overtaken words will not be mailed as it is, and does not count.
        """
        everybody = Run(newsletter_id=newsletter_id, timezones=(), first=1, last=2**62)
        never = overtaken_waiting(cohort_items.c.article_id, cohort_items.c.revision)
        mailed = mailed_in(newsletter_id, [article_id]).where(~never).subquery("mailed")
        newest = func.coalesce(mailed.c.revision, 0)
        statement = (
            _readers(everybody)
            .outerjoin(mailed, mailed.c.subscriber_id == subscriptions.c.subscriber_id)
            .with_only_columns(newest.label("newest"), func.count().label("readers"))
            .group_by(newest)
        )
        return {row.newest: row.readers for row in self._connection.execute(statement)}

    def planned(self, wave_id: int) -> bool:
        """Tell whether anybody is mailed in a wave."""
        statement = (
            select(deliveries.c.id)
            .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
            .where(cohorts.c.wave_id == wave_id)
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def refresh_statistics(self) -> None:
        """Tell the database's planner how much there is now; without that, claims crawl."""
        analyze(self._connection, deliveries.name)

    def _insert(self, edition_id: int, cohort: int, readers: Select[Any]) -> None:
        source = readers.with_only_columns(
            literal(edition_id),
            literal(cohort),
            subscriptions.c.subscriber_id,
            literal(DeliveryStatus.PENDING, deliveries.c.status.type),
        )
        statement = self._once().from_select(_COLUMNS, source)
        self._connection.execute(statement)

    def _once(self) -> Any:  # noqa: ANN401 - the two dialects' inserts share no type
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(deliveries).on_conflict_do_nothing()
        return insert(deliveries).prefix_with("OR IGNORE")


def _readers(run: Run) -> Select[Any]:
    suppressed = select(suppressions.c.email).where(suppressions.c.email == subscribers.c.email)
    statement = (
        select(subscriptions.c.subscriber_id)
        .join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id)
        .where(
            subscriptions.c.newsletter_id == run.newsletter_id,
            subscriptions.c.status == SubscriptionStatus.ACTIVE,
            subscriptions.c.subscriber_id.between(run.first, run.last),
            ~suppressed.exists(),
        )
    )
    if run.timezones:
        statement = statement.where(subscribers.c.timezone.in_(run.timezones))
    return statement
