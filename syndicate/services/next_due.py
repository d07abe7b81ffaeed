"""When does the next mail of a newsletter come due: a new edition, or a wave of the last one?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from syndicate.domain.editions import Edition, Newsletter
from syndicate.domain.schedules import Schedule, next_occurrence, resolve
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

    def _openings(
        self, tx: Transaction, newsletter: Newsletter, now: datetime
    ) -> Iterator[datetime]:
        """Yield when the edition after the last one is due in each zone."""
        schedule = self.read_schedule(newsletter.schedule)
        last = next(iter(tx.editions.newest(newsletter.id, 1)), None)
        begin = max(newsletter.running_since, now - newsletter.late_limit)
        for zone in _zones(tx, newsletter):
            after = max(begin, resolve(last.local, zone)) if last else begin
            yield next_occurrence(schedule, zone, after=after).instant


def _zones(tx: Transaction, newsletter: Newsletter) -> Sequence[ZoneInfo]:
    others = tx.subscribers.timezones(newsletter.id) if newsletter.reader_time else ()
    return [zone_named(name) for name in sorted({newsletter.timezone, *others})]
