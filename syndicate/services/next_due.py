"""When does the next mail of a newsletter come due: a new edition, or a wave of the last one?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.schedules import Schedule, next_occurrence, resolve
from syndicate.domain.wishes import Ahead, told_before
from syndicate.domain.zones import zone_named


class Editions(Protocol):
    """What telling asks of the editions."""

    def newest(self, newsletter_id: int | None, limit: int) -> Sequence[Edition]: ...
    def next_wave(self, newsletter_id: int) -> datetime | None: ...


class Readers(Protocol):
    """What telling asks of the subscribers."""

    def timezones(self, newsletter_id: int) -> Sequence[str]: ...


class Transaction(Protocol):
    """What telling sees of the store."""

    @property
    def editions(self) -> Editions: ...
    @property
    def subscribers(self) -> Readers: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDue:
    """Tells when a newsletter's next readers are due, whichever zone they are in."""

    read_schedule: Callable[[str], Schedule]

    def __call__(self, tx: Transaction, newsletter: Newsletter, now: datetime) -> datetime | None:
        """Return the instant; None while the newsletter is paused."""
        if newsletter.paused:
            return None
        opening = min(self._openings(tx, newsletter, now))
        wave = tx.editions.next_wave(newsletter.id)
        return min(wave, opening) if wave else opening

    def ahead(self, tx: Transaction, newsletter: Newsletter, now: datetime) -> tuple[Ahead, ...]:
        """Return when which readers are due, one by one where they are told at their own time."""
        own = zone_named(newsletter.timezone)
        if newsletter.paused or not newsletter.reader_time:
            due = self(tx, newsletter, now) or now
            return (Ahead(due=due, zones=(), told_before=told_before(due, own)),)
        last = next(iter(tx.editions.newest(newsletter.id, 1)), None)
        wave = tx.editions.next_wave(newsletter.id)
        zones: dict[datetime, list[str]] = {}
        for zone in _zones(tx, newsletter):
            due = self._opening(newsletter, last, zone, now)
            if last and wave and (still := resolve(last.local, zone)) >= wave:
                due = still
            zones.setdefault(due, []).append(zone.key)
        return tuple(
            Ahead(due=max(due, now), zones=tuple(names), told_before=told_before(due, own))
            for due, names in zones.items()
        )

    def _openings(
        self, tx: Transaction, newsletter: Newsletter, now: datetime
    ) -> Iterator[datetime]:
        """Yield when the edition after the last one is due in each zone."""
        last = next(iter(tx.editions.newest(newsletter.id, 1)), None)
        for zone in _zones(tx, newsletter):
            yield self._opening(newsletter, last, zone, now)

    def _opening(
        self, newsletter: Newsletter, last: Edition | None, zone: ZoneInfo, now: datetime
    ) -> datetime:
        begin = max(newsletter.running_since, now - newsletter.late_limit)
        after = max(begin, resolve(last.local, zone)) if last else begin
        schedule = self.read_schedule(newsletter.schedule)
        return next_occurrence(schedule, zone, after=after).instant


def _zones(tx: Transaction, newsletter: Newsletter) -> Sequence[ZoneInfo]:
    others = tx.subscribers.timezones(newsletter.id) if newsletter.reader_time else ()
    return [zone_named(name) for name in sorted({newsletter.timezone, *others})]
