"""Who asked for mail, known again without being known? And how much is asked from one network?"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.networks import (
    MOST_A_DAY,
    MOST_AN_HOUR,
    TRACES_KEPT,
    fits,
    network_of,
)
from syndicate.domain.requests import Request
from syndicate.domain.tokens import Tokens
from syndicate.errors import TooOften
from syndicate.services.transactions import Transactions

_DAY = timedelta(days=1)


class Traces(Protocol):
    """What keeps the traces."""

    def count(self, network: str, hour: datetime) -> int: ...
    def since(self, network: str, instant: datetime) -> int: ...
    def overdue(self, *, consents_before: datetime, counts_before: datetime) -> bool: ...
    def forget(self, *, consents_before: datetime, counts_before: datetime) -> int: ...


class Requests(Protocol):
    """What keeps what is asked for."""

    def add(self, request: Request, now: datetime) -> int: ...


class Transaction(Protocol):
    """What tracing sees of the store."""

    @property
    def traces(self) -> Traces: ...
    @property
    def requests(self) -> Requests: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Counts what is asked, by network, whoever it is asked for; each purpose is counted apart."""

    transactions: Transactions[Transaction]
    clock: Clock
    tokens: Tokens
    purpose: str = ""
    most_an_hour: int = MOST_AN_HOUR
    most_a_day: int = MOST_A_DAY

    def __call__(self, address: str) -> str:
        """Count one more from an address, and return what its consent is to keep of it.

        Raises TooOften where too much was asked from its network; "" is no address.
        """
        with self.transactions.write() as tx:
            fitting = self._counted(tx, address)
        _refuse_unless(fitting)
        return self.of(address)

    def take(self, address: str, request: Request) -> int:
        """Count one more from an address, and keep what is asked for; return its number.

        Both in one transaction, whoever it is asked for: whether an address is known is
        looked up afterwards, and what is asked for is not lost with the process. The request
        is kept with what its consent is to keep of the address. Raises TooOften likewise.
        """
        asked = replace(request, trace=self.of(address))
        with self.transactions.write() as tx:
            fitting = self._counted(tx, address)
            number = tx.requests.add(asked, self.clock.now()) if fitting else 0
        _refuse_unless(fitting)
        return number

    def of(self, address: str) -> str:
        """Return what a consent keeps of an address."""
        return self.tokens.trace(address) if address else ""

    def _counted(self, tx: Transaction, address: str) -> bool:
        """Count one more from an address's network; tell whether that is not too much."""
        network, now = network_of(address), self.clock.now()
        if not network:
            return True
        name = self.tokens.trace(self.purpose + network)
        this_hour = tx.traces.count(name, now.replace(minute=0, second=0, microsecond=0))
        this_day = tx.traces.since(name, now - _DAY)
        most = {"most_an_hour": self.most_an_hour, "most_a_day": self.most_a_day}
        return fits(this_hour, this_day, **most)

    def clear(self) -> int:
        """Delete what is older than it is kept for; return how many traces of consents."""
        now = self.clock.now()
        consents, counts = now - TRACES_KEPT, now - 2 * _DAY
        with self.transactions.read() as tx:  # hardly ever is there anything: nobody waits for it
            overdue = tx.traces.overdue(consents_before=consents, counts_before=counts)
        if not overdue:
            return 0
        with self.transactions.write() as tx:
            return tx.traces.forget(consents_before=consents, counts_before=counts)


def _refuse_unless(fitting: bool) -> None:
    if not fitting:
        raise TooOften("much was asked for from your network just now; try again in an hour")
