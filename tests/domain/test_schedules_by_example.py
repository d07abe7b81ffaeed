"""Which instants do the awkward dates of the calendar and the clock come out at?"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.schedules import (
    LAST,
    Schedule,
    local_times,
    next_occurrence,
    occurrences,
    resolve,
    wave_instants,
)
from syndicate.errors import Refused

BERLIN = ZoneInfo("Europe/Berlin")
APIA = ZoneInfo("Pacific/Apia")
HALF_HOURLY = Schedule(times=tuple(time(hour, half) for hour in range(24) for half in (0, 30)))


def at(local: str) -> datetime:
    """Read a naive wall time, or an instant where an offset is given."""
    return datetime.fromisoformat(local)


def test_the_rarest_date_is_found_across_a_skipped_leap_year() -> None:
    rare = Schedule(
        times=(time(7),),
        months=frozenset({2}),
        month_days=frozenset({29}),
        weekdays=frozenset({7}),
    )
    coming = next_occurrence(rare, BERLIN, after=at("2076-01-01T00:00Z"))
    assert coming.period_key == "2088-02-29T07:00"
    later = next_occurrence(rare, BERLIN, after=coming.instant)
    assert later.period_key == "2128-02-29T07:00"


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        ("Europe/Berlin", "2026-03-29T02:30", "2026-03-29T03:00+02:00"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T03:00+02:00"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T02:30+02:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T02:30+11:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-05T01:45+11:00"),
        ("America/Santiago", "2026-09-06T00:00", "2026-09-06T01:00-03:00"),
        ("Africa/Cairo", "2026-04-24T00:30", "2026-04-24T01:00+03:00"),
        ("Pacific/Apia", "2011-12-30T07:00", "2011-12-31T00:00+14:00"),
        ("Pacific/Kwajalein", "1993-08-21T12:00", "1993-08-22T00:00+12:00"),
    ],
)
def test_gaps_and_repetitions_of_every_size(zone: str, local: str, instant: str) -> None:
    assert resolve(at(local), ZoneInfo(zone)) == at(instant)


def test_half_hours_inside_a_gap_become_one_with_the_first_that_exists() -> None:
    found = occurrences(
        HALF_HOURLY, BERLIN, after=at("2026-03-29T00:30Z"), until=at("2026-03-29T01:30Z")
    )
    assert [each.period_key for each in found] == ["2026-03-29T03:00", "2026-03-29T03:30"]


def test_a_range_that_ends_in_a_repeated_hour_holds_all_of_its_first_showing() -> None:
    found = occurrences(
        HALF_HOURLY, BERLIN, after=at("2026-10-24T23:30Z"), until=at("2026-10-25T01:15Z")
    )
    assert [each.period_key[-5:] for each in found] == ["02:00", "02:30"]


def test_half_hours_that_are_shown_twice_come_once() -> None:
    found = occurrences(
        HALF_HOURLY, BERLIN, after=at("2026-10-25T00:00Z"), until=at("2026-10-25T02:30Z")
    )
    assert [(each.period_key[-5:], f"{each.instant:%H:%M}") for each in found] == [
        ("02:30", "00:30"),
        ("03:00", "02:00"),
        ("03:30", "02:30"),
    ]


def test_a_date_that_was_skipped_keeps_its_edition() -> None:
    midnight = Schedule(times=(time(0),))
    found = occurrences(
        midnight, APIA, after=at("2011-12-29T00:00-10:00"), until=at("2012-01-01T00:00+14:00")
    )
    assert [(each.period_key, each.instant) for each in found] == [
        ("2011-12-30T00:00", at("2011-12-31T00:00+14:00")),
        ("2011-12-31T00:00", at("2011-12-31T00:00+14:00")),
        ("2012-01-01T00:00", at("2012-01-01T00:00+14:00")),
    ]


def test_wall_times_exclude_the_first_bound_and_include_the_second() -> None:
    daily = Schedule(times=(time(7), time(18)))
    found = local_times(daily, at("2026-01-01T07:00"), at("2026-01-02T07:00"))
    assert list(found) == [at("2026-01-01T18:00"), at("2026-01-02T07:00")]


def test_a_reader_time_edition_goes_out_once_per_instant_earliest_first() -> None:
    names = ("America/New_York", "Europe/Paris", "Asia/Tokyo", "Europe/Berlin", "Europe/Paris")
    waves = wave_instants(at("2026-01-05T07:00"), map(ZoneInfo, names))
    assert [(f"{instant:%dT%H:%M}", [*map(str, where)]) for instant, where in waves.items()] == [
        ("04T22:00", ["Asia/Tokyo"]),
        ("05T06:00", ["Europe/Berlin", "Europe/Paris"]),
        ("05T12:00", ["America/New_York"]),
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"last_workday": True, "month_days": frozenset()}, ["01-30", "02-27", "03-31", "04-30"]),
        ({"month_days": frozenset({LAST})}, ["01-31", "02-28", "03-31", "04-30"]),
        ({"weekdays": frozenset(), "nth_weekdays": {(3, 1)}}, ["01-07", "02-04", "03-04", "04-01"]),
        ({"weekdays": frozenset(), "nth_weekdays": {(1, 3)}}, ["01-19", "02-16", "03-16", "04-20"]),
        (
            {"weekdays": frozenset(), "nth_weekdays": {(5, LAST)}},
            ["01-30", "02-27", "03-27", "04-24"],
        ),
        ({"month_days": frozenset({13}), "weekdays": frozenset({5})}, ["02-13", "03-13"]),
        ({"weekdays": frozenset(), "nth_weekdays": {(4, 5)}}, ["01-29", "04-30"]),
    ],
)
def test_dates_within_a_month(dates: dict[str, frozenset[int]], expected: list[str]) -> None:
    schedule = Schedule(times=(time(7),), **dates)  # type: ignore[arg-type]  # sets as given above
    found = local_times(schedule, at("2026-01-01"), at("2026-05-01"))
    assert [f"{local:%m-%d}" for local in found] == expected


def test_either_a_day_of_the_month_or_a_weekday_suffices() -> None:
    thirteenths_and_fridays = Schedule(
        times=(time(7),), month_days=frozenset({13}), weekdays=frozenset({5}), either=True
    )
    found = local_times(thirteenths_and_fridays, at("2026-01-01"), at("2026-01-31"))
    assert [local.day for local in found] == [2, 9, 13, 16, 23, 30]


def test_a_schedule_that_never_occurs_cannot_be_made() -> None:
    with pytest.raises(Refused, match="never occurs"):
        Schedule(times=(time(7),), months=frozenset({2}), month_days=frozenset({30}))


@pytest.mark.parametrize("weekday", range(1, 8))
def test_a_leap_day_on_any_weekday_occurs(weekday: int) -> None:
    assert Schedule(
        times=(time(7),),
        months=frozenset({2}),
        month_days=frozenset({29}),
        weekdays=frozenset({weekday}),
    ).times


@pytest.mark.parametrize("wrong", [(), (time(8), time(7)), (time(7), time(7)), (time(7, 0, 1),)])
def test_times_of_day_ascend_in_whole_minutes(wrong: tuple[time, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        Schedule(times=wrong)
