"""How do an edition's deliveries come into the ledger, a run of readers at a time?

What is known of a run's readers is gathered by set into a table of the connection's own,
grouped, and joined with the cohort of each group: no reader is handled alone. What Python
decided goes in as one JSON object, since a thousand rows of a second table cost more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BigInteger,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from syndicate.domain.audience import Alike, Kinds, Run
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.wishes import Ahead, Frequency
from syndicate.store.columns import Instant, Strings
from syndicate.store.engines import analyze
from syndicate.store.planned_readers import (
    EVERY_EDITION,
    due_in,
    readers,
    reading,
    subscribed,
    told_until,
    untold,
    wanting,
)
from syndicate.store.receipts import NEVER_MAILED, mailed_in
from syndicate.store.tables import (
    SERIAL,
    cohorts,
    deliveries,
    subscribers,
    subscriptions,
)

_COLUMNS = ["edition_id", "cohort_id", "subscriber_id", "status"]
_scratch = MetaData()
_KEPT: Mapping[str, Any] = {"prefixes": ["TEMPORARY"], "postgresql_on_commit": "DELETE ROWS"}
_gathered = Table(
    "gathered",
    _scratch,
    Column("subscriber_id", SERIAL, primary_key=True, autoincrement=False),
    Column("told_until", Instant, nullable=False),
    Column("brought", Text, nullable=False),
    Column("sections", Strings, nullable=False),
    **_KEPT,
)
_SPELT = (
    cast(_gathered.c.told_until, Text)
    + ("|" + _gathered.c.brought + "|")
    + cast(_gathered.c.sections, Text)
)
"""A reader's class, as it is written down: one class may be spelt in several ways."""


class Planning:
    """The filling of the ledger in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_run(self, among: Run, seen_to: datetime, limit: int) -> Run | None:
        """Return the next `limit` readers at most of a run who were not told yet; None at the end.

        Nothing is locked by it, and not everything asked: whoever fills the run looks at each
        reader again.
        """
        some = (
            subscribed(among)
            .where(untold(seen_to))
            .order_by(subscriptions.c.subscriber_id)
            .limit(limit)
            .subquery()
        )
        last = self._connection.execute(select(func.max(some.c.subscriber_id))).scalar()
        return None if last is None else replace(among, last=last)

    def gather(
        self,
        run: Run,
        edition_id: int,
        usual: datetime,
        seen_to: datetime,
        told_before: Mapping[Frequency, datetime] = EVERY_EDITION,
    ) -> datetime | None:
        """Gather the readers of a run for whom an edition is still to be planned.

        Those are not who has a delivery of it, or was told up to its `seen_to`, before, nor
        who has paused, nor who wants newsletters seldom and was not `told_before` then.
        Return since when the one who was told the least has to be told, None where there
        is nobody. `usual` holds for those who were never planned for.
        """
        self._connection.execute(CreateTable(_gathered, if_not_exists=True))
        self._connection.execute(delete(_gathered))
        planned = select(deliveries.c.id).where(
            deliveries.c.edition_id == edition_id,
            deliveries.c.subscriber_id == subscriptions.c.subscriber_id,
            deliveries.c.subscriber_id.between(run.first, run.last),  # or all of it is read
        )
        reader, sections = subscriptions.c.subscriber_id, subscribers.c.sections
        found = (
            readers(run)
            .with_only_columns(reader, told_until(usual), literal(""), sections)
            .where(wanting(seen_to, told_before), ~planned.exists())
        )
        self._connection.execute(insert(_gathered).from_select(list(_gathered.c), found))
        self._know(_gathered)
        statement = select(func.min(_gathered.c.told_until))
        least: datetime | None = self._connection.execute(statement).scalar()
        return least

    def alike(self, run: Run, brings: Mapping[int, Kinds]) -> Mapping[str, Alike]:
        """Return the gathered readers' classes by how they are spelt.

        `brings` tells the kinds of cohorts' mails. Deliveries under way count as mailed,
        notices too: a reader never gets the same revision twice.
        """
        if brings:
            self._connection.execute(self._bringing(run, brings))
        told, brought, sections = _gathered.c.told_until, _gathered.c.brought, _gathered.c.sections
        classes = select(_SPELT.label("spelt"), told, brought, sections).distinct()
        return {
            row.spelt: Alike(
                told_until=row.told_until, brought=_numbers(row.brought), sections=row.sections
            )
            for row in self._connection.execute(classes)
        }

    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[str, int], seen_to: datetime
    ) -> None:
        """Add a delivery for each gathered reader of these classes; the others get no mail.

        All of the gathered are told up to `seen_to` now.
        """
        if cohort_of:
            self._insert(edition_id, cohort_of)
        told = subscriptions.c.subscriber_id.in_(select(_gathered.c.subscriber_id))
        statement = update(subscriptions).where(
            subscriptions.c.newsletter_id == run.newsletter_id,
            subscriptions.c.subscriber_id.between(run.first, run.last),
            told,
        )
        self._connection.execute(statement.values(told_until=seen_to))

    def spread(
        self,
        newsletter_id: int,
        article_id: UUID,
        usual: datetime,
        ahead: Sequence[Ahead],
        *,
        section: str = "",
    ) -> Mapping[tuple[datetime, int], int]:
        """Count the readers an edition would be planned for, by what they were told.

        That is up to when (`usual` for those who were never planned for), and the newest
        revision of the article that they were mailed, or are by what waits; 0 stands for none.
        Readers do not count who will want no newsletter when it is due, nor those of other
        sections than this term, unless they were mailed the article.
        """
        everybody = Run(newsletter_id=newsletter_id, timezones=(), first=1, last=2**62)
        mailed = mailed_in(newsletter_id, [article_id]).subquery("mailed")
        told = told_until(usual).label("told_until")
        facts = (func.coalesce(mailed.c.revision, 0).label("newest"), told)
        statement = (
            readers(everybody)
            .outerjoin(mailed, mailed.c.subscriber_id == subscriptions.c.subscriber_id)
            .where(
                or_(*map(due_in, ahead)),
                or_(mailed.c.revision.is_not(None), reading(section)),
            )
            .with_only_columns(*facts, func.count().label("readers"))
            .group_by(*facts)
        )
        rows = self._connection.execute(statement)
        return {(row.told_until, row.newest): row.readers for row in rows}

    def told_until(self, newsletter_id: int, subscriber_id: int, usual: datetime) -> datetime:
        """Return up to when a reader was told; `usual` for who has no subscription."""
        one = (subscriptions.c.newsletter_id == newsletter_id) & (
            subscriptions.c.subscriber_id == subscriber_id
        )
        statement = select(told_until(usual)).where(one)
        told: datetime | None = self._connection.execute(statement).scalar()
        return told or usual

    def planned(self, wave_id: int) -> bool:
        """Tell whether anybody is mailed in a wave."""
        some = select(deliveries.c.id).where(deliveries.c.cohort_id == cohorts.c.id).exists()
        statement = select(cohorts.c.id).where(cohorts.c.wave_id == wave_id, some)
        return self._connection.execute(statement.limit(1)).first() is not None

    def refresh_statistics(self) -> None:
        """Tell the database's planner how much there is now; without that, claims crawl."""
        analyze(self._connection, deliveries.name)

    def _know(self, table: Table) -> None:
        """Let PostgreSQL know how much a table of our own holds: nobody else tells it."""
        if self._connection.dialect.name == "postgresql":
            analyze(self._connection, table.name)

    def _insert(self, edition_id: int, cohort_of: Mapping[str, int]) -> None:
        chosen = self._given(cohort_of, "chosen")
        source = (
            select(
                literal(edition_id),
                chosen.c.value,
                _gathered.c.subscriber_id,
                literal(DeliveryStatus.PENDING, deliveries.c.status.type),
            )
            .join_from(_gathered, chosen, chosen.c.key == _SPELT)
            .order_by(_gathered.c.subscriber_id)
        )
        self._connection.execute(self._once().from_select(_COLUMNS, source))

    def _bringing(self, run: Run, brings: Mapping[int, Kinds]) -> Any:  # noqa: ANN401 - SQLAlchemy's own types
        """Note with each gathered reader what the mails to them brought.

        The cohorts come first: of years of deliveries only theirs are read, by an index.
        """
        carriers = self._given({n: kinds.mailed for n, kinds in brings.items()}, "carriers")
        waiting = self._given({n: kinds.waiting for n, kinds in brings.items()}, "waiting")
        waits = deliveries.c.status == DeliveryStatus.PENDING
        kind = case((waits, waiting.c.value), else_=carriers.c.value)
        mails = (
            select(
                deliveries.c.subscriber_id,
                func.aggregate_strings(cast(kind, Text), ",").label("brought"),
            )
            .join_from(
                carriers, deliveries, deliveries.c.cohort_id == cast(carriers.c.key, BigInteger)
            )
            .join(waiting, waiting.c.key == carriers.c.key)
            .where(
                deliveries.c.subscriber_id.between(run.first, run.last),
                deliveries.c.status.not_in(NEVER_MAILED),
            )
            .group_by(deliveries.c.subscriber_id)
            .subquery("mails")
        )
        return (
            update(_gathered)
            .where(_gathered.c.subscriber_id == mails.c.subscriber_id)
            .values(brought=mails.c.brought)
        )

    def _given(self, numbers: Mapping[Any, int], name: str) -> CTE:
        """Return a table of keys and values for the statement at hand."""
        told: Any = literal(json.dumps(numbers), Text)
        if self._connection.dialect.name == "postgresql":
            each = func.json_each_text(cast(told, postgresql.JSON)).table_valued("key", "value")
        else:
            each = func.json_each(told).table_valued("key", "value")
        given = select(each.c.key.label("key"), cast(each.c.value, BigInteger).label("value"))
        return given.cte(name).prefix_with("MATERIALIZED")  # SQLite makes an index of it

    def _once(self) -> Any:  # noqa: ANN401 - the two dialects' inserts share no type
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(deliveries).on_conflict_do_nothing()
        return insert(deliveries).prefix_with("OR IGNORE")


@lru_cache(maxsize=10_000)
def _numbers(brought: str) -> frozenset[int]:
    return frozenset(map(int, brought.split(","))) if brought else frozenset()
