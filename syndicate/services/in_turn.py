"""How does one thread keep several connections busy?

While one waits for its server's answer, the next ones are spoken over. Threads do that
worse: they wait for each other at every call to the system.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol

from syndicate.domain.deliveries import Claim, Outcome
from syndicate.services.hand_over import Ending


class Hand(Protocol):
    """Hands deliveries over one line, which is `broken` once there is a reason not to go on."""

    @property
    def broken(self) -> str: ...
    def __call__(self, claim: Claim, following: Claim | None = None) -> Ending: ...


@dataclass(slots=True, eq=False)
class _Lane:
    """One line: what is under way over it, and what is to go over it next.

    That may be announced already, and then nothing else can go.
    """

    hand: Hand
    following: Claim | None = None
    under_way: tuple[Claim, Ending] | None = None


class InTurn:
    """Hands deliveries of one batch over several lines, one message each, in turn.

    A line that is broken is left out, as long as there is another one.
    """

    def __init__(self, hands: Sequence[Hand]) -> None:
        self._lanes = deque(map(_Lane, hands))
        self._rest: deque[Claim] = deque()

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
                outcome = self._end(self._lanes[0], outcomes)
                if outcome and enough(outcome):
                    break
                self._begin()
        return outcomes

    def _share_out(self, claims: Sequence[Claim]) -> None:
        """Take up what is left of a batch: what a line announced stays its own."""
        left = {claim.id: claim for claim in claims}
        for lane in self._lanes:
            lane.following = lane.following and left.pop(lane.following.id, None)
        self._rest = deque(left.values())
        for lane in self._lanes:
            lane.following = lane.following or self._next()

    def _next(self) -> Claim | None:
        return self._rest.popleft() if self._rest else None

    def _begin(self) -> None:
        """Begin the next delivery over the line whose turn it is."""
        lane = self._lanes[0]
        if lane.hand.broken and len(self._lanes) > 1:
            if lane.following:
                self._rest.appendleft(lane.following)
            self._lanes.popleft()
            return
        claim, lane.following = lane.following or self._next(), self._next()
        if claim:
            lane.under_way = claim, lane.hand(claim, lane.following)
        self._lanes.rotate(-1)

    def _end(self, lane: _Lane, outcomes: dict[int, Outcome]) -> Outcome | None:
        """See to its end what is under way over a line."""
        if lane.under_way is None:
            return None
        (claim, ending), lane.under_way = lane.under_way, None
        outcome = outcomes[claim.id] = ending()
        return outcome
