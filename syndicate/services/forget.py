"""How is a person forgotten who asks for it, and let back who asks for that?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.audience import Subscriber, SuppressionReason
from syndicate.domain.forgetting import Forgotten, nobody
from syndicate.domain.tokens import Tokens
from syndicate.errors import NotFound
from syndicate.services.transactions import Transactions


class Subscribers(Protocol):
    """What forgetting asks of the readers."""

    def find(self, email: str) -> Subscriber | None: ...
    def suppress(self, email: str, reason: SuppressionReason, now: datetime) -> None: ...
    def allow(self, email: str) -> bool: ...


class Forgetting(Protocol):
    """What erases."""

    def erase_address(self, subscriber_id: int) -> None: ...
    def erase_consents(self, subscriber_id: int, now: datetime) -> int: ...
    def erase_replies(self, subscriber_id: int, now: datetime) -> int: ...
    def erase_requests(self, email: str) -> None: ...


class Transaction(Protocol):
    """What forgetting sees of the store."""

    @property
    def subscribers(self) -> Subscribers: ...
    @property
    def forgetting(self) -> Forgetting: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Erases a person from the store and the Maildir; a repeat erases what came since.

    `settle` takes into the store what the journals of dead workers tell, what servers replied
    too, and deletes them; those of living ones end with their work. `sweep` deletes
    the mails to an address from the Maildir, and returns how many.
    """

    transactions: Transactions[Transaction]
    clock: Clock
    tokens: Tokens
    read_address: Callable[[str], str]
    settle: Callable[[], object]
    sweep: Callable[[str], int]

    def __call__(self, email: str) -> Forgotten:
        """Forget a person, known or not: the address is never mailed again.

        The store first: a crash after it leaves mails in the Maildir, which the same
        call sweeps when it is made again.
        """
        address = self.read_address(email)
        self.settle()
        erased = self._erase(address, self.clock.now())
        return Forgotten(
            known=erased.known,
            consents=erased.consents,
            deliveries=erased.deliveries,
            mails=self.sweep(address),
        )

    def _erase(self, address: str, now: datetime) -> Forgotten:
        forgotten = SuppressionReason.FORGOTTEN
        with self.transactions.write() as tx:
            tx.subscribers.allow(address)  # no reason is kept in the address's own name
            tx.subscribers.suppress(self.tokens.fingerprint(address), forgotten, now)
            tx.forgetting.erase_requests(address)
            reader = tx.subscribers.find(address)
            if reader is None:
                return Forgotten(known=False)
            tx.forgetting.erase_address(reader.id)
            tx.subscribers.suppress(nobody(reader.id), forgotten, now)
            return Forgotten(
                known=True,
                consents=tx.forgetting.erase_consents(reader.id, now),
                deliveries=tx.forgetting.erase_replies(reader.id, now),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allow:
    """Lifts what bars an address, on the word of the person whose it is."""

    transactions: Transactions[Transaction]
    tokens: Tokens
    read_address: Callable[[str], str]

    def __call__(self, email: str) -> str:
        """Let an address be mailed again once it subscribes; return it, folded.

        No subscription comes back by this. Raises NotFound where nothing bars it.
        """
        address = self.read_address(email)
        with self.transactions.write() as tx:
            named = tx.subscribers.allow(address)
            if not (tx.subscribers.allow(self.tokens.fingerprint(address)) or named):
                raise NotFound(f"nothing bars {address}; see syndicate subscriber show {address}")
        return address
