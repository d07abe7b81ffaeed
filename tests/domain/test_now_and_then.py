"""It is time again after a while, and a clock that ran ahead keeps nothing from being done."""

from datetime import UTC, datetime, timedelta

import pytest

from syndicate.domain.now_and_then import is_time_again

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def test_it_is_time_for_what_was_never_done() -> None:
    assert is_time_again(None, MINUTE, NOW)


@pytest.mark.parametrize("apart", [MINUTE, -MINUTE, timedelta(days=365), -timedelta(days=365)])
def test_it_is_time_once_the_last_time_is_far_away_ahead_too(apart: timedelta) -> None:
    assert is_time_again(NOW - apart, MINUTE, NOW)


@pytest.mark.parametrize("apart", [timedelta(0), MINUTE - SECOND, SECOND - MINUTE])
def test_it_is_no_time_just_after_by_clocks_that_differ_a_little(apart: timedelta) -> None:
    assert not is_time_again(NOW - apart, MINUTE, NOW)
