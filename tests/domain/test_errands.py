"""When is it tried again what could not be told?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.errands import (
    LEAST_WAIT,
    LONGEST_HEEDED,
    LONGEST_WAIT,
    Reply,
    asked_wait,
    next_try,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOWN = Reply(status=503)


def test_waits_double_up_to_an_hour() -> None:
    waits = [next_try(attempts, DOWN, NOW, 1.0) - NOW for attempts in range(1, 100)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_chance_spreads_those_who_failed_together_over_the_whole_wait() -> None:
    assert next_try(20, DOWN, NOW, 0.0) - NOW == LEAST_WAIT
    assert next_try(20, DOWN, NOW, 0.5) - NOW == LONGEST_WAIT / 2


def test_no_try_comes_before_the_receiver_wants_it() -> None:
    asked = replace(DOWN, retry_after="120")
    assert next_try(1, asked, NOW, 1.0) - NOW == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("Mon, 02 Mar 2026 09:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", timedelta(0)),
        ("999999999999", LONGEST_HEEDED),
        ("Mon, 02 Mar 2099 08:00:00 GMT", LONGEST_HEEDED),
        *((nonsense, timedelta(0)) for nonsense in ("", "soon", "-5", "1e9", "٣", "\0")),
        ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_HEEDED),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_the_most(said: str, wait: timedelta) -> None:
    assert asked_wait(said, NOW) == wait


_PIECES = st.sampled_from(
    ["Mon,", "02", "Mar", "2026", "-1", "08:00:00", "99:99", "GMT", "+9999", "9" * 20, "\0", " "]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map(" ".join)))
def test_whatever_a_receiver_asks_is_some_wait_of_at_most_a_day(said: str) -> None:
    assert timedelta(0) <= asked_wait(said, NOW) <= LONGEST_HEEDED


@given(st.binary())
def test_whatever_a_receiver_says_is_quoted_in_one_printable_line(body: bytes) -> None:
    quote = Reply(status=500, said=body.decode("utf-8", "replace")).quote
    assert quote.isprintable()
    assert quote.startswith("500")


def test_what_is_quoted_is_obeyed_by_no_terminal_and_kept_by_every_database() -> None:
    assert Reply(status=500, said="oo\0ps\x1b[2J\u202e\n!").quote == "500 oo ps [2J !"
