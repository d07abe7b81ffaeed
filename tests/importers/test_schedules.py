"""Is every way to write a schedule understood, and every other answered clearly?"""

from datetime import UTC, datetime, time, timedelta
from itertools import islice

import pytest
from cronsim import CronSim
from hypothesis import assume, given
from hypothesis import strategies as st

from syndicate.domain.schedules import LAST, Schedule, local_times
from syndicate.errors import AskedWrongly, Refused, Unreadable
from syndicate.importers.schedules import read_schedule

SEVEN = (time(7),)
START = datetime.fromisoformat("2026-01-01T00:00")


def numbers(low: int, high: int) -> st.SearchStrategy[str]:
    """Write a cron field over a range: a star, a number, a list, a range, a step."""
    number = st.integers(low, high)
    spans = st.tuples(number, number).map(sorted).map(lambda ends: f"{ends[0]}-{ends[1]}")
    terms = st.one_of(st.just("*"), number.map(str), spans)
    stepped = st.tuples(terms, st.integers(1, high)).map(lambda parts: f"{parts[0]}/{parts[1]}")
    return st.lists(terms | stepped, min_size=1, max_size=3).map(",".join)


days = numbers(1, 31) | st.sampled_from(("L", "LW", "15,L", "*"))
weekdays = numbers(0, 7) | st.sampled_from(("MON", "mon-fri", "5L", "1#3", "0#5,7L", "*"))
crons = st.tuples(numbers(0, 59), numbers(0, 23), days, numbers(1, 12), weekdays).map(" ".join)


@given(cron=crons, start=st.datetimes(START, START + timedelta(days=4000)))
def test_cron_means_what_cronsim_counts(cron: str, start: datetime) -> None:
    try:
        schedule = read_schedule(cron)
    except Refused:
        assume(False)  # noqa: FBT003  # Hypothesis's own signature
    expected = list(islice(CronSim(cron, start.replace(tzinfo=UTC)), 20))
    until = expected[-1].replace(tzinfo=None)
    assert list(local_times(schedule, start, until)) == [
        each.replace(tzinfo=None) for each in expected
    ]


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("daily 18:30", "30 18 * * *"),
        ("every day at 7:05", "5 7 * * *"),
        ("weekdays 07:00", "0 7 * * 1-5"),
        ("Weekends, 09:00", "0 9 * * 0,6"),
        ("mondays 07:00", "0 7 * * 1"),
        ("monday 07:00", "0 7 * * MON"),
        ("weekly mon 07:00", "0 7 * * 1"),
        ("weekly on Sunday at 00:00", "0 0 * * 7"),
        ("tue, thu and saturdays 23:59", "59 23 * * 2,4,6"),
        ("weekdays 07:00 18:00", "0 7,18 * * 1-5"),
        ("weekdays 18:00,07:00,07:00", "0 7,18 * * 1-5"),
        ("monthly 1 07:00", "0 7 1 * *"),
        ("monthly 01, 15 07:00", "0 7 1,15 * *"),
        ("monthly last 07:00", "0 7 L * *"),
        ("  daily\t07:00\n", "0 7 * * *"),
    ],
)
def test_words_mean_the_same_as_their_cron(words: str, cron: str) -> None:
    assert read_schedule(words) == read_schedule(cron)


def test_a_day_of_the_month_and_a_weekday_are_alternatives() -> None:
    assert read_schedule("0 7 13 * FRI") == Schedule(
        times=SEVEN, month_days=frozenset({13}), weekdays=frozenset({5}), either=True
    )


def test_a_star_makes_the_day_and_the_weekday_both_count() -> None:
    assert read_schedule("0 7 */15 * FRI") == Schedule(
        times=SEVEN, month_days=frozenset({1, 16, 31}), weekdays=frozenset({5})
    )


def test_places_within_a_month_are_read() -> None:
    assert read_schedule("0 7 L,LW * 1#3,5L") == Schedule(
        times=SEVEN,
        month_days=frozenset({LAST}),
        last_workday=True,
        weekdays=frozenset(),
        nth_weekdays=frozenset({(1, 3), (5, LAST)}),
        either=True,
    )


@pytest.mark.parametrize(
    ("text", "fault", "example"),
    [
        ("", "it is empty", "weekdays 07:00"),
        ("  ", "it is empty", "weekdays 07:00"),
        ("weekdays 25:00", "'25:00' is no time", "weekdays 07:00"),
        ("daily 07:60", "'07:60' is no time", "weekdays 07:00"),
        ("daily 07:00:00", "'07:00:00' is no time", "weekdays 07:00"),
        ("weekdays 7", "no time of day", "weekdays 07:00"),
        ("weekly 09:15", "no day", "daily 09:15"),
        ("07:00", "no day", "daily 07:00"),
        ("wensdays 09:15", "'wensdays' is no day", "wednesday 09:15"),
        ("weekdys 06:00", "'weekdys' is no day", "weekday 06:00"),
        ("monthly 31 07:00", "every month has", "monthly last 07:00"),
        ("monthly 08:00", "every month has", "monthly last 08:00"),
        ("monthly 1 monday 08:00", "every month has", "monthly last 08:00"),
        ("0 7 * *", "this has 4", "0 7 * * 1-5"),
        ("0 0 7 * * *", "this has 6", "0 7 * * 1-5"),
        ("@daily", "this has 1", "0 7 * * 1-5"),
        ("60 7 * * *", "'60' is no minute (0-59)", "0 7 * * 1-5"),
        ("0 24 * * *", "'24' is no hour (0-23)", "0 7 * * 1-5"),
        ("0 7 32 2 *", "'32' is no day-of-month", "0 7 * * 1-5"),
        ("0 7 * FOO *", "'FOO' is no month", "0 7 * * 1-5"),
        ("0 7 * * 8", "'8' is no day-of-week", "0 7 * * 1-5"),
        ("*/0 7 * * *", "'*/0' is no minute", "0 7 * * 1-5"),
        ("x" * 201, "longer than 200 characters", "weekdays 07:00"),
    ],
)
def test_a_fault_is_named_and_a_schedule_that_would_do_is_shown(
    text: str, fault: str, example: str
) -> None:
    with pytest.raises(Unreadable) as told:
        read_schedule(text)
    assert fault in str(told.value)
    assert str(told.value).endswith(f"write for example '{example}'")
    assert answer(example) == ""


@pytest.mark.parametrize("text", ["0 7 30 2 *", "0 7 31 4,6,9,11 *", "0 7 */12 2 MON#5"])
def test_a_schedule_that_never_occurs_is_refused_with_one_that_does(text: str) -> None:
    with pytest.raises(Refused, match=r"never occurs.*for the last day write '(.*)'$") as told:
        read_schedule(text)
    assert text in str(told.value)
    assert answer(str(told.value).split("write '")[1].removesuffix("'")) == ""


@given(
    text=st.text(st.sampled_from("0123456789*/-,#:LWlw \tmondayerith@"), max_size=40) | st.text()
)
def test_any_text_is_read_or_answered_in_one_line(text: str) -> None:
    assert answer(text).isprintable()


@given(
    field=st.text(st.sampled_from("0123456789*/-,#LWMON"), min_size=1, max_size=8),
    place=st.integers(0, 4),
)
def test_a_bad_field_of_cron_is_quoted(field: str, place: int) -> None:
    fields = ["0", "7", "*", "*", "*"]
    fields[place] = field
    told = answer(" ".join(fields))
    assert told == "" or field in told


def answer(text: str) -> str:
    """Return what is said against a schedule, or nothing where it can be read."""
    try:
        read_schedule(text)
    except AskedWrongly as fault:
        return str(fault)
    return ""
