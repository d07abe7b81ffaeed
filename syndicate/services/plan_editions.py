"""Who gets what in a wave that is due?

Everything here may run twice, or on several tickers at once: a wave's span of
changes is fixed once, a cohort is one by its items, a delivery by its reader.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from syndicate.clock import Clock
from syndicate.domain.audience import Run
from syndicate.domain.changes import Policy
from syndicate.domain.editions import (
    UNDER_WAY,
    Edition,
    EditionStatus,
    Newsletter,
    Wave,
    awaits_approval,
    by_hand,
    gives_up,
    too_late,
)
from syndicate.domain.pacing import AIM
from syndicate.domain.schedules import resolve
from syndicate.services.group_readers import GroupReaders
from syndicate.services.pace import Pace
from syndicate.services.planning_view import Transaction
from syndicate.services.share_runs import ShareRuns
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

READERS_AT_ONCE = 250  # the first ones bring all cohorts with them, and take longest
PLANNERS = 2  # of a wave at once: more only wait for the database
_TOO_LATE = "too late: it could not go out in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEditions:
    """Fills the ledger with the deliveries of waves that are due, some readers a transaction.

    As many at once as nobody else has to wait for; `readers_at_once` is where it begins, `aim`
    how long that may take. `planners` threads share a wave's readers, where writers do not take
    turns. `see_through` settles whom notices tell, where an edition waits for one. `call_off`
    cancels what waits of cancelled editions: their readers find its items in this one.
    """

    transactions: Transactions[Transaction]
    policy: Policy
    clock: Clock
    see_through: Callable[[], None]
    call_off: Callable[[], None]
    readers_at_once: int = READERS_AT_ONCE
    aim: timedelta = AIM
    planners: int = 1

    def __call__(self, now: datetime) -> None:
        """Plan every wave whose instant has come; record those that come too late as missed."""
        with self.transactions.read() as tx:
            late = [wave for wave in tx.editions.waves_under_way() if _late(tx, wave, now)]
            due = tx.editions.waves_due(now)
            late += [wave for wave in due if gives_up(_newsletter(tx, wave), wave, now)]
        for wave in late:
            self._give_up(wave, now)
        for wave in due:
            self._plan(wave, now)

    def _give_up(self, late: Wave, now: datetime) -> None:
        """Cancel what still waits: whoever was not mailed finds its items in the next edition.

        Some mails a transaction; whoever dies in between has the next tick go on.
        """
        pace = Pace(clock=self.clock, rows=self.readers_at_once, aim=self.aim)
        mails = 0
        while some := self._cancel_some(late, pace, now):
            mails += some
        if mails:
            log.warning("wave_missed", edition=late.edition_id, wave=late.id, mails=mails)

    def _cancel_some(self, late: Wave, pace: Pace, now: datetime) -> int:
        with pace.timed(self.transactions.write()) as tx:
            edition = tx.editions.lock(late.edition_id)
            unplanned = (
                tx.editions.wave(late.id).status is EditionStatus.DUE
            )  # but for some readers
            if edition.status not in UNDER_WAY and not unplanned:
                return 0
            lost = tx.deliveries.cancel_wave(late, _TOO_LATE, now, pace.rows)
            if lost and not unplanned:
                tx.editions.set_wave(late.id, EditionStatus.MISSED)
            return lost

    def _plan(self, wave: Wave, now: datetime) -> None:
        with self.transactions.write() as tx:
            group = self._begin(tx, wave, now)
        if group is None:
            return
        runs = self._fill_all(group, now)
        if runs.taken > 1:
            with self.transactions.write() as tx:
                tx.planning.refresh_statistics()
        with self.transactions.write() as tx:
            _finish(tx, group)

    def _fill_all(self, group: GroupReaders, now: datetime) -> ShareRuns:
        """Plan for all readers of a wave, in as many threads as there are planners."""
        runs = ShareRuns(
            transactions=self.transactions, rest=group.everybody, seen_to=group.seen_to
        )
        groups = (group, *(group.another() for _ in range(self.planners - 1)))
        with ThreadPoolExecutor(self.planners) as pool, closing(runs):
            done = [pool.submit(self._go_through, each, runs, now) for each in groups]
            for planner in done:
                planner.result()
        return runs

    def _go_through(self, group: GroupReaders, runs: ShareRuns, now: datetime) -> None:
        """Plan run after run; whoever ends, by a fault or not, ends it for all."""
        pace = Pace(clock=self.clock, rows=self.readers_at_once, aim=self.aim)
        with closing(runs):
            while (run := runs.take(pace.rows)) and self._fill(group, run, pace, now):
                pass

    def _begin(self, tx: Transaction, due: Wave, now: datetime) -> GroupReaders | None:
        """Fix what the wave tells whom, or settle it at once where there is nothing to plan."""
        edition = tx.editions.lock(due.edition_id)
        wave = tx.editions.wave(due.id)
        newsletter = tx.newsletters.by_id(edition.newsletter_id)
        if _over(tx, newsletter, edition, wave, now) or not _plannable(edition, wave):
            return None
        if awaits_approval(newsletter, edition):
            return None
        zones = _zones(tx, newsletter, edition, wave)
        if zones == ():
            tx.editions.set_wave(wave.id, EditionStatus.EMPTY)
            return None
        told = tx.editions.told_until(newsletter.id, edition.due) or newsletter.created
        seen_from, seen_to = wave.seen_from or told, wave.seen_to or tx.editions.tells_until(now)
        tx.editions.plan_wave(wave, seen_from, seen_to, zones or ())
        return GroupReaders(
            wave=wave,
            edition=edition,
            newsletter=newsletter,
            timezones=zones or (),
            policy=self.policy,
            usual=seen_from,
            seen_to=seen_to,
        )

    def _fill(self, group: GroupReaders, run: Run, pace: Pace, now: datetime) -> bool:
        """Plan a run of readers; tell whether the wave goes on."""
        while True:
            with pace.timed(self.transactions.write()) as tx:
                edition = tx.editions.share(group.edition.id)  # paused or cancelled meanwhile?
                if not _plannable(edition, tx.editions.wave(group.wave.id)):
                    return False
                if group(tx, run, now):
                    return True
            self.call_off()
            self.see_through()


def _plannable(edition: Edition, wave: Wave) -> bool:
    resting = edition.status in {EditionStatus.PAUSED, EditionStatus.CANCELLED}
    return wave.status is EditionStatus.DUE and not resting


def _late(tx: Transaction, wave: Wave, now: datetime) -> bool:
    return too_late(wave.due, _newsletter(tx, wave).late_limit, now)


def _newsletter(tx: Transaction, wave: Wave) -> Newsletter:
    return tx.newsletters.by_id(tx.editions.by_id(wave.edition_id).newsletter_id)


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
    log.warning("wave_missed", edition=edition.id, wave=wave.id)
    return True


def _finish(tx: Transaction, group: GroupReaders) -> None:
    """Let the planned wave go out, also where the edition had ended without its readers."""
    edition = tx.editions.lock(group.edition.id)
    if not _plannable(edition, tx.editions.wave(group.wave.id)):
        return
    if not tx.planning.planned(group.wave.id):
        tx.editions.set_wave(group.wave.id, EditionStatus.EMPTY)
        return
    tx.editions.set_wave(group.wave.id, EditionStatus.SENDING)
    told = {"edition": edition.id, "wave": group.wave.id, "period": edition.period_key}
    log.info("edition_planned", newsletter=group.newsletter.name, **told)
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
