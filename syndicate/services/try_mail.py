"""Does mail really get out? One message, sent at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from syndicate.clock import Clock
from syndicate.domain.message_ids import message_id
from syndicate.domain.messages import Acceptance, Copy, Letter, Mailbox, Outgoing
from syndicate.domain.site import Site


class Session(Protocol):
    """One connection to wherever mail goes."""

    def send(self, outgoing: Outgoing, before_commit: Callable[[], None]) -> Acceptance: ...
    def close(self) -> None: ...


class Transport(Protocol):
    """Where mail goes."""

    def connect(self) -> Session: ...


class Form(Protocol):
    """A letter serialised but for what is each reader's."""

    def outgoing(self, delivery_id: str, sender: str, copy: Copy) -> Outgoing: ...


class Sender(Protocol):
    """Who the site's mail comes from."""

    @property
    def mailbox(self) -> Mailbox: ...
    @property
    def bounces(self) -> str: ...
    @property
    def host(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TryMail:
    """Sends a message that says it is a test."""

    transport: Transport
    prepare: Callable[[Letter], Form]
    sender: Sender
    site: Site
    clock: Clock

    def __call__(self, to: Mailbox) -> str:
        """Return what the transport answered. Raises what its sending raises."""
        outgoing = self._outgoing(to)
        session = self.transport.connect()
        try:
            return session.send(outgoing, lambda: None).reply
        finally:
            session.close()

    def _outgoing(self, to: Mailbox) -> Outgoing:
        now = self.clock.now()
        moment = f"{now:%Y%m%d%H%M%S%f}"
        letter = Letter(
            sender=self.sender.mailbox,
            subject=f"Test of {self.site.title}",
            text=f"If you read this, mail from {self.site.title} ({self.site.url()}) arrives.\n",
            language="en",
            date=now,
        )
        copy = Copy(recipient=to, message_id=message_id(moment, 0, self.sender.host, prefix="t"))
        return self.prepare(letter).outgoing(f"test-{moment}", self.sender.bounces, copy)
