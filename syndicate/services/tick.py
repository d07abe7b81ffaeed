"""What happens on every tick? All of it may run on several tickers at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from syndicate.clock import Clock

log = structlog.get_logger()

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """How many articles came out at their moment, and how many events were relayed."""

    published: int
    relayed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Does what has come due, in the order in which one thing leads to the next."""

    clock: Clock
    publish_due: Callable[[], int]
    relay: Callable[[], int]
    open_editions: Callable[[datetime], None]
    ask_approval: Callable[[datetime], None]
    plan_editions: Callable[[datetime], None]
    close_editions: Callable[[], None]
    follow_notices: Callable[[], object]
    lapse_followings: Callable[[], object]
    call_off: Callable[[], object]
    heed: Callable[[], object]
    clear_traces: Callable[[], object]
    unname: Callable[[], object]
    bury: Callable[[], object]
    clear_errands: Callable[[], object]
    recount: Callable[[], object]
    compact: Callable[[], object]
    note: Callable[[datetime], object]
    watch_over: Callable[[datetime], object]
    forget_events: Callable[[datetime], object]

    def __call__(self) -> Ticked:
        """Publish, relay, open, plan and close whatever is due now; notices before editions.

        What fails keeps nothing that comes after it from being done; it is raised at the end, the
        first of several; an interrupt ends it at once.
        """
        failures: list[Exception] = []
        published, relayed = (_tried(step, failures) for step in (self.publish_due, self.relay))
        for step in (self.follow_notices, self.lapse_followings, self.call_off):
            _tried(step, failures)
        now = self.clock.now()
        for dated in (self.open_editions, self.ask_approval, self.plan_editions):
            _tried(partial(dated, now), failures)
        for step in (self.close_editions, self.heed, self.clear_traces, self.unname, self.bury):
            _tried(step, failures)
        for step in (self.clear_errands, self.recount, self.compact):  # what may take a while
            _tried(step, failures)
        for last in (self.note, self.watch_over, self.forget_events):
            _tried(partial(last, now), failures)
        if failures:
            raise _first_of(failures)
        return Ticked(published=published or 0, relayed=relayed or 0)


def _tried(step: Callable[[], Answer], failures: list[Exception]) -> Answer | None:
    try:
        return step()
    except Exception as error:  # noqa: BLE001 - raised once everything else is done
        failures.append(error)
        return None


def _first_of(failures: Sequence[Exception]) -> Exception:
    first, *others = failures
    for other in others:
        log.error("tick_failed", error=repr(other))
    return first
