"""What happens on every tick? All of it may run on several tickers at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from syndicate.clock import Clock


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
    plan_editions: Callable[[datetime], None]
    close_editions: Callable[[], None]

    def __call__(self) -> Ticked:
        """Publish, relay, open, plan and close whatever is due now."""
        published = self.publish_due()
        relayed = self.relay()
        now = self.clock.now()
        self.open_editions(now)
        self.plan_editions(now)
        self.close_editions()
        return Ticked(published=published, relayed=relayed)
