"""How is a way out kept open over many messages, and given up when it is broken?"""

from collections.abc import Callable
from typing import Protocol, Self

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed, SettingsFault, Temporary


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
        self.broken = ""
        self.overtaken: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance | None:
        """Send a message; None, with `broken` telling why, when there is no connection.

        A connection that ended before the message was begun is replaced, once.
        `following` is what will probably be sent next: it may be announced along with it.
        """
        try:
            return self._send(outgoing, before_commit, following)
        except Closed:
            self.drop()
            return self._send(outgoing, before_commit, following)

    def _send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None,
    ) -> Acceptance | None:
        session = self._opened()
        return session.send(outgoing, before_commit, following) if session else None

    def _opened(self) -> Session | None:
        if self._session is not None and not self._session.usable:
            self.drop()
        if self._session is None:
            try:
                self._session = self._transport.connect()
            except (Temporary, SettingsFault) as error:
                self.broken = str(error)
        return self._session

    def drop(self) -> None:
        """Close the session; the next message gets a new one."""
        if self._session is not None:
            self._session.close()
            self._session = None
