"""Who was mailed which revision? Held as delivery → cohort → items, never a row per reader."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, case, func, select

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus
from syndicate.domain.receipts import Brought
from syndicate.store.stale_words import is_stale, newsletter_of, overtaken_waiting
from syndicate.store.tables import articles, cohort_items, cohorts, deliveries, editions, waves

NEVER_MAILED = (DeliveryStatus.FAILED, DeliveryStatus.CANCELLED)


class Receipts:
    """What readers were mailed, as one transaction sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pasts(
        self,
        newsletter_id: int,
        articles: Sequence[UUID],
        first: int,
        last: int,
        *,
        besides: int = 0,
    ) -> Mapping[int, Mapping[UUID, int]]:
        """Return, of the readers numbered first to last, who was mailed what of these articles.

        Readers who were mailed none of them are left out. Deliveries under way
        count as mailed, notices too: a reader never gets the same revision twice. `besides`
        names an edition not to count: one that is being planned again.
        """
        own = deliveries.c.subscriber_id.between(first, last)
        besides_it = deliveries.c.edition_id.is_distinct_from(besides)
        statement = mailed_in(newsletter_id, articles).where(own, besides_it)
        mailed: dict[int, dict[UUID, int]] = {}
        for row in self._connection.execute(statement):
            mailed.setdefault(row.subscriber_id, {})[row.article_id] = row.revision
        return mailed

    def carriers(
        self, newsletter_id: int, named: Sequence[UUID], *, besides: int
    ) -> Mapping[int, Brought]:
        """Return which of these articles each cohort of a newsletter brings, in which revision.

        `besides` names an edition not to count: the one that is being planned.
        """
        asked = {"newsletter": newsletter_id, "besides": besides, "named": list(named)}
        mailed: dict[int, dict[UUID, int]] = {}
        waiting: dict[int, dict[UUID, int]] = {}
        for cohort, article, revision, waits in self._connection.execute(_carrying(), asked):
            mailed.setdefault(cohort, {})[article] = revision
            waiting.setdefault(cohort, {})[article] = waits
        return {n: Brought(mailed=mailed[n], waiting=waiting[n]) for n in mailed}

    def told(
        self, newsletter_id: int, articles: Sequence[UUID], *, besides: int = 0
    ) -> Mapping[UUID, int]:
        """Return the newest revision that any digest of a newsletter held of these articles.

        What was missed, or cancelled, told nobody. `besides` names an edition not to count.
        """
        statement = (
            select(cohort_items.c.article_id, func.max(cohort_items.c.revision).label("revision"))
            .join(cohorts, cohorts.c.id == cohort_items.c.cohort_id)
            .join(editions, editions.c.id == cohorts.c.edition_id)
            .join(waves, waves.c.id == cohorts.c.wave_id)
            .where(
                editions.c.newsletter_id == newsletter_id,
                editions.c.id != besides,
                editions.c.status != EditionStatus.CANCELLED,
                waves.c.status != EditionStatus.MISSED,
                cohort_items.c.article_id.in_(articles),
            )
            .group_by(cohort_items.c.article_id)
        )
        return {row.article_id: row.revision for row in self._connection.execute(statement)}


@cache  # each run of readers that is planned for asks it
def _carrying() -> Select[Any]:
    item = cohort_items.c
    stale = is_stale(item.article_id, item.revision)
    waiting = case((stale, articles.c.head), else_=item.revision)
    return (
        select(item.cohort_id, item.article_id, item.revision, waiting)
        .join(cohorts, cohorts.c.id == item.cohort_id)
        .join(articles, articles.c.id == item.article_id)
        .outerjoin(editions, editions.c.id == cohorts.c.edition_id)
        .where(
            newsletter_of(editions, cohorts) == bindparam("newsletter"),
            cohorts.c.edition_id.is_distinct_from(bindparam("besides")),
            item.article_id.in_(bindparam("named", expanding=True)),
        )
    )


def mailed_in(newsletter_id: int, named: Sequence[UUID]) -> Select[Any]:
    """Choose, by reader and article, the newest revision that a newsletter's mails bring.

    What waits with overtaken words brings the newest words instead, or none of them.
    """
    item = cohort_items.c
    stale = overtaken_waiting(item.article_id, item.revision)
    revision = case((stale, articles.c.head), else_=item.revision)
    return (
        select(deliveries.c.subscriber_id, item.article_id, func.max(revision).label("revision"))
        .join(cohort_items, item.cohort_id == deliveries.c.cohort_id)
        .join(articles, articles.c.id == item.article_id)
        .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
        .outerjoin(editions, editions.c.id == deliveries.c.edition_id)
        .where(
            newsletter_of(editions, cohorts) == newsletter_id,
            item.article_id.in_(named),
            deliveries.c.status.not_in(NEVER_MAILED),
        )
        .group_by(deliveries.c.subscriber_id, item.article_id)
    )
