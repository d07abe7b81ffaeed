"""How do an edition's deliveries come into the ledger, a run of readers at a time?

What is known of a run's readers is gathered by set into a table of the connection's own,
grouped, and joined with the cohort of each group: no reader is handled alone. What Python
decided goes in as one JSON object, since a thousand rows of a second table cost more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Connection, Table, func, or_, select

from syndicate.domain.audience import Alike, Kinds, Run
from syndicate.domain.wishes import Ahead, Frequency
from syndicate.store import planning_steps as steps
from syndicate.store.engines import analyze, analyze_roughly
from syndicate.store.planned_readers import (
    EVERY_EDITION,
    bounds,
    due_in,
    readers,
    reading,
    told_until,
)
from syndicate.store.receipts import mailed_in
from syndicate.store.sharing import Line, have_alone
from syndicate.store.tables import cohorts, deliveries, subscriptions
from syndicate.store.untelling import halt, hold_off


class Planning:
    """The filling of the ledger in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def halt(self) -> None:
        """Let nobody plan until the transaction ends, nor set readers back.

        To be called before anything is written about readers or their mails, by whoever sets
        readers back later on, or writes how several stand.
        """
        halt(self._connection)

    def next_run(self, among: Run, seen_to: datetime, limit: int) -> Run | None:
        """Return the next `limit` readers at most of a run who were not told yet; None at the end.

        Nothing is locked by it, and not everything asked: whoever fills the run looks at each
        reader again.
        """
        statement = steps.next_run(among.newsletter_id, among.timezones, seen_to)
        next_ = self._connection.execute(statement, bounds(among) | {"most": limit}).one()
        return None if next_.last is None else replace(among, first=next_.first, last=next_.last)

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
        Until the transaction ends nobody of them is set back (`untelling`). Another process
        that plans for them is waited for: it leaves nobody to gather.
        """
        hold_off(self._connection)
        have_alone(self._connection, Line.RUN, run.first)
        self._connection.execute(steps.MAKE_ROOM)
        self._connection.execute(steps.EMPTY)
        rested = tuple(sorted(told_before.items()))
        statement = steps.gathering(
            run.newsletter_id, run.timezones, edition_id, usual, seen_to, rested
        )
        self._connection.execute(statement, bounds(run))
        self._know(steps.gathered)
        least: datetime | None = self._connection.execute(steps.LEAST_TOLD).scalar()
        return least

    def alike(self, run: Run, brings: Mapping[int, Kinds]) -> Mapping[str, Alike]:
        """Return the gathered readers' classes by how they are spelt.

        `brings` tells the kinds of cohorts' mails. Deliveries under way count as mailed,
        notices too: a reader never gets the same revision twice.
        """
        if brings:
            carriers = json.dumps({n: kinds.mailed for n, kinds in brings.items()})
            waiting = json.dumps({n: kinds.waiting for n, kinds in brings.items()})
            told = {"carriers": carriers, "waiting": waiting}
            self._connection.execute(steps.bringing(self._dialect), bounds(run) | told)
        classes = self._connection.execute(steps.CLASSES).scalars()
        return {spelt: _alike(spelt) for spelt in classes}

    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[str, int], seen_to: datetime
    ) -> None:
        """Add a delivery for each gathered reader of these classes; the others get no mail.

        All of the gathered are told up to `seen_to` now.
        """
        if cohort_of:
            chosen = {"edition": edition_id, "chosen": json.dumps(cohort_of)}
            self._connection.execute(steps.filling(self._dialect), chosen)
        done = {"newsletter": run.newsletter_id, "seen_to": seen_to}
        self._connection.execute(steps.TELL, bounds(run) | done)

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
        mailed = mailed_in(newsletter_id, [article_id]).subquery("mailed")
        told = told_until(usual).label("told_until")
        facts = (func.coalesce(mailed.c.revision, 0).label("newest"), told)
        statement = (
            readers(newsletter_id, ())
            .outerjoin(mailed, mailed.c.subscriber_id == subscriptions.c.subscriber_id)
            .where(
                or_(*map(due_in, ahead)),
                or_(mailed.c.revision.is_not(None), reading(section)),
            )
            .with_only_columns(*facts, func.count().label("readers"))
            .group_by(*facts)
        )
        rows = self._connection.execute(statement, {"first": 1, "last": 2**62})
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
        analyze_roughly(self._connection, deliveries.name, subscriptions.name)

    def _know(self, table: Table) -> None:
        """Let PostgreSQL know how much a table of our own holds: nobody else tells it."""
        if self._dialect == "postgresql":
            analyze(self._connection, table.name)

    @property
    def _dialect(self) -> str:
        return self._connection.dialect.name


@lru_cache(maxsize=10_000)  # each run of readers has much the same classes as the one before
def _alike(spelt: str) -> Alike:
    told, brought, sections = spelt.split(steps.BETWEEN, 2)  # a section may hold anything
    until = datetime.fromisoformat(told)
    return Alike(
        told_until=until.astimezone(UTC) if until.tzinfo else until.replace(tzinfo=UTC),
        brought=frozenset(map(int, brought.split(","))) if brought else frozenset(),
        sections=tuple(json.loads(sections)),
    )
