"""A line replaces a connection that ended before a message was begun, and no other."""

from collections.abc import Callable

import pytest

from syndicate.domain.messages import Acceptance, Envelope, Outgoing, Words
from syndicate.errors import Closed, SyndicateError, Temporary
from syndicate.services.lines import Line

MESSAGE = Outgoing(
    delivery_id="1",
    envelope=Envelope(sender="a@x.org", recipient="b@x.org", message_id="<m1@x>"),
    words=Words.of(b"\r\n"),
)


def nothing() -> None:
    """Agree to the commit."""


def sent(line: Line, before_commit: Callable[[], None] = nothing) -> Acceptance | None:
    """Send the message over a line and wait for the answer."""
    awaited = line.begin(MESSAGE, before_commit)
    return awaited if awaited is None or isinstance(awaited, Acceptance) else awaited()


class Sessions:
    """A way out whose sessions meet these errors, one each, and then accept."""

    def __init__(self, *errors: SyndicateError) -> None:
        self._errors = list(errors)
        self.opened = self.closed = 0
        self.usable = True

    def connect(self) -> "Sessions":
        """Open a session."""
        self.opened += 1
        return self

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Raise the next error, or accept."""
        del outgoing, following
        if self._errors:
            raise self._errors.pop(0)
        before_commit()
        return Acceptance(reply="250 kept")

    def close(self) -> None:
        """End the session."""
        self.closed += 1


def test_a_connection_that_ended_before_a_message_is_replaced() -> None:
    way, committed = Sessions(Closed("gone")), [0]
    with Line(way) as line:
        accepted = sent(line, lambda: committed.append(1))
    assert accepted == Acceptance(reply="250 kept")
    assert (way.opened, way.closed, committed) == (2, 2, [0, 1])


def test_it_is_replaced_once_only() -> None:
    way = Sessions(Closed("gone"), Closed("gone again"))
    with Line(way) as line, pytest.raises(Closed, match="again"):
        sent(line)
    assert way.opened == 2


def test_another_fault_is_told_and_the_connection_kept() -> None:
    way = Sessions(Temporary("greylisted"))
    with Line(way) as line:
        with pytest.raises(Temporary):
            sent(line)
        assert sent(line)
    assert way.opened == 1
