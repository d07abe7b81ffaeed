"""Steps grow while nobody waits for them, and shrink where somebody would."""

from datetime import timedelta

import pytest

from syndicate.domain.pacing import AIM, LEAST, MOST, next_rows


@pytest.mark.parametrize(
    ("took", "rows"),
    [
        (AIM, 1000),
        (AIM / 2, 2000),
        (AIM / 50, 2000),
        (2 * AIM, 500),
        (50 * AIM, 500),
        (AIM / 1.25, 1250),
        (timedelta(0), 1000),
        (-AIM, 1000),
    ],
)
def test_what_took_long_is_made_smaller_and_the_other_way_round(took: timedelta, rows: int) -> None:
    assert next_rows(1000, took) == rows


def test_steps_stay_within_bounds() -> None:
    assert next_rows(LEAST, 9 * AIM) == LEAST
    assert next_rows(MOST, AIM / 9) == MOST


def test_a_step_may_be_as_long_as_is_aimed_at() -> None:
    assert next_rows(1000, AIM, 2 * AIM) == 2000
