"""What left the system by mail? A mail server that records, and whose line has bad days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from types import TracebackType
from typing import Protocol, Self

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import AddressRefused, InDoubt, Temporary


class Fate(Enum):
    """What becomes of a message that is handed over."""

    ACCEPTED = auto()
    LATER = auto()
    REFUSED = auto()
    LOST_IN_DOUBT = auto()
    KEPT_IN_DOUBT = auto()
    DIES_BEFORE = auto()
    DIES_AFTER = auto()


class Killed(BaseException):
    """The process was killed: nothing of it runs any further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A message in a reader's mailbox, byte for byte."""

    at: datetime
    recipient: str
    data: bytes


class Mailboxes(Protocol):
    """Where what arrives is kept."""

    def append(self, arrival: Arrival, /) -> None:
        """Keep one more."""
        ...

    def __iter__(self) -> Iterator[Arrival]: ...


@dataclass(slots=True, kw_only=True)
class Wire:
    """A way out. `fate` decides about each message, `after` is called once one has arrived.

    `down` tells whether nobody answers at present, `now` what time it is. `lost` are the
    deliveries of which the server's log knows that they never arrived.
    """

    mailboxes: Mailboxes
    now: Callable[[], datetime]
    fate: Callable[[str], Fate]
    down: Callable[[], bool]
    after: Callable[[Arrival], None]
    lost: set[str] = field(default_factory=set)

    def connect(self) -> "WireSession":
        """Open a session. Raises Temporary while the line is down."""
        if self.down():
            raise Temporary("nobody answers; it is tried again")
        return WireSession(self)

    def arrive(self, outgoing: Outgoing) -> None:
        """Put a message into its reader's mailbox."""
        recipient = outgoing.envelope.recipient
        arrival = Arrival(at=self.now(), recipient=recipient, data=outgoing.data)
        self.mailboxes.append(arrival)
        self.after(arrival)


class WireSession:
    """A stretch of deliveries over one connection."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.usable = True

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        self.close()

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Let one message meet its fate."""
        del following
        fate = self._wire.fate(outgoing.envelope.recipient)
        if fate is Fate.REFUSED:
            raise AddressRefused("550 5.1.1 no such mailbox")
        if fate is Fate.LATER:
            raise Temporary("451 4.3.0 try again later")
        if fate is Fate.DIES_BEFORE:
            raise Killed
        before_commit()
        if fate is Fate.LOST_IN_DOUBT:
            self._wire.lost.add(outgoing.delivery_id)
        else:
            self._wire.arrive(outgoing)
        if fate is Fate.DIES_AFTER:
            raise Killed
        if fate in {Fate.LOST_IN_DOUBT, Fate.KEPT_IN_DOUBT}:
            self.usable = False
            raise InDoubt("the connection was lost after the final dot")
        return Acceptance(reply="250 kept", server_id="")

    def close(self) -> None:
        """End the session."""
        self.usable = False
