"""How long did a step take, and how great may the next one be?"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from syndicate.clock import Clock
from syndicate.domain.pacing import AIM, next_rows

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Pace:
    """Keeps the steps of a long piece of work short: `rows` is the size of the next one.

    `aim` is how long one should take.
    """

    clock: Clock
    rows: int
    aim: timedelta = AIM

    @contextmanager
    def timed(self, transaction: AbstractContextManager[T]) -> Iterator[T]:
        """Open a transaction, and take from how long others wait for it what comes next.

        Its own wait for others does not count, its commit does.
        """
        with transaction as tx:
            began = self.clock.now()
            yield tx
        self.rows = next_rows(self.rows, self.clock.now() - began, self.aim)
