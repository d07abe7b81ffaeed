"""At which local wall times is a newsletter due, and which instants are they in a zone?

A schedule speaks of wall time and knows no zone. A wall time happens at the first
moment at which the zone's clocks show it or have passed it:

- one that clocks skip in spring happens at the first moment after the gap;
- one that clocks show twice in autumn happens once, at its first showing.

Wall times of one date that share an instant (an hourly schedule inside a gap) are one
occurrence, which bears the key of the last of them: two editions at one instant would
tell a reader everything twice or nothing the second time. Wall times of two dates stay
two occurrences, even where a whole date was skipped, since each date is a period of its
own to the readers of other zones.
"""

import calendar
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from syndicate.errors import Refused

ALL_MONTHS = frozenset(range(1, 13))
ALL_MONTH_DAYS = frozenset(range(1, 32))
ALL_WEEKDAYS = frozenset(range(1, 8))
LAST = -1

_FRIDAY = 5
_WEEK = 7
_SECOND = timedelta(seconds=1)
_LONGEST_FOLD = timedelta(days=1)
# Any 28 years without a skipped leap year hold all 14 calendars a year can have.
_EVERY_CALENDAR = (date(2000, 1, 1), date(2027, 12, 31))
# The rarest date, a 29 February on one weekday, waits 40 years across 2100.
_LONGEST_WAIT = timedelta(days=41 * 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The local wall times that are meant: certain times of day on certain dates.

    `times` ascend, in whole minutes. A date is meant when its month is, and both its day
    of the month and its weekday are; with `either`, one of the two suffices (crontab(5)).
    `month_days` may hold LAST; `last_workday` adds the month's last Monday to Friday.
    `weekdays` are ISO numbers (1 is Monday); `nth_weekdays` adds pairs like (1, 3), the
    third Monday, or (5, LAST), the last Friday. Refused when no date is ever meant.
    """

    times: tuple[time, ...]
    months: frozenset[int] = ALL_MONTHS
    month_days: frozenset[int] = ALL_MONTH_DAYS
    last_workday: bool = False
    weekdays: frozenset[int] = ALL_WEEKDAYS
    nth_weekdays: frozenset[tuple[int, int]] = frozenset()
    either: bool = False

    def __post_init__(self) -> None:
        """Check that the times are as promised and that the schedule occurs at all."""
        minutes = {time(at.hour, at.minute) for at in self.times}
        if not minutes or self.times != tuple(sorted(minutes)):
            raise ValueError(f"times must ascend in whole minutes, not {self.times}")
        if not any(_dates(self, *_EVERY_CALENDAR)):
            raise Refused("this schedule never occurs: no month it names has such a day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that a schedule comes round in a zone.

    `local` is the wall time asked for, which the zone's clocks may have skipped;
    `instant` is when it happens, in UTC.
    """

    period_key: str
    local: datetime
    instant: datetime


def period_key(local: datetime) -> str:
    """Return the key that makes an edition unique: the wall time, without zone."""
    return local.replace(tzinfo=None).isoformat(timespec="minutes")


def local_times(
    schedule: Schedule, after_local: datetime, until_local: datetime
) -> Iterator[datetime]:
    """Yield the naive wall times meant, ascending, after the first bound up to the second."""
    for day in _dates(schedule, after_local.date(), until_local.date()):
        for at in schedule.times:
            local = datetime.combine(day, at)
            if after_local < local <= until_local:
                yield local


def resolve(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which a naive wall time of whole seconds happens in a zone.

    A later wall time never happens earlier.
    """
    early, late = sorted(_reading(local, zone, fold) for fold in (0, 1))
    if _wall(early, zone) == local:
        return early
    return _end_of_gap(local, zone, early, late)


def occurrences(
    schedule: Schedule, zone: ZoneInfo, *, after: datetime, until: datetime
) -> Iterator[Occurrence]:
    """Yield what happens in a zone after one instant and up to another, in order.

    Ranges that meet share no occurrence and lose none, wherever they meet.
    """
    resolved = _resolved(schedule, zone, after.astimezone(UTC), until.astimezone(UTC))
    for _, together in groupby(resolved, key=lambda each: (each.instant, each.local.date())):
        *_, last = together
        yield last


def next_occurrence(schedule: Schedule, zone: ZoneInfo, *, after: datetime) -> Occurrence:
    """Return the first occurrence after an instant; there always is one."""
    return next(occurrences(schedule, zone, after=after, until=after + _LONGEST_WAIT))


def wave_instants(
    local: datetime, zones: Iterable[ZoneInfo]
) -> dict[datetime, tuple[ZoneInfo, ...]]:
    """Tell at which instants one wall time happens, earliest first, and in which zones each."""
    instants = {zone: resolve(local, zone) for zone in sorted(set(zones), key=str)}
    return {
        instant: tuple(zone for zone, when in instants.items() if when == instant)
        for instant in sorted(set(instants.values()))
    }


def _resolved(
    schedule: Schedule, zone: ZoneInfo, after: datetime, until: datetime
) -> Iterator[Occurrence]:
    """Yield every wall time whose instant is in the range, those that coincide too.

    In a repeated hour the clocks read less than they already did, hence the look ahead.
    """
    for local in local_times(schedule, _wall(after, zone), _wall(until, zone) + _LONGEST_FOLD):
        instant = resolve(local, zone)
        if instant > until:
            return
        if instant > after:
            yield Occurrence(period_key=period_key(local), local=local, instant=instant)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what the zone's clocks show at an instant."""
    return instant.astimezone(zone).replace(tzinfo=None)


def _reading(local: datetime, zone: ZoneInfo, fold: int) -> datetime:
    """Return the instant that PEP 495 gives a wall time.

    Of a skipped time, the two readings enclose the end of the gap.
    """
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _end_of_gap(local: datetime, zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """Return the first second between two instants at which clocks have passed `local`."""
    seconds = range((late - early) // _SECOND)
    return early + _SECOND * bisect_left(
        seconds, local, key=lambda passed: _wall(early + _SECOND * passed, zone)
    )


def _dates(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Yield the dates meant, both ends included."""
    days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return (day for day in days if _means(schedule, day))


def _means(schedule: Schedule, day: date) -> bool:
    """Tell whether a date is meant."""
    if day.month not in schedule.months:
        return False
    if schedule.either:
        return _means_month_day(schedule, day) or _means_weekday(schedule, day)
    return _means_month_day(schedule, day) and _means_weekday(schedule, day)


def _means_month_day(schedule: Schedule, day: date) -> bool:
    """Tell whether a date's place in its month is meant."""
    if day.day in schedule.month_days:
        return True
    if LAST in schedule.month_days and _days_left(day) == 0:
        return True
    return schedule.last_workday and _is_last_workday(day)


def _means_weekday(schedule: Schedule, day: date) -> bool:
    """Tell whether a date's weekday, or its place among the month's, is meant."""
    weekday = day.isoweekday()
    if weekday in schedule.weekdays:
        return True
    return any(weekday == meant and _is_nth(day, nth) for meant, nth in schedule.nth_weekdays)


def _is_last_workday(day: date) -> bool:
    """Tell whether no Monday to Friday follows in the month: a Friday may have a weekend left."""
    workday = day.isoweekday()
    return workday <= _FRIDAY and _days_left(day) <= (2 if workday == _FRIDAY else 0)


def _is_nth(day: date, nth: int) -> bool:
    """Tell whether a date is the nth of its weekday in its month."""
    if nth == LAST:
        return _days_left(day) < _WEEK
    return (day.day - 1) // _WEEK + 1 == nth


def _days_left(day: date) -> int:
    """Count the days that follow in the month."""
    return calendar.monthrange(day.year, day.month)[1] - day.day
