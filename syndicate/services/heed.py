"""How is what was asked for by a form done, by whom, and not lost when a process dies?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.requests import GIVEN_UP, LEFT_AFTER, Request
from syndicate.errors import AddressRefused, NotFound, Refused, Temporary, Unreadable
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

_AT_ONCE = 100
_IN_VAIN = (AddressRefused, NotFound, Refused, Unreadable)


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
        """Do one thing that was asked for. What cannot be done now is left for the ticker.

        What fails otherwise is raised, and left too: an operator may mend a template in time.
        """
        with self.transactions.read() as tx:
            request = tx.requests.get(number)
        if request is None:
            return
        try:
            self.act(request)
        except _IN_VAIN as error:
            log.warning("asked_in_vain", error=type(error).__name__)
        except Exception as error:
            if not self._is_old(request):
                if not isinstance(error, Temporary):
                    raise
                log.warning("asked_too_soon", error=str(error))
                return
            log.error("asked_and_given_up", error=type(error).__name__)  # noqa: TRY400 - no address
        with self.transactions.write() as tx:
            tx.requests.done(number)

    def left(self) -> int:
        """Do what dead processes left; return how much there was.

        What fails keeps nothing after it from being done; the first failure is raised at the end.
        """
        with self.transactions.read() as tx:
            numbers = tx.requests.left(self.clock.now() - LEFT_AFTER, _AT_ONCE)
        failures: list[Exception] = []
        for number in numbers:
            try:
                self(number)
            except Exception as error:  # noqa: BLE001 - raised once everything else is done
                failures.append(error)
        if failures:
            raise failures[0]
        return len(numbers)

    def _is_old(self, request: Request) -> bool:
        return request.at is not None and request.at < self.clock.now() - GIVEN_UP
