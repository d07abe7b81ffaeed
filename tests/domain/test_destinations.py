"""A destination that says "not now" is held back, tried, and let in again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.destinations import (
    FIRST_HOLD,
    LONGEST_HOLD,
    PROBES,
    STORM,
    TOO_MUCH,
    Destination,
    Tally,
    allowance,
    heard,
    kept_waiting,
    let_out,
    why_waiting,
)
from syndicate.domain.limits import Limit

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
PLACE = Destination(name="gmail.com")
FULL = Tally(throttled=PROBES, said="421 4.7.0 too much")
chances = st.floats(0, 1)
tallies = st.builds(
    Tally,
    taken=st.integers(0, 30),
    put_off=st.integers(0, 30),
    throttled=st.integers(0, 3),
    again=st.integers(0, 3),
)


def tripped(chance: float = 0) -> Destination:
    return heard(PLACE, FULL, NOW, chance)


def tried(place: Destination, tally: Tally, chance: float = 0) -> Destination:
    """Try a place at its moment; return how it stands then."""
    assert place.next_at
    probed = let_out(place, None, PROBES, place.next_at, chance)
    return heard(probed, tally, place.next_at, chance)


def test_quota_answers_to_two_readers_hold_a_destination_back_for_a_minute() -> None:
    place = heard(PLACE, Tally(throttled=TOO_MUCH, said=FULL.said), NOW, 0)
    assert (place.held_back, place.next_at, place.since) == (True, NOW + FIRST_HOLD, NOW)
    assert place.said == "421 4.7.0 too much"
    assert allowance(place, None, 0, NOW + FIRST_HOLD - timedelta(seconds=1)) == 0


def test_what_was_too_much_for_one_reader_holds_nobody_else_back_however_often() -> None:
    place = heard(PLACE, Tally(throttled=1), NOW, 0)
    for _ in range(100):
        place = heard(place, Tally(again=1), NOW, 0)
    assert not place.held_back


def test_a_destination_that_takes_more_than_is_too_much_is_not_held_back() -> None:
    place = PLACE
    for _ in range(100):
        place = heard(place, Tally(taken=3, throttled=2), NOW, 0)
    assert not place.held_back


def test_a_storm_holds_it_back_and_less_than_one_does_not() -> None:
    calm = heard(PLACE, Tally(put_off=STORM - 1), NOW, 0)
    assert not calm.held_back
    assert heard(calm, Tally(put_off=1), NOW, 0).held_back


def test_what_is_taken_makes_good_for_what_was_put_off() -> None:
    calm = heard(PLACE, Tally(put_off=STORM - 1), NOW, 0)
    assert heard(calm, Tally(taken=2, put_off=1), NOW, 0).strikes == 0


def test_after_its_time_it_is_tried_with_a_few_messages_and_then_waits_for_what_they_say() -> None:
    place = tripped()
    assert place.next_at
    assert allowance(place, None, 0, place.next_at) == PROBES
    probed = let_out(place, None, PROBES, place.next_at, 0)
    assert allowance(probed, None, 0, place.next_at) == 0


def test_a_probe_of_which_nobody_tells_is_followed_by_another() -> None:
    place = tripped()
    assert place.next_at
    probed = let_out(place, None, PROBES, place.next_at, 0)
    assert allowance(probed, None, 0, place.next_at + FIRST_HOLD) == PROBES


def test_a_probe_taken_lets_everything_in_again() -> None:
    assert tried(tripped(), Tally(taken=2, put_off=1)) == PLACE


def test_a_probe_that_is_too_much_for_one_reader_lets_everything_in_where_another_is_taken() -> (
    None
):
    place = tried(tripped(), Tally(again=1))
    assert place.held_back
    assert heard(place, Tally(taken=2), NOW, 0) == PLACE


def test_a_probe_of_which_more_is_refused_than_taken_is_followed_by_another_as_soon() -> None:
    place = tripped()
    again = tried(place, Tally(put_off=2, taken=1))
    assert place.next_at
    assert (again.next_at, again.trips) == (place.next_at + FIRST_HOLD, 1)


@pytest.mark.parametrize(
    "tally", [FULL, Tally(put_off=PROBES), Tally(again=PROBES), Tally(put_off=4, taken=1)]
)
def test_a_probe_refused_doubles_the_time(tally: Tally) -> None:
    place = tripped()
    again = tried(place, tally)
    assert place.next_at
    assert again.next_at == place.next_at + 2 * FIRST_HOLD
    assert (again.since, again.trips) == (NOW, 2)


def test_what_was_under_way_when_it_was_held_back_says_nothing_more() -> None:
    place = tripped()
    for tally in (FULL, Tally(taken=30), Tally(put_off=30)):
        assert heard(place, tally, NOW, 0) == place


@given(st.integers(1, 40), chances)
def test_holds_grow_to_an_hour_and_a_chance_adds_a_quarter_at_most(
    times: int, chance: float
) -> None:
    place = PLACE
    for _ in range(times):
        place = heard(replace(place, probing=True), FULL, NOW, chance)
    assert place.next_at
    hold = min(FIRST_HOLD * 2 ** (times - 1), LONGEST_HOLD)
    assert hold <= place.next_at - NOW <= hold * 1.25


@given(st.lists(st.tuples(tallies, st.integers(0, 7200), st.booleans()), max_size=30), chances)
def test_whatever_was_said_a_held_destination_is_tried_within_the_longest_hold(
    history: list[tuple[Tally, int, bool]], chance: float
) -> None:
    place, now = PLACE, NOW
    for tally, wait, told in history:
        now += timedelta(seconds=wait)
        place = let_out(place, None, allowance(place, None, 0, now), now, chance)
        place = heard(place, tally, now, chance) if told else place
    assert allowance(place, None, 0, now + LONGEST_HOLD * 1.25) >= PROBES
    assert place.held_back == bool(place.since)


@given(tallies)
def test_without_a_not_now_nothing_changes(tally: Tally) -> None:
    assert heard(PLACE, Tally(taken=tally.taken), NOW, 0) == PLACE


def test_more_connections_than_allowed_carry_nothing() -> None:
    limit = Limit(connections=2)
    assert allowance(PLACE, limit, 2, NOW) == 0
    assert allowance(PLACE, limit, 1, NOW) > 500
    later = kept_waiting(PLACE, limit, NOW).next_at
    assert later
    assert later > NOW


def test_a_limited_destination_tells_when_the_next_may_go() -> None:
    limit = Limit(per_minute=60, burst=10)
    place = let_out(PLACE, limit, 10, NOW, 0)
    assert allowance(place, limit, 0, NOW) == 0
    assert kept_waiting(place, limit, NOW).next_at == NOW + timedelta(seconds=1)
    assert allowance(place, limit, 0, NOW + timedelta(seconds=1)) == 1


def test_a_reason_is_given_for_waiting() -> None:
    assert "it said: 421 4.7.0 too much" in why_waiting(tripped(), None)
    both = Limit(per_minute=60, connections=2)
    assert "60 messages a minute and 2 connections" in why_waiting(PLACE, both)
