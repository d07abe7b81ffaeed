"""Which errands were taken from the store, and wait for a connection to their host?

Taking many at once costs one question for all of them. They stay owed in the store, and are
held for a moment only: whoever leaves, or gives another secret, is soon seen to have.
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any

from syndicate.domain.errands import Errand
from syndicate.services.kinds_of_errands import Errands

TAKEN = 512
HELD = 1.0
ASKED_AFTER = 0.2
SHORTEST_RUN = 8
LONGEST_RUN = 32

Load = Callable[[str], int | None]


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The errands of one kind that wait, by host; `under_way` are the ids of those that do not."""

    errands: Errands
    moment: Callable[[], float] = monotonic
    under_way: set[int] = field(default_factory=set)
    _waiting: dict[str, deque[Errand[Any]]] = field(default_factory=dict)
    _until: float = 0.0
    _empty_until: float = 0.0

    def fill(self, full: Collection[str], now: datetime, *, at_once: bool) -> bool:
        """Take more errands from the store, of hosts that are not full; tell whether any were due.

        Where none were a moment ago nobody asks, unless it has to be known `at_once`.
        """
        moment = self.moment()
        if moment < self._empty_until and not at_once:
            return False
        held = {each.id for own in self._waiting.values() for each in own}
        taken = self.errands.take(TAKEN, self.under_way | held, full, now)
        for each in taken:
            self._waiting.setdefault(each.host, deque()).append(each)
        if not held:
            self._until = moment + HELD
        if not taken:
            self._empty_until = moment + ASKED_AFTER
        return bool(taken)

    def run(self, load: Load, free: int) -> Sequence[Errand[Any]]:
        """Hand out errands of one host: of the one that has the fewest runs, and may have more.

        They are as many as let the connections that are free share all that waits. `load` tells
        how many runs a host has, None where it has enough.
        """
        if self.moment() > self._until:
            self._waiting.clear()
        host = self._least(load)
        if host is None:
            return []
        own = self._waiting[host]
        shared = -(-sum(map(len, self._waiting.values())) // free)
        length = min(len(own), max(SHORTEST_RUN, min(shared, LONGEST_RUN)))
        run = [own.popleft() for _ in range(length)]
        if not own:
            del self._waiting[host]
        self.under_way.update(each.id for each in run)
        return run

    def _least(self, load: Load) -> str | None:
        least: tuple[int, str] | None = None
        for host in self._waiting:
            runs = load(host)
            if runs is not None and (least is None or runs < least[0]):
                least = runs, host
            if runs == 0:
                break
        return least[1] if least else None
