"""How does a digest look in a real mailbox, before it is sent to anybody?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.digests import RenderedDigest
from syndicate.domain.editions import Newsletter
from syndicate.domain.messages import Mailbox, Outgoing
from syndicate.domain.tokens import Tokens
from syndicate.errors import Refused
from syndicate.services.newsletters import Shown
from syndicate.services.transactions import Transactions
from syndicate.services.try_mail import Transport


class Preview(Protocol):
    """Renders the digest that would go out."""

    def __call__(self, name: str, *, at: datetime, email: str) -> RenderedDigest: ...


class Newsletters(Protocol):
    """Shows a newsletter."""

    def show(self, name: str) -> Shown: ...


class Postmaster(Protocol):
    """Writes a message that says it is a test."""

    def test(
        self, rendered: RenderedDigest, newsletter: Newsletter, moment: datetime, to: Mailbox
    ) -> Outgoing: ...


class Suppressions(Protocol):
    """What sending asks of who must not be mailed."""

    def suppressed(self, email: str) -> bool: ...


class Transaction(Protocol):
    """What sending sees of the store."""

    @property
    def subscribers(self) -> Suppressions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SendTest:
    """Mails the digest that would go out now to one address; nothing is written down of it."""

    transactions: Transactions[Transaction]
    preview: Preview
    newsletters: Newsletters
    postmaster: Postmaster
    transport: Transport
    tokens: Tokens
    read_address: Callable[[str], str]
    clock: Clock

    def __call__(self, name: str, to: str) -> str:
        """Return what the transport answered. Raises NotFound, Refused, or what sending raises."""
        address = self.read_address(to)
        self._refuse_barred(address)
        now = self.clock.now()
        rendered = self.preview(name, at=now, email="")
        newsletter = self.newsletters.show(name).newsletter
        message = self.postmaster.test(rendered, newsletter, now, Mailbox(address=address))
        session = self.transport.connect()
        try:
            return session.send(message, lambda: None).reply
        finally:
            session.close()

    def _refuse_barred(self, address: str) -> None:
        """Hold tests, too, to who must not be mailed (invariant 9)."""
        with self.transactions.read() as tx:
            names = (address, self.tokens.fingerprint(address))
            if any(map(tx.subscribers.suppressed, names)):
                raise Refused(
                    f"{address} must not be mailed; see syndicate subscriber show {address}"
                )
