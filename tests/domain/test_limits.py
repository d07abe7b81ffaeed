"""No destination ever gets more than its bucket allows, nor less for long."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.limits import Limit, Limits, next_token, room, taken

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
STEP = timedelta(microseconds=1)
limits = st.builds(
    Limit, per_minute=st.integers(1, 100_000), burst=st.none() | st.integers(1, 1000)
)


def test_a_bucket_never_used_is_full() -> None:
    assert room(Limit(per_minute=600), None, NOW) == 150
    assert room(Limit(per_minute=3), None, NOW) == 1


@given(limits, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 90_000)), max_size=20))
def test_no_stretch_of_time_sees_more_than_a_burst_and_what_was_refilled(
    limit: Limit, asked: list[tuple[int, int]]
) -> None:
    full_at, now, went = None, NOW, 0
    for wanted, wait in asked:
        now += timedelta(milliseconds=wait)
        count = min(wanted, room(limit, full_at, now))
        full_at = taken(limit, full_at, count, now)
        went += count
    assert went <= limit.capacity + (now - NOW) / limit.interval


@given(limits, st.integers(1, 500))
def test_the_next_one_may_go_at_the_instant_that_is_told_and_not_before(
    limit: Limit, gone: int
) -> None:
    full_at = taken(limit, None, min(gone, limit.capacity), NOW)
    moment = next_token(limit, full_at, NOW)
    assert room(limit, full_at, moment) >= 1
    if moment > NOW:
        assert room(limit, full_at, moment - STEP) == 0


@given(limits)
def test_after_a_silence_the_bucket_is_full_and_no_fuller(limit: Limit) -> None:
    full_at = taken(limit, None, limit.capacity, NOW)
    assert room(limit, full_at, full_at) == limit.capacity
    assert room(limit, full_at, full_at + timedelta(days=1)) == limit.capacity


def test_a_domain_said_to_be_part_of_another_is_limited_with_it() -> None:
    own = Limit(per_minute=60)
    limits = Limits(by_name={"gmail.com": own}, parts={"googlemail.com": "gmail.com"})
    assert limits.destination("Ada@GoogleMail.com") == "gmail.com"
    assert limits.of("gmail.com") is own
    assert limits.of("example.org") is None


def test_a_default_holds_for_each_other_domain() -> None:
    limits = Limits(default=Limit(connections=2))
    assert limits.of(limits.destination("a@example.org")) == Limit(connections=2)
    assert not Limits()
    assert limits
