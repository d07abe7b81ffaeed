"""Which editions have come due? Opens each once, whatever restarts and number of tickers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from syndicate.domain.editions import Edition, EditionStatus, Newsletter, Wave
from syndicate.domain.schedules import (
    Schedule,
    local_times,
    occurrences,
    period_key,
    wave_instants,
)
from syndicate.services.transactions import Transactions

WIDEST_APART = timedelta(hours=26)


class Newsletters(Protocol):
    """What opening asks of the newsletters."""

    def all(self) -> Sequence[Newsletter]: ...


class Waves(Protocol):
    """What opening asks of the waves."""

    def waves_of(self, edition_id: int) -> Sequence[Wave]: ...
    def add_wave(self, edition_id: int, due: datetime) -> None: ...


class Editions(Waves, Protocol):
    """What opening asks of the editions."""

    def of_period(self, newsletter_id: int, period_key: str) -> Edition | None: ...
    def open(self, newsletter_id: int, period_key: str, due: datetime) -> Edition: ...
    def last_due(self, newsletter_id: int) -> datetime | None: ...


class Readers(Protocol):
    """What opening asks of the subscribers."""

    def timezones(self, newsletter_id: int) -> Sequence[str]: ...


class Transaction(Protocol):
    """What opening sees of the store."""

    @property
    def newsletters(self) -> Newsletters: ...
    @property
    def editions(self) -> Editions: ...
    @property
    def subscribers(self) -> Readers: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEditions:
    """Inserts the editions and waves that have come due. A repeat inserts nothing."""

    transactions: Transactions[Transaction]
    read_schedule: Callable[[str], Schedule]

    def __call__(self, now: datetime) -> None:
        """Open what came due up to now, also what was slept through.

        Nothing of paused newsletters, nor afterwards what fell into their pause.
        """
        with self.transactions.read() as tx:
            due = [n for n in tx.newsletters.all() if not n.paused and self._any(tx, n, now)]
        for newsletter in due:
            with self.transactions.write() as tx:
                for local, instants in self._periods(tx, newsletter, now):
                    _open(tx, newsletter, local, instants, now)

    def _any(self, tx: Transaction, newsletter: Newsletter, now: datetime) -> bool:
        return any(
            _missing(tx, newsletter, local, instants, now)
            for local, instants in self._periods(tx, newsletter, now)
        )

    def _periods(
        self, tx: Transaction, newsletter: Newsletter, now: datetime
    ) -> Iterable[tuple[str, Sequence[datetime]]]:
        schedule = self.read_schedule(newsletter.schedule)
        running = newsletter.running_since
        since = max(tx.editions.last_due(newsletter.id) or running, running)
        if not newsletter.reader_time:
            zone = ZoneInfo(newsletter.timezone)
            for occurrence in occurrences(schedule, zone, after=since, until=now):
                yield occurrence.period_key, [occurrence.instant]
            return
        zones = _zones(tx, newsletter)
        for local in local_times(schedule, _wall(since - WIDEST_APART), _wall(now + WIDEST_APART)):
            instants = [i for i in wave_instants(local, zones) if i > running]
            if instants and instants[0] <= now:
                yield period_key(local), instants


def _zones(tx: Transaction, newsletter: Newsletter) -> list[ZoneInfo]:
    names = {newsletter.timezone, *tx.subscribers.timezones(newsletter.id)}
    return [ZoneInfo(name) for name in sorted(names)]


def _wall(instant: datetime) -> datetime:
    return instant.replace(tzinfo=None)


def _missing(
    tx: Transaction,
    newsletter: Newsletter,
    period: str,
    instants: Sequence[datetime],
    now: datetime,
) -> bool:
    """Tell whether a period is not opened yet, or readers in a new zone still await it."""
    edition = tx.editions.of_period(newsletter.id, period)
    if edition is None:
        return True
    known = {wave.due for wave in tx.editions.waves_of(edition.id)}
    return any(instant > now and instant not in known for instant in instants)


def _open(
    tx: Transaction,
    newsletter: Newsletter,
    period: str,
    instants: Sequence[datetime],
    now: datetime,
) -> None:
    opened = tx.editions.of_period(newsletter.id, period)
    edition = opened or tx.editions.open(newsletter.id, period, instants[0])
    if edition.status is EditionStatus.CANCELLED:
        return
    for instant in instants:
        if opened is None or instant > now:
            tx.editions.add_wave(edition.id, instant)
