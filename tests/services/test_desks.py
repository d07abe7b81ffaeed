"""Desks are kept from job to job; one that cannot be left well takes no other with it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from syndicate.errors import Temporary
from syndicate.services.deliver import IN_TURN
from syndicate.services.desks import Desks
from syndicate.services.hand_over import Worker
from tests.services.press import MONDAY, Press

READERS = [f"r{number}@example.org" for number in range(4)]
THREADS = 2


@pytest.fixture
def planned(press: Press) -> Press:
    """Give an edition for four readers that is ready to go out over connections of two threads."""
    press.newsletter()
    for email in READERS:
        press.reader(email)
    press.publish("Bridge")
    press.at(MONDAY)
    press.tick()
    press.post.connections = IN_TURN * THREADS
    return press


def nothing() -> None:
    """Do nothing."""


def desks_of(
    press: Press,
    leave: Callable[[], None] = nothing,
    meet: Callable[[], object] = nothing,
    sought: Callable[[], object] = nothing,
) -> Desks:
    """Return the desks of a worker that does something when it takes one, leaves one, or seeks."""

    @contextmanager
    def hire() -> Iterator[Worker]:
        meet()
        with press.post.worker() as worker:
            yield worker
        leave()

    def seek() -> bool:
        sought()
        return press.post.deliver.due()

    return Desks(deliver=press.post.deliver, hire=hire, mails_a_job=1, seek=seek, rest=nothing)


def at_once(desks: Desks) -> None:
    """Carry out a job in each thread, whatever comes of it."""
    with ThreadPoolExecutor(THREADS) as pool:
        for _ in range(THREADS):
            pool.submit(desks)


def test_a_job_sends_as_much_as_it_is_for_and_leaves_its_desk_to_the_next(planned: Press) -> None:
    left: list[str] = []
    desks = desks_of(planned, lambda: left.append("a desk"))
    assert [desks() for _ in READERS[1:]] == [1, 1, 1]
    assert not left
    assert desks() == 1
    assert left == ["a desk"]


def test_desks_that_cannot_be_left_well_take_no_connections_from_later_jobs(
    planned: Press,
) -> None:
    together = Barrier(THREADS)
    desks = desks_of(planned, fail, meet=lambda: together.wait(60))
    at_once(desks)
    with pytest.raises(Temporary):
        desks.close()
    at_once(desks)
    assert len(planned.post.mail.sent) == len(READERS)


def fail() -> None:
    """Find no room for what was written."""
    raise Temporary("no room")


def test_where_the_mail_server_cannot_be_reached_no_job_follows_at_once(planned: Press) -> None:
    sought: list[str] = []
    desks = desks_of(planned, sought=lambda: sought.append("a job"))
    planned.post.mail.unreachable = Temporary("no route")
    assert [desks() for _ in range(THREADS)] == [0] * THREADS
    assert not sought
    planned.post.mail.unreachable = None
    assert desks() == 1
    assert sought == ["a job"]


def test_who_finds_nothing_to_send_any_more_asks_what_else_there_is(planned: Press) -> None:
    sought: list[str] = []
    desks = desks_of(planned, sought=lambda: sought.append("a job"))
    planned.post.mail.unreachable = Temporary("no route")
    desks()
    planned.editions.cancel(planned.edition().id)
    assert desks() == 0
    assert desks() == 0
    assert sought
