"""Is what one network asks for limited, across processes, and are its traces forgotten in time?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from syndicate.clock import FixedClock
from syndicate.domain.networks import MOST_A_DAY, MOST_AN_HOUR
from syndicate.domain.requests import Request, Wanted
from syndicate.domain.tokens import Tokens
from syndicate.errors import TooOften
from syndicate.services.trace import Trace
from syndicate.store.tables import asked_from
from syndicate.store.unit_of_work import Store
from tests.services.readers import ADA, NOW, World

ANYTHING = Request(wanted=Wanted.PREFERENCES, email=ADA)
HERE, NEIGHBOUR, ELSEWHERE = "203.0.113.7", "203.0.113.200", "198.51.100.7"


@pytest.fixture
def trace(world: World) -> Trace:
    """Give a trace on the world's store and clock."""
    return Trace(transactions=world.store, clock=world.clock, tokens=world.tokens)


def test_a_network_asks_so_often_in_an_hour_whoever_of_it_asks(world: World, trace: Trace) -> None:
    for _ in range(MOST_AN_HOUR):
        trace(HERE)
    with pytest.raises(TooOften, match="try again in an hour"):
        trace(NEIGHBOUR)
    trace(ELSEWHERE)
    world.later(hours=1)
    trace(HERE)


def test_a_patient_network_asks_so_often_in_a_day(world: World, trace: Trace) -> None:
    asked = 0
    for _ in range(5):
        for _ in range(MOST_AN_HOUR - 5):
            try:
                trace(HERE)
            except TooOften:
                continue
            asked += 1
        world.later(hours=1)
    assert asked == MOST_A_DAY


def test_who_counts_at_once_counts_on(store: Store) -> None:
    def ask(_: int) -> bool:
        own = Trace(transactions=store, clock=FixedClock(NOW), tokens=Tokens(b"secret"))
        try:
            own(HERE)
        except TooOften:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(ask, range(MOST_AN_HOUR + 8))) == MOST_AN_HOUR


def test_nothing_kept_holds_the_address(world: World, trace: Trace) -> None:
    trace(HERE)
    kept = trace.of(HERE)
    with world.store.read() as tx:
        (network,) = tx.connection.execute(select(asked_from.c.network)).scalars()
    assert {len(kept), len(network)} == {32}
    assert kept != network
    assert kept != Tokens(b"another site").trace(HERE)


def test_what_a_consent_came_from_is_kept_for_thirty_days(world: World, trace: Trace) -> None:
    world.newsletter()
    world.subscribe.ask(ADA, "morning", how="page", words="Yes.", trace=trace.of(HERE))
    world.subscribe.confirm(world.last_token(), how="page", trace=trace.of(ELSEWHERE))
    asked, confirmed = world.consents()
    assert (asked.trace, asked.words) == (trace.of(HERE), "Yes.")
    assert confirmed.trace == trace.of(ELSEWHERE)
    world.later(days=30)
    assert trace.clear() == 0
    world.later(seconds=1)
    assert trace.clear() == 2
    assert {consent.trace for consent in world.consents()} == {None}
    assert trace.clear() == 0


def test_counts_are_deleted_once_they_do_not_count(world: World, trace: Trace) -> None:
    trace(HERE)
    world.clock.set(NOW + timedelta(days=3))
    trace.clear()
    with world.store.read() as tx:
        assert tx.connection.execute(select(asked_from)).all() == []


def test_what_is_asked_for_is_kept_with_the_count_and_not_beyond_the_limit(
    world: World, trace: Trace
) -> None:
    numbers = [trace.take(HERE, ANYTHING) for _ in range(MOST_AN_HOUR)]
    with pytest.raises(TooOften):
        trace.take(HERE, ANYTHING)
    with world.store.read() as tx:
        assert tx.requests.left(NOW + timedelta(days=1), 1_000) == numbers
        kept = tx.requests.get(numbers[0])
    assert kept == replace(ANYTHING, id=numbers[0], trace=trace.of(HERE), at=NOW)
