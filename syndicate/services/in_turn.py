"""How does one thread keep several connections busy?

While one waits for its server's answer, the next ones are spoken over. Threads do that
worse: they wait for each other at every call to the system.
"""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import zip_longest

from syndicate.domain.deliveries import Claim, Outcome
from syndicate.services.hand_over import Ending, HandOver


class InTurn:
    """Hands deliveries of one batch over several lines, one message each, in turn.

    A line that is broken is left out, as long as there is another one.
    """

    def __init__(self, hands: Sequence[HandOver]) -> None:
        self._hands = deque(hands)  # those that wait for an answer are its last ones
        self._under_way: deque[tuple[Claim, HandOver, Ending]] = deque()

    def __call__(
        self, claims: Sequence[Claim], enough: Callable[[Outcome], bool]
    ) -> dict[int, Outcome]:
        """Try deliveries until there are no more, or one came to what is `enough`.

        Those that have begun by then are seen to their end.
        """
        outcomes: dict[int, Outcome] = {}
        for claim, following in zip_longest(claims, claims[len(self._hands) :]):
            if self._is_enough(outcomes, enough):
                break
            self._begin(claim, following)
        while self._under_way:
            self._end(outcomes)
        return outcomes

    def _is_enough(self, outcomes: dict[int, Outcome], enough: Callable[[Outcome], bool]) -> bool:
        """Free a line for the next delivery; tell whether there is to be none."""
        while len(self._under_way) == len(self._hands):
            if enough(self._end(outcomes)):
                return True
        return False

    def _begin(self, claim: Claim, following: Claim | None) -> None:
        hand = self._hands[0]
        self._under_way.append((claim, hand, hand(claim, following)))
        self._hands.rotate(-1)

    def _end(self, outcomes: dict[int, Outcome]) -> Outcome:
        """See the oldest delivery to its end."""
        claim, hand, ending = self._under_way.popleft()
        outcome = outcomes[claim.id] = ending()
        if hand.line.broken and len(self._hands) > 1:
            self._hands.remove(hand)
        return outcome
