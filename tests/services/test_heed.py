"""What forms ask for is done once, left for later where it cannot be, and then forgotten."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from syndicate.domain.requests import GIVEN_UP, LEFT_AFTER, Request, Wanted
from syndicate.errors import (
    AddressRefused,
    Broken,
    Conflict,
    NotFound,
    Refused,
    SettingsFault,
    Temporary,
    Unreadable,
)
from syndicate.services.forget import Forget
from syndicate.services.heed import Heed
from tests.services.readers import ADA, NOW, World

WANTED = Request(wanted=Wanted.PREFERENCES, email=ADA)


@dataclass
class Acts:
    """What does what is asked for, or fails so."""

    done: list[str] = field(default_factory=list)
    fault: Exception | None = None
    at: str = ""

    def __call__(self, request: Request) -> None:
        """Do it."""
        if self.fault is not None and self.at in request.email:
            raise self.fault
        self.done.append(request.email)


@pytest.fixture
def acts() -> Acts:
    """Give what does it."""
    return Acts()


@pytest.fixture
def heed(world: World, acts: Acts) -> Heed:
    """Give what heeds requests of the world."""
    return Heed(transactions=world.store, clock=world.clock, act=acts)


def ask(world: World, email: str = ADA) -> int:
    """Keep a request."""
    with world.store.write() as tx:
        return tx.requests.add(replace(WANTED, email=email), world.clock.now())


def kept(world: World) -> int:
    """Count what is kept."""
    with world.store.read() as tx:
        return len(tx.requests.left(NOW + timedelta(days=99), 99))


def test_it_is_done_once_and_forgotten(world: World, heed: Heed, acts: Acts) -> None:
    number = ask(world)
    for _ in range(2):
        heed(number)
    assert (acts.done, kept(world)) == ([ADA], 0)


def test_a_ticker_does_what_was_left_and_nothing_that_another_process_is_at(
    world: World, heed: Heed, acts: Acts
) -> None:
    ask(world)
    world.clock.set(NOW + LEFT_AFTER)
    assert heed.left() == 0
    world.later(seconds=1)
    assert heed.left() == 1
    assert (acts.done, kept(world)) == ([ADA], 0)


def test_what_cannot_be_done_now_is_done_later_and_given_up_after_a_day(
    world: World, heed: Heed, acts: Acts
) -> None:
    number = ask(world)
    acts.fault = Temporary("the store is busy")
    heed(number)
    assert kept(world) == 1
    world.clock.set(NOW + GIVEN_UP + timedelta(seconds=1))
    heed.left()
    assert (acts.done, kept(world)) == ([], 0)


@pytest.mark.parametrize("fault", [NotFound, Refused, Unreadable, AddressRefused])
def test_what_cannot_be_done_at_all_is_forgotten(
    world: World, heed: Heed, acts: Acts, fault: type[Exception]
) -> None:
    acts.fault = fault("no such newsletter")
    heed(ask(world))
    assert kept(world) == 0


@pytest.mark.parametrize("fault", [SettingsFault, Broken, Conflict, ValueError])
def test_what_somebody_may_mend_is_told_and_kept_for_a_day(
    world: World, heed: Heed, acts: Acts, fault: type[Exception]
) -> None:
    acts.fault = fault("a template has a slip")
    number = ask(world)
    with pytest.raises(fault):
        heed(number)
    world.clock.set(NOW + GIVEN_UP)
    with pytest.raises(fault):
        heed.left()
    assert kept(world) == 1
    world.later(seconds=1)
    assert (heed.left(), kept(world)) == (1, 0)


def test_what_fails_keeps_nothing_after_it_from_being_done(
    world: World, heed: Heed, acts: Acts
) -> None:
    acts.fault, acts.at = ValueError("unforeseen"), "poison"
    for email in ("poison@example.org", ADA):
        ask(world, email)
    world.clock.set(NOW + 2 * LEFT_AFTER)
    with pytest.raises(ValueError, match="unforeseen"):
        heed.left()
    assert (acts.done, kept(world)) == ([ADA], 1)


def test_who_is_forgotten_has_asked_for_nothing(world: World) -> None:
    ask(world)
    Forget(
        transactions=world.store,
        clock=world.clock,
        tokens=world.tokens,
        read_address=str,
        settle=lambda: None,
        sweep=lambda _: 0,
    )(ADA)
    assert kept(world) == 0
