"""Who gets what in a wave that is due?

Everything here may run twice, or on several tickers at once: a wave's span of
changes is fixed once, a cohort is one by its items, a delivery by its reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from syndicate.domain.articles import Article, Revision
from syndicate.domain.audience import Run
from syndicate.domain.changes import Policy
from syndicate.domain.digests import Candidate, ItemKey, decide_items
from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave, too_late
from syndicate.domain.schedules import resolve
from syndicate.services.candidates import find_candidates
from syndicate.services.transactions import Transactions

READERS_AT_ONCE = 20_000


class Newsletters(Protocol):
    """What planning asks of the newsletters."""

    def by_id(self, newsletter_id: int) -> Newsletter: ...


class Waves(Protocol):
    """What planning asks of the waves."""

    def waves_due(self, now: datetime) -> Sequence[Wave]: ...
    def lock_wave(self, wave_id: int) -> Wave: ...
    def plan_wave(
        self, wave: Wave, seen_from: datetime, seen_to: datetime, timezones: Sequence[str]
    ) -> None: ...
    def set_wave(self, wave_id: int, status: EditionStatus) -> None: ...


class Standing(Protocol):
    """What planning asks of whole editions."""

    def by_id(self, edition_id: int) -> Edition: ...
    def told_until(self, newsletter_id: int, before: datetime) -> datetime | None: ...
    def set_status(self, edition_id: int, status: EditionStatus, fault: str = "") -> None: ...


class Editions(Waves, Standing, Protocol):
    """What planning asks of the editions."""


class Readers(Protocol):
    """What planning asks of the subscribers."""

    def timezones(self, newsletter_id: int) -> Sequence[str]: ...


class Articles(Protocol):
    """What planning asks of the articles."""

    def by_id(self, article_id: UUID) -> Article: ...


class Revisions(Protocol):
    """What planning asks of the revisions."""

    def of(self, article_id: UUID) -> tuple[Revision, ...]: ...
    def fresh_articles(self, after: datetime, until: datetime) -> Sequence[UUID]: ...


class Receipts(Protocol):
    """What planning asks of what was mailed."""

    def pasts(
        self, newsletter_id: int, articles: Sequence[UUID], first: int, last: int
    ) -> Mapping[int, Mapping[UUID, int]]: ...


class Ledger(Protocol):
    """What planning asks of the ledger."""

    def next_run(
        self, newsletter_id: int, timezones: Sequence[str], after: int, limit: int
    ) -> Run | None: ...
    def fill(
        self, edition_id: int, run: Run, cohort_of: Mapping[int, int | None], others: int | None
    ) -> None: ...


class Cohorts(Protocol):
    """What planning asks of the cohorts."""

    def ensure(
        self, wave_id: int | None, edition_id: int | None, items: Sequence[ItemKey], now: datetime
    ) -> int: ...
    def of_edition(self, edition_id: int) -> Sequence[int]: ...


class Transaction(Protocol):
    """What planning sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def subscribers(self) -> Readers: ...
    @property
    def articles(self) -> Articles: ...
    @property
    def revisions(self) -> Revisions: ...
    @property
    def receipts(self) -> Receipts: ...
    @property
    def planning(self) -> Ledger: ...
    @property
    def cohorts(self) -> Cohorts: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEditions:
    """Fills the ledger with the deliveries of waves that are due."""

    transactions: Transactions[Transaction]
    policy: Policy

    def __call__(self, now: datetime) -> None:
        """Plan every wave whose instant has come; record those that come too late as missed."""
        with self.transactions.read() as tx:
            waves = tx.editions.waves_due(now)
        for wave in waves:
            self._plan(wave, now)

    def _plan(self, wave: Wave, now: datetime) -> None:
        with self.transactions.write() as tx:
            plan = self._begin(tx, wave, now)
        after: int | None = 0
        while plan is not None and after is not None:
            with self.transactions.write() as tx:
                after = self._fill(tx, plan, after, now)
        if plan is not None:
            with self.transactions.write() as tx:
                _finish(tx, plan)

    def _begin(self, tx: Transaction, due: Wave, now: datetime) -> "_Plan | None":
        """Fix what the wave tells whom, or settle it at once where there is nothing to plan."""
        wave = tx.editions.lock_wave(due.id)
        edition = tx.editions.by_id(wave.edition_id)
        newsletter = tx.newsletters.by_id(edition.newsletter_id)
        if wave.status is not EditionStatus.DUE or edition.status is EditionStatus.PAUSED:
            return None
        if edition.status is EditionStatus.CANCELLED:
            tx.editions.set_wave(wave.id, EditionStatus.CANCELLED)
            return None
        if too_late(wave.due, newsletter.late_limit, now):
            tx.editions.set_wave(wave.id, EditionStatus.MISSED)
            return None
        zones = _zones(tx, newsletter, edition, wave)
        told = tx.editions.told_until(newsletter.id, edition.due) or newsletter.created
        seen_from, seen_to = wave.seen_from or told, wave.seen_to or now
        tx.editions.plan_wave(wave, seen_from, seen_to, zones)
        return _Plan(
            wave=wave,
            edition=edition,
            newsletter=newsletter,
            timezones=zones,
            candidates=find_candidates(tx, newsletter, self.policy, after=seen_from, until=seen_to),
        )

    def _fill(self, tx: Transaction, plan: "_Plan", after: int, now: datetime) -> int | None:
        """Plan the next run of readers; return the last one's number, None at the end."""
        run = tx.planning.next_run(plan.newsletter.id, plan.timezones, after, READERS_AT_ONCE)
        if run is None:
            return None
        articles = [candidate.article_id for candidate in plan.candidates]
        pasts = tx.receipts.pasts(plan.newsletter.id, articles, run.first, run.last)
        cohorts = _CohortsOf(tx.cohorts, plan, self.policy, now)
        cohort_of = {reader: cohorts.of(mailed) for reader, mailed in pasts.items()}
        tx.planning.fill(plan.edition.id, run, cohort_of, cohorts.of({}))
        return run.last


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What a wave tells whom."""

    wave: Wave
    edition: Edition
    newsletter: Newsletter
    timezones: tuple[str, ...]
    candidates: tuple[Candidate, ...]


class _CohortsOf:
    """Finds the cohort of readers with a given past; each is looked up once a run."""

    def __init__(self, cohorts: Cohorts, plan: _Plan, policy: Policy, now: datetime) -> None:
        self._cohorts = cohorts
        self._plan = plan
        self._policy = policy
        self._now = now
        self._known: dict[tuple[ItemKey, ...], int | None] = {}

    def of(self, mailed: Mapping[UUID, int]) -> int | None:
        """Return the cohort's number; None where such readers get no mail."""
        items = decide_items(self._plan.candidates, mailed, self._policy)
        if items not in self._known:
            self._known[items] = self._ensure(items)
        return self._known[items]

    def _ensure(self, items: tuple[ItemKey, ...]) -> int | None:
        if not items and not self._plan.newsletter.send_empty:
            return None
        wave, edition = self._plan.wave, self._plan.edition
        return self._cohorts.ensure(wave.id, edition.id, items, self._now)


def _finish(tx: Transaction, plan: _Plan) -> None:
    wave = tx.editions.lock_wave(plan.wave.id)
    if wave.status is not EditionStatus.DUE:
        return
    planned = tx.cohorts.of_edition(plan.edition.id)
    tx.editions.set_wave(wave.id, EditionStatus.SENDING if planned else EditionStatus.EMPTY)
    if planned and tx.editions.by_id(plan.edition.id).status is EditionStatus.DUE:
        tx.editions.set_status(plan.edition.id, EditionStatus.SENDING)


def _zones(
    tx: Transaction, newsletter: Newsletter, edition: Edition, wave: Wave
) -> tuple[str, ...]:
    """Return the zones a wave is for; none for everybody."""
    if not newsletter.reader_time:
        return ()
    local = datetime.fromisoformat(edition.period_key)
    names = tx.subscribers.timezones(newsletter.id)
    return tuple(name for name in names if resolve(local, ZoneInfo(name)) == wave.due)
