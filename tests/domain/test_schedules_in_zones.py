"""Does every schedule in every zone agree with clocks that were walked through step by step?

The reference knows nothing of wall-clock arithmetic: it walks UTC in quarters of an hour,
looks at the zone's clocks, and notes when each wall time is first shown and where the
clocks jump. All offsets of these zones are whole quarters.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.schedules import LAST, Schedule, occurrences

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Europe/London",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Santiago",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "Asia/Kolkata",
)
TIMES = tuple(
    map(time.fromisoformat, ("00:00", "00:30", "01:30", "02:15", "02:30", "03:00", "23:30"))
)
CADENCES: dict[str, tuple[dict[str, frozenset[int]], Callable[[date], bool]]] = {
    "daily": ({}, lambda _: True),
    "weekdays": ({"weekdays": frozenset({1, 2, 3, 4, 5})}, lambda day: day.weekday() < 5),
    "weekly, Fridays": ({"weekdays": frozenset({5})}, lambda day: day.weekday() == 4),
    "weekly, Sundays": ({"weekdays": frozenset({7})}, lambda day: day.weekday() == 6),
    "monthly, the 1st": ({"month_days": frozenset({1})}, lambda day: day.day == 1),
    "monthly, the 31st": ({"month_days": frozenset({31})}, lambda day: day.day == 31),
    "monthly, the last": (
        {"month_days": frozenset({LAST})},
        lambda day: (day + timedelta(days=1)).day == 1,
    ),
}
QUARTER = timedelta(minutes=15)
AFTER = datetime(2025, 1, 1, tzinfo=UTC)
UNTIL = datetime(2029, 1, 1, tzinfo=UTC)


@cache
def first_shown(zone: str) -> dict[datetime, datetime]:
    """Walk UTC and note, for each wall time in TIMES, when clocks first show or skip it."""
    info, step = ZoneInfo(zone), AFTER - timedelta(days=2)
    shown: dict[datetime, datetime] = {}
    before = step.astimezone(info).replace(tzinfo=None) - QUARTER
    while step < UNTIL + timedelta(days=2):
        wall = step.astimezone(info).replace(tzinfo=None)
        while before + QUARTER <= wall:
            before += QUARTER
            if before.time() in TIMES:
                shown.setdefault(before, step)
        before, step = wall, step + QUARTER
    return shown


@pytest.mark.parametrize("at", TIMES, ids=lambda at: f"{at:%H:%M}")
@pytest.mark.parametrize("cadence", CADENCES)
@pytest.mark.parametrize("zone", ZONES)
def test_four_years_agree_with_the_walked_clocks(zone: str, cadence: str, at: time) -> None:
    dates, meant = CADENCES[cadence]
    expected = [
        (f"{local:%Y-%m-%dT%H:%M}", instant)
        for local, instant in first_shown(zone).items()
        if local.time() == at and meant(local.date()) and AFTER < instant <= UNTIL
    ]
    schedule = Schedule(times=(at,), **dates)  # type: ignore[arg-type]  # only day sets above
    found = occurrences(schedule, ZoneInfo(zone), after=AFTER, until=UNTIL)
    assert [(each.period_key, each.instant) for each in found] == expected


def test_the_walked_clocks_hold_gaps_and_repetitions_to_disagree_about() -> None:
    daily_keys = (UNTIL - AFTER).days
    spring = datetime.fromisoformat("2026-03-29T02:30")
    assert first_shown("Europe/Berlin")[spring] == datetime(2026, 3, 29, 1, tzinfo=UTC)
    autumn = datetime.fromisoformat("2026-10-25T02:30")
    assert first_shown("Europe/Berlin")[autumn] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert len(first_shown("Asia/Kolkata")) == len(TIMES) * (daily_keys + 4)
