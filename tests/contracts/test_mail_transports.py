"""What every way out for mail does alike: SMTP, Maildir and memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pytest

from syndicate.domain.messages import Acceptance, Envelope, Outgoing, Words
from syndicate.errors import Conflict, Temporary
from syndicate.transports.maildir import Maildir
from syndicate.transports.memory import MemoryMail
from syndicate.transports.smtp import Smtp, SmtpServer
from tests.transports.mail_servers import LOOPBACK, Sink, SinkServer


class MailSession(Protocol):
    """One connection."""

    @property
    def usable(self) -> bool:
        """Tell whether another message can be sent."""
        ...

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Hand over one message, and tell which will follow."""
        ...

    def close(self) -> None:
        """End the session."""
        ...

    def __enter__(self) -> Self:
        """Return the session."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Close the session."""
        ...


class MailTransport(Protocol):
    """A way out."""

    def connect(self) -> MailSession:
        """Open a session."""
        ...


@dataclass
class Way:
    """A transport, and what arrived at its other end."""

    transport: MailTransport
    received: Callable[[], list[bytes]]


def maildir(path: Path) -> Iterator[Way]:
    box = path / "box"
    yield Way(Maildir(box), lambda: [file.read_bytes() for file in (box / "new").iterdir()])


def memory(_: Path) -> Iterator[Way]:
    mail = MemoryMail()
    yield Way(mail, lambda: [outgoing.data for outgoing in mail.sent])


def smtp(_: Path) -> Iterator[Way]:
    sink = Sink()
    with SinkServer(sink) as server:
        transport = Smtp(SmtpServer(host=LOOPBACK, port=server.port, hello="client.example"))
        yield Way(transport, lambda: sink.received)


@pytest.fixture(params=[maildir, memory, smtp])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    yield from request.param(tmp_path)


def outgoing(number: int = 1, body: bytes = b"Hello.\r\n") -> Outgoing:
    identifier = f"<m{number}@news.example.org>"
    return Outgoing(
        delivery_id=str(number),
        envelope=Envelope(
            sender="bounces@news.example.org",
            recipient=f"reader{number}@example.org",
            message_id=identifier,
        ),
        words=Words.of(f"Message-ID: {identifier}\r\n\r\n".encode() + body),
    )


def nothing() -> None:
    """Agree to the commit."""


def test_a_message_arrives_byte_for_byte(way: Way) -> None:
    message = outgoing(body=b"\r\n \r\n\ttrailing \r\nFrom here\r\n" + b"x" * 900 + b"\r\n")
    with way.transport.connect() as session:
        session.send(message, nothing)
    assert way.received() == [message.data]


@pytest.mark.parametrize("body", [b".\r\n", b"..\r\n.\r\n", b".a\r\n\r\n.\r\nb\r\n", b"a.\r\n"])
def test_lines_that_begin_with_dots_arrive_unharmed(way: Way, body: bytes) -> None:
    with way.transport.connect() as session:
        session.send(outgoing(body=body), nothing)
    assert way.received() == [outgoing(body=body).data]


def test_an_acceptance_quotes_what_the_other_end_said(way: Way) -> None:
    with way.transport.connect() as session:
        assert session.send(outgoing(), nothing).reply


def test_a_session_carries_many_messages(way: Way) -> None:
    messages = [outgoing(number) for number in range(5)]
    with way.transport.connect() as session:
        for message in messages:
            session.send(message, nothing)
    assert sorted(way.received()) == sorted(message.data for message in messages)


def test_what_is_said_to_follow_arrives_when_it_is_sent_itself(way: Way) -> None:
    first, second = outgoing(1), outgoing(2)
    with way.transport.connect() as session:
        session.send(first, nothing, second)
        assert way.received() == [first.data]
        session.send(second, nothing)
    assert sorted(way.received()) == [first.data, second.data]


def test_the_hook_runs_once_before_the_message_is_there(way: Way) -> None:
    seen: list[int] = []
    with way.transport.connect() as session:
        session.send(outgoing(), lambda: seen.append(len(way.received())))
    assert seen == [0]


def test_a_hook_that_raises_keeps_the_message_back(way: Way) -> None:
    def object_to_it() -> None:
        raise Conflict("another worker owns this delivery")

    with way.transport.connect() as session, pytest.raises(Conflict, match="another worker"):
        session.send(outgoing(), object_to_it)
    assert way.received() == []


def test_a_foreign_error_in_the_hook_passes_through_as_it_is(way: Way) -> None:
    def fail() -> None:
        raise OSError("of the hook's own")

    with way.transport.connect() as session, pytest.raises(OSError, match="of the hook's own"):
        session.send(outgoing(), fail)
    assert way.received() == []


def test_a_closed_session_sends_nothing_and_says_to_connect_again(way: Way) -> None:
    session = way.transport.connect()
    usable = [session.usable]
    session.close()
    usable.append(session.usable)
    assert usable == [True, False]
    with pytest.raises(Temporary, match="connect again"):
        session.send(outgoing(), nothing)
    assert way.received() == []


def test_closing_twice_is_harmless(way: Way) -> None:
    session = way.transport.connect()
    session.close()
    session.close()


def test_a_new_connection_goes_on_where_an_old_one_ended(way: Way) -> None:
    for number in (1, 2):
        with way.transport.connect() as session:
            session.send(outgoing(number), nothing)
    assert len(way.received()) == 2
