"""How is what was asked for by a form done, by whom, and not lost when a process dies?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.requests import GIVEN_UP, LEFT_AFTER, Request
from syndicate.errors import SyndicateError, Temporary
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

_AT_ONCE = 100


class Requests(Protocol):
    """Where what is asked for is kept."""

    def get(self, number: int) -> Request | None: ...
    def left(self, before: datetime, limit: int) -> Sequence[int]: ...
    def done(self, number: int) -> None: ...


class Transaction(Protocol):
    """What heeding sees of the store."""

    @property
    def requests(self) -> Requests: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Heed:
    """Does what was asked for, and forgets the request afterwards.

    A process that dies in between leaves the request; doing it again within minutes asks no
    reader a second time (`ASK_AGAIN_AFTER`).
    """

    transactions: Transactions[Transaction]
    clock: Clock
    act: Callable[[Request], object]

    def __call__(self, number: int) -> None:
        """Do one thing that was asked for. What cannot be done now is left for the ticker."""
        with self.transactions.read() as tx:
            request = tx.requests.get(number)
        if request is None:
            return
        try:
            self.act(request)
        except Temporary as error:
            if not self._is_old(request):
                log.warning("asked_too_soon", error=str(error))
                return
        except SyndicateError as error:
            log.warning("asked_in_vain", error=type(error).__name__)
        with self.transactions.write() as tx:
            tx.requests.done(number)

    def left(self) -> int:
        """Do what dead processes left; return how much there was."""
        with self.transactions.read() as tx:
            numbers = tx.requests.left(self.clock.now() - LEFT_AFTER, _AT_ONCE)
        for number in numbers:
            self(number)
        return len(numbers)

    def _is_old(self, request: Request) -> bool:
        return request.at is not None and request.at < self.clock.now() - GIVEN_UP
