"""Machines whose clocks differ read the time of their server."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from syndicate.clock import SystemClock
from syndicate.store.engines import Engines, open_engines
from syndicate.store.server_clock import ServerClock
from tests.flows.nodes import WrongClock

SECOND = timedelta(seconds=1)
MANY = timedelta(seconds=90)


@pytest.fixture
def server(postgresql_url: str) -> Iterator[Engines]:
    with closing(open_engines(postgresql_url)) as engines:
        yield engines


@pytest.mark.parametrize("wrong", [-MANY, timedelta(), MANY])
def test_a_clock_that_is_wrong_tells_the_time_of_the_server(
    server: Engines, wrong: timedelta
) -> None:
    clock = ServerClock(server, WrongClock(wrong))
    assert abs(clock.now() - SystemClock().now()) < 10 * SECOND


def test_a_clock_that_is_put_right_is_read_anew(server: Engines) -> None:
    machine = WrongClock(MANY)
    clock = ServerClock(server, machine)
    machine.by = -MANY
    assert abs(clock.now() - SystemClock().now()) > MANY
    clock.adjust()
    assert abs(clock.now() - SystemClock().now()) < 10 * SECOND


def test_a_server_that_does_not_answer_leaves_the_clock_as_it_was(server: Engines) -> None:
    machine = WrongClock(MANY)
    clock = ServerClock(server, machine)
    event.listen(server.read, "before_cursor_execute", _fails)
    clock.adjust()
    assert abs(clock.now() - SystemClock().now()) < 10 * SECOND


def _fails(*_: object) -> None:
    raise OperationalError("SELECT", {}, ConnectionError("gone"))
