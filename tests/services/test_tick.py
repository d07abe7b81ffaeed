"""A tick does one thing after the other, and a fault of one keeps none from being done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from syndicate.clock import FixedClock
from syndicate.services.tick import Tick, Ticked

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
STEPS = [
    "publish_due",
    "relay",
    "follow_notices",
    "lapse_followings",
    "call_off",
    "open_editions",
    "ask_approval",
    "plan_editions",
    "close_editions",
    "heed",
    "clear_traces",
    "unname",
    "bury",
    "clear_errands",
    "recount",
    "compact",
    "note",
    "watch_over",
    "forget_events",
]


class FaultError(Exception):
    """What goes wrong."""


@dataclass
class Steps:
    """The parts of a tick, each writing down that it was called, and with what."""

    failing: frozenset[str] = frozenset()
    done: list[str] = field(default_factory=list)
    instants: set[datetime] = field(default_factory=set)

    def step(self, name: str) -> Callable[..., int]:
        """Return one part."""

        def run(*instants: datetime) -> int:
            self.done.append(name)
            self.instants.update(instants)
            if name in self.failing:
                raise FaultError(name)
            return 3

        return run

    def tick(self) -> Tick:
        """Return a tick of these parts."""
        return Tick(
            clock=FixedClock(NOW),
            publish_due=self.step("publish_due"),
            relay=self.step("relay"),
            open_editions=lambda now: _no_answer(self.step("open_editions")(now)),
            ask_approval=lambda now: _no_answer(self.step("ask_approval")(now)),
            plan_editions=lambda now: _no_answer(self.step("plan_editions")(now)),
            close_editions=lambda: _no_answer(self.step("close_editions")()),
            follow_notices=self.step("follow_notices"),
            lapse_followings=self.step("lapse_followings"),
            call_off=self.step("call_off"),
            heed=self.step("heed"),
            clear_traces=self.step("clear_traces"),
            unname=self.step("unname"),
            bury=self.step("bury"),
            clear_errands=self.step("clear_errands"),
            recount=self.step("recount"),
            compact=self.step("compact"),
            note=self.step("note"),
            watch_over=self.step("watch_over"),
            forget_events=self.step("forget_events"),
        )


def _no_answer(_: int) -> None:
    return None


def test_the_parts_follow_each_other_at_one_instant() -> None:
    steps = Steps()
    assert steps.tick()() == Ticked(published=3, relayed=3)
    assert steps.done == STEPS
    assert steps.instants == {NOW}


@pytest.mark.parametrize("name", STEPS)
def test_a_fault_is_told_after_the_rest_was_done(name: str) -> None:
    steps = Steps(failing=frozenset({name}))
    with pytest.raises(FaultError, match=name):
        steps.tick()()
    assert steps.done == STEPS


def test_several_faults_still_let_all_be_done() -> None:
    steps = Steps(failing=frozenset(STEPS))
    with pytest.raises(FaultError):
        steps.tick()()
    assert steps.done == STEPS
