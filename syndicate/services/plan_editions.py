"""Who gets what in a wave that is due?

Everything here may run twice, or on several tickers at once: a wave's span of
changes is fixed once, a cohort is one by its items, a delivery by its reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from syndicate.domain.changes import Policy
from syndicate.domain.digests import Candidate, ItemKey, decide_items
from syndicate.domain.editions import (
    UNDER_WAY,
    Edition,
    EditionStatus,
    Newsletter,
    Wave,
    by_hand,
    gives_up,
    too_late,
)
from syndicate.domain.schedules import resolve
from syndicate.services.candidates import find_candidates
from syndicate.services.planning_view import Cohorts, Transaction
from syndicate.services.transactions import Transactions

READERS_AT_ONCE = 20_000
_TOO_LATE = "too late: it could not go out in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEditions:
    """Fills the ledger with the deliveries of waves that are due, some readers a transaction."""

    transactions: Transactions[Transaction]
    policy: Policy
    readers_at_once: int = READERS_AT_ONCE

    def __call__(self, now: datetime) -> None:
        """Plan every wave whose instant has come; record those that come too late as missed."""
        with self.transactions.read() as tx:
            late = [wave for wave in tx.editions.waves_under_way() if _late(tx, wave, now)]
            due = tx.editions.waves_due(now)
        for wave in late:
            self._give_up(wave, now)
        for wave in due:
            self._plan(wave, now)

    def _give_up(self, late: Wave, now: datetime) -> None:
        """Cancel what still waits: whoever was not mailed finds its items in the next edition."""
        with self.transactions.write() as tx:
            edition = tx.editions.lock(late.edition_id)
            if edition.status in UNDER_WAY and tx.deliveries.cancel_wave(late.id, _TOO_LATE, now):
                tx.editions.set_wave(late.id, EditionStatus.MISSED)

    def _plan(self, wave: Wave, now: datetime) -> None:
        with self.transactions.write() as tx:
            plan = self._begin(tx, wave, now)
        if plan is None:
            return
        runs, after = 0, self._fill(plan, 0, now)
        while after is not None:
            runs, after = runs + 1, self._fill(plan, after, now)
        with self.transactions.write() as tx:
            _finish(tx, plan, large=runs > 1)

    def _begin(self, tx: Transaction, due: Wave, now: datetime) -> "_Plan | None":
        """Fix what the wave tells whom, or settle it at once where there is nothing to plan."""
        edition = tx.editions.lock(due.edition_id)
        wave = tx.editions.wave(due.id)
        newsletter = tx.newsletters.by_id(edition.newsletter_id)
        if _over(tx, newsletter, edition, wave, now) or not _plannable(edition, wave):
            return None
        zones = _zones(tx, newsletter, edition, wave)
        if zones == ():
            tx.editions.set_wave(wave.id, EditionStatus.EMPTY)
            return None
        told = tx.editions.told_until(newsletter.id, edition.due) or newsletter.created
        seen_from, seen_to = wave.seen_from or told, wave.seen_to or now
        tx.editions.plan_wave(wave, seen_from, seen_to, zones or ())
        candidates = find_candidates(
            tx, newsletter, self.policy, after=seen_from, until=seen_to, edition_id=edition.id
        )
        return _Plan(
            wave=wave,
            edition=edition,
            newsletter=newsletter,
            timezones=zones or (),
            candidates=candidates,
        )

    def _fill(self, plan: "_Plan", after: int, now: datetime) -> int | None:
        """Plan the next run of readers; return the last one's number, None at the end."""
        with self.transactions.write() as tx:
            return self._fill_run(tx, plan, after, now)

    def _fill_run(self, tx: Transaction, plan: "_Plan", after: int, now: datetime) -> int | None:
        edition = tx.editions.lock(plan.edition.id)  # paused or cancelled since the run before?
        if not _plannable(edition, tx.editions.wave(plan.wave.id)):
            return None
        run = tx.planning.next_run(plan.newsletter.id, plan.timezones, after, self.readers_at_once)
        if run is None:
            return None
        articles = [candidate.article_id for candidate in plan.candidates]
        pasts = tx.receipts.pasts(
            plan.newsletter.id, articles, run.first, run.last, besides=edition.id
        )
        cohorts = _CohortsOf(tx.cohorts, plan, self.policy, now)
        cohort_of = {reader: cohorts.of(mailed) for reader, mailed in pasts.items()}
        tx.planning.fill(edition.id, run, cohort_of, cohorts.of({}))
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


def _plannable(edition: Edition, wave: Wave) -> bool:
    resting = edition.status in {EditionStatus.PAUSED, EditionStatus.CANCELLED}
    return wave.status is EditionStatus.DUE and not resting


def _late(tx: Transaction, wave: Wave, now: datetime) -> bool:
    newsletter = tx.newsletters.by_id(tx.editions.by_id(wave.edition_id).newsletter_id)
    return too_late(wave.due, newsletter.late_limit, now)


def _over(
    tx: Transaction, newsletter: Newsletter, edition: Edition, wave: Wave, now: datetime
) -> bool:
    """Settle a wave that is not to be planned any more: called off, or missed, paused or not."""
    if edition.status is EditionStatus.CANCELLED:
        tx.editions.set_wave(wave.id, EditionStatus.CANCELLED)
        return True
    if wave.status is not EditionStatus.DUE or not gives_up(newsletter, wave, now):
        return False
    tx.editions.set_wave(wave.id, EditionStatus.MISSED)
    tx.deliveries.cancel_wave(wave.id, _TOO_LATE, now)
    return True


def _finish(tx: Transaction, plan: _Plan, *, large: bool) -> None:
    """Let the planned wave go out, also where the edition had ended without its readers."""
    edition = tx.editions.lock(plan.edition.id)
    if not _plannable(edition, tx.editions.wave(plan.wave.id)):
        return
    if large:
        tx.planning.refresh_statistics()
    if not tx.planning.planned(plan.wave.id):
        tx.editions.set_wave(plan.wave.id, EditionStatus.EMPTY)
        return
    tx.editions.set_wave(plan.wave.id, EditionStatus.SENDING)
    if edition.status is not EditionStatus.HELD:
        tx.editions.set_status(edition.id, EditionStatus.SENDING)


def _zones(
    tx: Transaction, newsletter: Newsletter, edition: Edition, wave: Wave
) -> tuple[str, ...] | None:
    """Return the zones with readers that a wave is for; None stands for everybody."""
    if not newsletter.reader_time or by_hand(edition.period_key):
        return None
    local = datetime.fromisoformat(edition.period_key)
    names = tx.subscribers.timezones(newsletter.id)
    return tuple(name for name in names if resolve(local, ZoneInfo(name)) == wave.due)
