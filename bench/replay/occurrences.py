"""When is a newsletter due? Counted here apart from the program, in local wall time."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bench.replay.diary import Letterhead

_DAY = timedelta(days=1)


def occurrences(
    letterhead: Letterhead, zone: str, begin: datetime, end: datetime
) -> Iterator[datetime]:
    """Yield when a newsletter is due for readers in a zone, between two instants."""
    local = ZoneInfo(zone)
    day, last = begin.astimezone(local).date() - _DAY, end.astimezone(local).date()
    while day <= last:
        if letterhead.weekday in {None, day.weekday()}:
            due = datetime.combine(day, time(letterhead.hour), local).astimezone(UTC)
            if begin < due < end:
                yield due
        day += _DAY
