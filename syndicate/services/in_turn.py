"""How does one thread keep several connections busy?

While some wait for what their server says of a message, the others are spoken over. What a server
says before that (to a connection, to the commands before the words) is waited for there and then,
by all of them. Threads do worse: they wait for each other at every call to the system.
"""

import select
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from syndicate.domain.deliveries import Claim, Outcome

GLANCE = 10.0
"""Seconds after which, where no server says anything, the longest silence is waited out."""


class Ending(Protocol):
    """What becomes of a delivery that was begun: calling it waits for that, and returns it.

    `heard` tells, without asking the system, whether there is nothing to wait for any more.
    Else it is waited for at a file of the system, whose number is `fileno`.
    """

    def __call__(self) -> Outcome: ...
    def heard(self) -> bool: ...
    def fileno(self) -> int: ...


E = TypeVar("E", bound=Ending)
E_co = TypeVar("E_co", bound=Ending, covariant=True)


class Hand(Protocol[E_co]):
    """Hands deliveries over one line, which is `broken` once there is a reason not to go on.

    Calling it begins one. `ready` does but for the words, where nothing has to be waited for
    before these; else it returns None, and has done nothing.
    """

    @property
    def broken(self) -> str: ...
    def __call__(self, claim: Claim, following: Claim | None = None) -> E_co: ...
    def ready(self, claim: Claim, following: Claim | None = None) -> E_co | None: ...


@dataclass(slots=True, eq=False)
class _Lane(Generic[E]):
    """One line: what is under way over it, and what is to go over it next.

    That may be announced already, and then nothing else can go.
    """

    hand: Hand[E]
    following: Claim | None = None
    claim: Claim | None = None
    ending: E | None = None


class InTurn(Generic[E]):
    """Hands deliveries of one batch over several lines, one message each.

    Those whose answers are there go on together, as far as their servers want the next words
    already: `set_out` has them say these. The others follow, one after the other. A line that is
    broken is left out, as long as there is another one.
    """

    def __init__(self, hands: Sequence[Hand[E]], set_out: Callable[[Sequence[E]], object]) -> None:
        self._lanes: list[_Lane[E]] = list(map(_Lane, hands))
        self._set_out = set_out
        self._rest: deque[Claim] = deque()
        self._free: deque[_Lane[E]] = deque()
        self._waiting: _Waiting[E] = _Waiting()

    def __call__(
        self, claims: Sequence[Claim], enough: Callable[[Outcome], bool]
    ) -> dict[int, Outcome]:
        """Try deliveries until there are no more, or one came to what is `enough`.

        Those that have begun by then are seen to their end, whatever happens.
        """
        self._share_out(claims)
        outcomes: dict[int, Outcome] = {}
        with ExitStack() as ending:
            for lane in self._lanes:
                ending.callback(self._end, lane, outcomes)
            while self._rest or any(lane.following for lane in self._lanes):
                lanes = self._next_lanes()
                ended = [self._end(lane, outcomes) for lane in lanes]
                if any(enough(outcome) for outcome in ended if outcome):
                    break
                self._begin(lanes)
        return outcomes

    def _share_out(self, claims: Sequence[Claim]) -> None:
        """Take up what is left of a batch: what a line announced stays its own."""
        left = {claim.id: claim for claim in claims}
        for lane in self._lanes:
            lane.following = lane.following and left.pop(lane.following.id, None)
        self._rest = deque(left.values())
        self._free, self._waiting = deque(self._lanes), _Waiting()
        for lane in self._lanes:
            lane.following = lane.following or self._next()

    def _next(self) -> Claim | None:
        return self._rest.popleft() if self._rest else None

    def _next_lanes(self) -> Sequence[_Lane[E]]:
        """Return lines that can go on; wait until a server says something, if there are none."""
        return [self._free.popleft()] if self._free else self._waiting.heard()

    def _begin(self, lanes: Sequence[_Lane[E]]) -> None:
        """Begin the next delivery over each of some lines; those that have to wait come later."""
        together = [lane for lane in lanes if self._ready(lane)]
        if together:
            self._set_out([lane.ending for lane in together if lane.ending])
        for lane in together:
            self._wait(lane)
        later = [lane for lane in lanes if lane not in together]
        if lanes == later[:1]:
            self._begin_alone(lanes[0])
        else:
            self._free.extend(later)

    def _ready(self, lane: _Lane[E]) -> bool:
        """Tell whether nothing is missing but the words of the next delivery over a line."""
        claim = lane.following
        if claim is None or lane.hand.broken:
            return False
        following = self._rest[0] if self._rest else None
        lane.ending = lane.hand.ready(claim, following)
        if lane.ending:
            lane.claim, lane.following = claim, self._next()
        return lane.ending is not None

    def _begin_alone(self, lane: _Lane[E]) -> None:
        """Begin the next delivery over a line, whatever has to be waited for."""
        if lane.hand.broken and len(self._lanes) > 1:
            self._leave_out(lane)
            return
        claim, lane.following = lane.following or self._next(), self._next()
        if claim is None:
            return
        lane.claim, lane.ending = claim, lane.hand(claim, lane.following)
        self._wait(lane)

    def _wait(self, lane: _Lane[E]) -> None:
        """Have a line go on once there is an answer."""
        if lane.ending is None or lane.ending.heard():
            self._free.append(lane)
        else:
            self._waiting.add(lane, lane.ending)

    def _leave_out(self, lane: _Lane[E]) -> None:
        """Let others take what a line was to send, also those that had nothing left to do."""
        self._lanes.remove(lane)
        if lane.following:
            self._rest.appendleft(lane.following)
            idle = (one for one in self._lanes if one.ending is None and one not in self._free)
            self._free.extend(idle)

    def _end(self, lane: _Lane[E], outcomes: dict[int, Outcome]) -> Outcome | None:
        """See to its end what is under way over a line."""
        claim, ending, lane.ending = lane.claim, lane.ending, None
        if claim is None or ending is None:
            return None
        outcome = outcomes[claim.id] = ending()
        return outcome


class _Waiting(Generic[E]):
    """The lines that wait for their servers, the longest first."""

    def __init__(self) -> None:
        self._lanes: dict[int, _Lane[E]] = {}
        self._poll = select.poll()

    def add(self, lane: _Lane[E], ending: Ending) -> None:
        """Wait for one more."""
        number = ending.fileno()
        self._lanes[number] = lane
        self._poll.register(number, select.POLLIN)

    def heard(self) -> Sequence[_Lane[E]]:
        """Wait for any of them; return those that wait no more. One alone waits by itself."""
        found = self._poll.poll(GLANCE * 1000) if len(self._lanes) > 1 else ()
        return [self._remove(number) for number, _ in found or tuple(self._lanes.items())[:1]]

    def _remove(self, number: int) -> _Lane[E]:
        self._poll.unregister(number)
        return self._lanes.pop(number)
