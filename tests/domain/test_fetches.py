"""Is a network that hurries made to wait, no longer than it is told, and nobody else?"""

from datetime import UTC, datetime, timedelta
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.fetches import Fetches
from syndicate.domain.limits import Limit

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
NOTHING = timedelta(0)
SECOND = timedelta(seconds=1)
LIMIT = Limit(per_minute=30, burst=5)
HURRIED, OTHER = "203.0.113.0/24", "198.51.100.0/24"


def emptied(fetches: Fetches, network: str = HURRIED, now: datetime = NOW) -> timedelta:
    """Take all that a network may have; return how long it waits then."""
    return next(wait for _ in range(100) if (wait := fetches.take(network, now)) > NOTHING)


def taken(fetches: Fetches, network: str, now: datetime = NOW) -> int:
    """Return how many more a network was given at an instant."""
    count = 0
    while fetches.take(network, now) <= NOTHING:
        count += 1
    return count


def test_a_network_is_sent_as_many_as_it_may_have_at_once() -> None:
    assert taken(Fetches(LIMIT), HURRIED) == 5


def test_another_network_has_all_of_its_own() -> None:
    fetches = Fetches(LIMIT)
    emptied(fetches)
    assert taken(fetches, OTHER) == 5


@given(st.integers(1, 100_000), st.integers(1, 50), st.integers(0, 90_000))
def test_who_waits_as_long_as_told_is_answered_and_not_a_second_earlier(
    per_minute: int, burst: int, after: int
) -> None:
    fetches = Fetches(Limit(per_minute=per_minute, burst=burst))
    later = NOW + timedelta(milliseconds=after)
    emptied(fetches)
    taken(fetches, HURRIED, later)
    told = ceil(emptied(fetches, now=later) / SECOND)
    early = later + (told - 1) * SECOND
    assert fetches.take(HURRIED, early) > NOTHING
    assert fetches.take(HURRIED, later + told * SECOND) <= NOTHING


def test_nobody_waits_longer_for_having_asked_again() -> None:
    fetches = Fetches(LIMIT)
    assert {emptied(fetches) for _ in range(10)} == {timedelta(seconds=2)}


def test_a_clock_that_is_put_back_makes_nobody_wait_for_it() -> None:
    fetches = Fetches(LIMIT)
    emptied(fetches, now=NOW + timedelta(days=1))
    assert taken(fetches, HURRIED) == 5


def test_no_more_networks_are_remembered_than_there_may_be() -> None:
    fetches = Fetches(LIMIT, most=100)
    for number in range(10_000):
        fetches.take(str(number), NOW)
        assert len(fetches) <= 100


def test_a_network_that_waits_is_remembered_while_others_come_once() -> None:
    fetches = Fetches(LIMIT, most=100)
    emptied(fetches)
    for number in range(10_000):
        fetches.take(str(number), NOW)
    assert fetches.take(HURRIED, NOW) > NOTHING


def test_networks_whose_buckets_are_full_are_forgotten_first() -> None:
    fetches = Fetches(LIMIT, most=100)
    for number in range(99):
        fetches.take(str(number), NOW)
    later = NOW + timedelta(minutes=1)
    fetches.take(OTHER, later)
    fetches.take(HURRIED, later)
    assert len(fetches) == 2
