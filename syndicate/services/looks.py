"""May a claimed delivery go, at this very moment?

The answer is looked up for many deliveries at once, and holds until anything at all is
committed to the store: that is asked before each one. The longer nothing is, the more are
looked up.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from syndicate.domain.deliveries import Clearance
from syndicate.services.transactions import Transactions

AHEAD = 100
MOST_AHEAD = 500
FRESH = 0.005
"""For how many seconds at the most an answer holds for messages that go together."""


class Watch(Protocol):
    """Tells in one question of commits to the store, whoever makes them, and of a lock.

    `held` tells whether the worker held its lock when that was asked.
    """

    @property
    def held(self) -> bool: ...
    def changed(self) -> bool: ...
    def close(self) -> None: ...


class Ledger(Protocol):
    """What looking asks of the ledger."""

    def clearances(self, delivery_ids: Sequence[int]) -> Mapping[int, Clearance]: ...


class Transaction(Protocol):
    """What looking sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...


class Looks:
    """Looks after the deliveries of one batch, in the order in which they are sent.

    `taken` counts how often it was looked into the store.
    """

    def __init__(
        self,
        transactions: Transactions[Transaction],
        watch: Watch,
        numbers: Sequence[int],
        moment: Callable[[], float],
    ) -> None:
        self._transactions = transactions
        self._watch = watch
        self._numbers = numbers
        self._places = {number: place for place, number in enumerate(numbers)}
        self._known: dict[int, Clearance] = {}
        self._ahead = MOST_AHEAD
        self._reached = 0
        self._moment = moment
        self._fresh_until = moment()
        self._changed = False
        self.taken = 0

    @property
    def held(self) -> bool:
        """Tell whether the worker held its lock when the store was last asked."""
        return self._watch.held

    def now(self, number: int) -> Clearance:
        """Return whether a delivery may go as the store stands at this moment."""
        self.outdate()
        return self.lately(number)

    def lately(self, number: int) -> Clearance:
        """Return whether a delivery may go as the store stood a moment ago, `FRESH` at the most."""
        if self._moment() >= self._fresh_until:
            self._ask()
        self._reached = self._places[number]
        return self.last(number)

    def foresee(self) -> None:
        """Look at the first ones, some time before they are sent; what was before is no news."""
        self.now(self._numbers[0])
        self._changed = False

    def unchanged(self) -> bool:
        """Tell whether nothing was committed since `foresee`."""
        if not self._changed:
            self._ask()
        return not self._changed

    def outdate(self) -> None:
        """Have the store asked anew before the next delivery."""
        self._fresh_until = self._moment()

    def _ask(self) -> None:
        began = self._moment()
        if self._watch.changed():  # asked first: what is committed later is seen next time
            self._changed = True
            self._known.clear()
            self._ahead = AHEAD
        self._fresh_until = began + FRESH

    def last(self, number: int) -> Clearance:
        """Return whether a delivery might go when it was last looked at; it is looked at once.

        Several connections ask for what they will announce before what others are to send: so it
        is looked from where they are on.
        """
        if number not in self._known:
            place = self._places[number]
            first = max(min(self._reached, place), place - self._ahead + 1)
            with self._transactions.read() as tx:
                seen = tx.deliveries.clearances(self._numbers[first : first + self._ahead])
            self._known.update(seen)
            self._ahead = min(2 * self._ahead, MOST_AHEAD)
            self.taken += 1
        return self._known[number]
