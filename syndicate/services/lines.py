"""How is a way out kept open over many messages, and given up when it is broken?"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed, SettingsFault, Temporary


class Awaited(Protocol):
    """What the server says of a message that it was given: calling it waits for that.

    `heard` tells, without asking the system, whether it is there, or the end of the
    connection. Else it is waited for at what has the number `fileno` at the system.
    """

    def __call__(self) -> Acceptance: ...
    def heard(self) -> bool: ...
    def fileno(self) -> int: ...


class Session(Protocol):
    """One connection to wherever mail goes; it says itself when it is of no more use."""

    @property
    def usable(self) -> bool: ...
    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance: ...
    def close(self) -> None: ...


@runtime_checkable
class Patient(Protocol):
    """A connection that need not be waited at: others are served until its answer is heard.

    `opens` tells whether words can be given at once to what was announced. They are given by
    `give`, or the connection is left: `leave`.
    """

    def begin(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Awaited: ...
    def opens(self, outgoing: Outgoing) -> bool: ...
    def give(self, outgoing: Outgoing, following: Outgoing | None = None) -> Awaited: ...
    def leave(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """A connection whose server wants the words of a message: it is given them, or left."""

    patient: Patient
    outgoing: Outgoing

    def give(self, following: Outgoing | None) -> Awaited:
        """Give the words; else as `Line.begin` does it."""
        return self.patient.give(self.outgoing, following)

    def leave(self) -> None:
        """Close the connection in the middle of the message; the next one gets a new one."""
        self.patient.leave()


class Transport(Protocol):
    """Where mail goes."""

    def connect(self) -> Session: ...


class Line:
    """One connection, opened when first needed and again after a fault.

    `broken` tells why nothing more can be sent this time, once that is so. `overtaken`
    are cohorts met whose words must not be sent any more.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._session: Session | None = None
        self._patient: Patient | None = None
        self.broken = ""
        self.overtaken: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def begin(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Awaited | Acceptance | None:
        """Send a message; None, with `broken` telling why, when there is no connection.

        A connection that ended before the message was begun is replaced, once.
        `following` is what will probably be sent next: it may be announced along with it.
        Where the answer is still awaited it is to be heard before the next message is begun.
        """
        try:
            return self._begin(outgoing, before_commit, following)
        except Closed:
            self.drop()
            return self._begin(outgoing, before_commit, following)

    def _begin(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None,
    ) -> Awaited | Acceptance | None:
        session = self._opened()
        if session is None:
            return None
        if self._patient:
            return self._patient.begin(outgoing, before_commit, following)
        return session.send(outgoing, before_commit, following)

    def opens(self, outgoing: Outgoing) -> Opening | None:
        """Return what the words of a message can be given to at once: nothing is waited for.

        None where more has to be said before, as over a new connection if this one ended.
        """
        try:
            if self._patient and self._patient.opens(outgoing):
                return Opening(self._patient, outgoing)
        except Closed:
            self.drop()
        return None

    def _opened(self) -> Session | None:
        if self._session is not None and not self._session.usable:
            self.drop()
        if self._session is None:
            try:
                self._session = session = self._transport.connect()
                self._patient = session if isinstance(session, Patient) else None
            except (Temporary, SettingsFault) as error:
                self.broken = str(error)
        return self._session

    def drop(self) -> None:
        """Close the session; the next message gets a new one."""
        if self._session is not None:
            self._session.close()
            self._session = self._patient = None
