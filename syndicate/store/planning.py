"""How do an edition's deliveries come into the ledger, a run of readers at a time?

What is known of a run's readers is gathered by set into a table of the connection's own,
grouped, and joined with the cohort of each group: no reader is handled alone.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
    values,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from syndicate.domain.audience import Alike, Kinds, Run
from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.wishes import Frequency
from syndicate.store.columns import Instant, Strings
from syndicate.store.engines import analyze
from syndicate.store.planned_readers import (
    EVERY_EDITION,
    readers,
    reading,
    told_until,
    wanting,
)
from syndicate.store.receipts import NEVER_MAILED, mailed_in
from syndicate.store.tables import (
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
    Column("subscriber_id", BigInteger, primary_key=True, autoincrement=False),
    Column("told_until", Instant, nullable=False),
    Column("brought", Text, nullable=False),
    Column("sections", Strings, nullable=False),
    **_KEPT,
)
_chosen = Table(
    "chosen",
    _scratch,
    Column("told_until", Instant, primary_key=True),
    Column("brought", Text, primary_key=True),
    Column("sections", Strings, primary_key=True),
    Column("cohort_id", BigInteger, nullable=False),
    **_KEPT,
)


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
        some = readers(everybody).order_by(subscriptions.c.subscriber_id).limit(limit).subquery()
        last = self._connection.execute(select(func.max(some.c.subscriber_id))).scalar()
        if last is None:
            return None
        return Run(
            newsletter_id=newsletter_id, timezones=tuple(timezones), first=after + 1, last=last
        )

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
        for table in (_gathered, _chosen):
            self._connection.execute(CreateTable(table, if_not_exists=True))
            self._connection.execute(delete(table))
        planned = select(deliveries.c.id).where(
            deliveries.c.edition_id == edition_id,
            deliveries.c.subscriber_id == subscriptions.c.subscriber_id,
        )
        reader, sections = subscriptions.c.subscriber_id, subscribers.c.sections
        found = (
            readers(run)
            .with_only_columns(reader, told_until(usual), literal(""), sections)
            .where(wanting(seen_to, told_before), ~planned.exists())
        )
        self._connection.execute(insert(_gathered).from_select(list(_gathered.c), found))
        statement = select(func.min(_gathered.c.told_until))
        least: datetime | None = self._connection.execute(statement).scalar()
        return least

    def alike(self, run: Run, brings: Mapping[int, Kinds]) -> Sequence[Alike]:
        """Return the classes of the gathered readers; `brings` tells the kinds of cohorts' mails.

        Deliveries under way count as mailed, notices too: a reader never gets the same
        revision twice.
        """
        if brings:
            self._connection.execute(_bringing(run, brings))
        return list({alike for _, alike in self._spelt()})

    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[Alike, int], seen_to: datetime
    ) -> None:
        """Add a delivery for each gathered reader of these classes; the others get no mail.

        All of the gathered are told up to `seen_to` now.
        """
        rows = [
            {
                "told_until": alike.told_until,
                "brought": brought,
                "sections": alike.sections,
                "cohort_id": cohort_of[alike],
            }
            for brought, alike in self._spelt()
            if alike in cohort_of
        ]
        if rows:
            self._connection.execute(insert(_chosen), rows)
            self._insert(edition_id)
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
        due: datetime,
        told_before: Mapping[Frequency, datetime] = EVERY_EDITION,
        *,
        section: str = "",
    ) -> Mapping[tuple[datetime, int], int]:
        """Count the readers an edition would be planned for, by what they were told.

        That is up to when (`usual` for those who were never planned for), and the newest
        revision of the article that they were mailed, or are by what waits; 0 stands for none.
        Readers do not count who will want no newsletter when it is `due`, nor those of other
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
                wanting(due, told_before),
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
        statement = (
            select(deliveries.c.id)
            .join(cohorts, cohorts.c.id == deliveries.c.cohort_id)
            .where(cohorts.c.wave_id == wave_id)
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def refresh_statistics(self) -> None:
        """Tell the database's planner how much there is now; without that, claims crawl."""
        analyze(self._connection, deliveries.name)

    def _spelt(self) -> Sequence[tuple[str, Alike]]:
        """Return the classes with how `brought` is written: one may be spelt in several ways."""
        told, brought, sections = _gathered.c.told_until, _gathered.c.brought, _gathered.c.sections
        classes = self._connection.execute(select(told, brought, sections).distinct())
        return [
            (row[1], Alike(told_until=row[0], brought=_numbers(row[1]), sections=row[2]))
            for row in classes
        ]

    def _insert(self, edition_id: int) -> None:
        same = and_(
            *(
                _chosen.c[name] == _gathered.c[name]
                for name in ("told_until", "brought", "sections")
            )
        )
        source = select(
            literal(edition_id),
            _chosen.c.cohort_id,
            _gathered.c.subscriber_id,
            literal(DeliveryStatus.PENDING, deliveries.c.status.type),
        ).join_from(_gathered, _chosen, same)
        in_order = source.order_by(_gathered.c.subscriber_id)
        self._connection.execute(self._once().from_select(_COLUMNS, in_order))

    def _once(self) -> Any:  # noqa: ANN401 - the two dialects' inserts share no type
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(deliveries).on_conflict_do_nothing()
        return insert(deliveries).prefix_with("OR IGNORE")


def _bringing(run: Run, brings: Mapping[int, Kinds]) -> Any:  # noqa: ANN401 - SQLAlchemy's own types
    """Note with each gathered reader what the mails to them brought.

    The cohorts come first: of years of deliveries only theirs are read, by an index.
    """
    names = (column("cohort_id", BigInteger), column("mailed", Integer), column("waiting", Integer))
    kinds = [(cohort, kind.mailed, kind.waiting) for cohort, kind in sorted(brings.items())]
    carriers = values(*names, literal_binds=True).data(kinds).cte("carriers")
    waits = deliveries.c.status == DeliveryStatus.PENDING
    kind = case((waits, carriers.c.waiting), else_=carriers.c.mailed)
    mails = (
        select(
            deliveries.c.subscriber_id,
            func.aggregate_strings(cast(kind, Text), ",").label("brought"),
        )
        .join_from(carriers, deliveries, deliveries.c.cohort_id == carriers.c.cohort_id)
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


def _numbers(brought: str) -> frozenset[int]:
    return frozenset(map(int, brought.split(","))) if brought else frozenset()
