"""What holds for every schedule, in every zone, over every range?"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.domain.schedules import (
    LAST,
    Schedule,
    local_times,
    next_occurrence,
    occurrences,
    period_key,
    resolve,
    wave_instants,
)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
locals_ = st.datetimes(
    min_value=datetime.fromisoformat("1900-01-01"), max_value=datetime.fromisoformat("2100-01-01")
).map(lambda local: local.replace(second=0, microsecond=0))
instants = st.datetimes(
    min_value=datetime.fromisoformat("1900-01-01"),
    max_value=datetime.fromisoformat("2100-01-01"),
    timezones=st.just(UTC),
)
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=60))
times = st.sets(
    st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59))), min_size=1, max_size=30
).map(lambda some: tuple(sorted(some)))
schedules = st.builds(
    Schedule,
    times=times,
    month_days=st.sets(st.integers(1, 28), min_size=10).map(lambda days: frozenset({*days, LAST})),
    weekdays=st.sets(st.integers(1, 7), min_size=2).map(frozenset),
    either=st.booleans(),
)
BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
HALF_HOURLY = Schedule(times=tuple(time(hour, half) for hour in range(24) for half in (0, 30)))


def at(local: str) -> datetime:
    """Read a naive wall time, or an instant where an offset is given."""
    return datetime.fromisoformat(local)


def wall(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return what clocks show."""
    return instant.astimezone(zone).replace(tzinfo=None)


@given(zone=zones, local=locals_, earlier=st.lists(st.integers(1, 100_000), min_size=1))
@example(zone=BERLIN, local=at("2026-03-29T02:30"), earlier=[1])
@example(zone=BERLIN, local=at("2026-10-25T02:30"), earlier=[1])
@example(zone=APIA, local=at("2011-12-30T07:00"), earlier=[1])
def test_a_wall_time_happens_when_clocks_first_show_or_pass_it(
    zone: ZoneInfo, local: datetime, earlier: list[int]
) -> None:
    instant = resolve(local, zone)
    assert wall(instant, zone) >= local
    for seconds in earlier:
        assert wall(instant - timedelta(seconds=seconds), zone) < local


@given(zone=zones, instant=instants)
def test_the_minute_clocks_show_resolves_to_now_unless_it_is_shown_again(
    zone: ZoneInfo, instant: datetime
) -> None:
    whole = instant.replace(microsecond=0)
    if whole.astimezone(zone).fold == 0:
        assert resolve(wall(whole, zone), zone) == whole


@given(schedule=schedules, zone=zones, after=instants, span=spans)
def test_every_period_comes_once_and_in_order(
    schedule: Schedule, zone: ZoneInfo, after: datetime, span: timedelta
) -> None:
    found = list(occurrences(schedule, zone, after=after, until=after + span))
    assert len({each.period_key for each in found}) == len(found)
    assert all(one.instant <= next_.instant for one, next_ in pairwise(found))
    assert all(after < each.instant <= after + span for each in found)
    assert all(each.period_key == period_key(each.local) for each in found)


@given(schedule=schedules, zone=zones, after=instants, span=spans)
@example(schedule=HALF_HOURLY, zone=BERLIN, after=at("2026-03-28T00:00Z"), span=timedelta(days=2))
@example(schedule=HALF_HOURLY, zone=APIA, after=at("2011-12-29T00:00Z"), span=timedelta(days=3))
def test_no_period_is_lost_but_in_a_later_one_of_its_date_at_the_same_instant(
    schedule: Schedule, zone: ZoneInfo, after: datetime, span: timedelta
) -> None:
    until = after + span
    found = {each.local: each for each in occurrences(schedule, zone, after=after, until=until)}
    kept = {(each.instant, local.date()): local for local, each in found.items()}
    margin = timedelta(days=2)
    for local in local_times(schedule, wall(after, zone) - margin, wall(until, zone) + margin):
        instant = resolve(local, zone)
        if after < instant <= until:
            assert kept[instant, local.date()] >= local


@given(schedule=schedules, zone=zones, after=instants, spans=st.lists(spans, max_size=4))
@example(
    schedule=HALF_HOURLY,
    zone=BERLIN,
    after=at("2026-10-24T23:45Z"),
    spans=[timedelta(minutes=15)] * 20,
)
@example(
    schedule=HALF_HOURLY,
    zone=BERLIN,
    after=at("2026-03-28T23:45Z"),
    spans=[timedelta(minutes=15)] * 20,
)
def test_a_range_split_anywhere_gives_the_same_occurrences(
    schedule: Schedule, zone: ZoneInfo, after: datetime, spans: list[timedelta]
) -> None:
    bounds = [after]
    for span in spans:
        bounds.append(bounds[-1] + span)
    pieces = [
        each
        for start, end in pairwise(bounds)
        for each in occurrences(schedule, zone, after=start, until=end)
    ]
    assert pieces == list(occurrences(schedule, zone, after=after, until=bounds[-1]))


@given(schedule=schedules, zone=zones, after=instants)
def test_the_next_occurrence_is_the_first_of_a_range(
    schedule: Schedule, zone: ZoneInfo, after: datetime
) -> None:
    coming = next_occurrence(schedule, zone, after=after)
    assert [coming] == list(occurrences(schedule, zone, after=after, until=coming.instant))[:1]


@given(local=locals_, chosen=st.lists(zones, max_size=12))
def test_waves_hold_every_zone_once_at_its_own_instant(
    local: datetime, chosen: list[ZoneInfo]
) -> None:
    waves = wave_instants(local, chosen)
    held = [zone for where in waves.values() for zone in where]
    assert len(held) == len(set(held))
    assert set(held) == set(chosen)
    assert list(waves) == sorted(waves)
    assert all(resolve(local, zone) == when for when, where in waves.items() for zone in where)


@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_the_last_workday_is_the_latest_monday_to_friday_of_its_month(day: date) -> None:
    first = day.replace(day=1)
    dates = [first + timedelta(days=number) for number in range(31)]
    latest = max(each for each in dates if each.month == day.month and each.weekday() < 5)
    schedule = Schedule(times=(time(12),), month_days=frozenset(), last_workday=True)
    start = datetime.combine(first, time(0))
    found = list(local_times(schedule, start, datetime.combine(dates[-1], time(23))))
    assert found[0].date() == latest
