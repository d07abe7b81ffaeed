"""How often, of what and from when on does a reader wish to be mailed?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.wishes import (
    LONGEST_PAUSE,
    Frequency,
    read_frequency,
    read_pause,
    told_before,
)
from syndicate.errors import Unreadable

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("frequency", "told", "due", "comes"),
    [
        (Frequency.DAILY, "2026-03-02T07:00", "2026-03-02T18:00", False),
        (Frequency.DAILY, "2026-03-02T23:59", "2026-03-03T07:00", True),
        (Frequency.DAILY, "2026-03-28T07:00", "2026-03-29T07:00", True),  # a day of 23 hours
        (Frequency.WEEKLY, "2026-03-02T07:00", "2026-03-08T23:00", False),
        (Frequency.WEEKLY, "2026-03-02T13:00", "2026-03-09T07:00", True),  # last week's was late
        (Frequency.WEEKLY, "2026-03-23T07:00", "2026-03-30T07:00", True),  # a week of 167 hours
    ],
)
def test_who_wants_few_newsletters_gets_one_a_day_or_week_of_the_calendar(
    frequency: Frequency, told: str, due: str, *, comes: bool
) -> None:
    before = told_before(datetime.fromisoformat(due).replace(tzinfo=BERLIN), BERLIN)
    assert (datetime.fromisoformat(told).replace(tzinfo=BERLIN) < before[frequency]) is comes


def test_who_wants_every_edition_needs_no_rest() -> None:
    assert Frequency.EVERY not in told_before(NOW, BERLIN)


def test_a_pause_ends_as_the_day_begins_where_the_reader_is() -> None:
    assert read_pause("2026-03-10", "Asia/Tokyo", NOW) == datetime(2026, 3, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026-03-01", "2025-12-24"])
def test_no_day_or_one_that_has_begun_is_no_pause(text: str) -> None:
    assert read_pause(text, "UTC", NOW) is None


@pytest.mark.parametrize("text", ["soon", "2026-02-30", "9999-12-31", "0001-01-01T"])
def test_what_is_no_day_or_too_far_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read_pause(text, "UTC", NOW)


def test_a_pause_of_half_a_year_is_the_longest() -> None:
    last = (NOW + LONGEST_PAUSE).date()
    assert read_pause(last.isoformat(), "UTC", NOW) is not None
    with pytest.raises(Unreadable, match="at the most"):
        read_pause((last + timedelta(days=1)).isoformat(), "UTC", NOW)


def test_a_form_without_a_frequency_means_every_edition() -> None:
    assert read_frequency("") is Frequency.EVERY
    assert read_frequency("weekly") is Frequency.WEEKLY
    with pytest.raises(Unreadable, match="'hourly' is no frequency"):
        read_frequency("hourly")
