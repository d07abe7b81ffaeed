"""The fake mailer fails as planned, where a real one would."""

import pytest

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import AddressRefused, InDoubt, Temporary
from syndicate.transports.memory import MemoryMail

MESSAGE = Outgoing(
    delivery_id="1",
    envelope=Envelope(sender="a@x.org", recipient="b@x.org", message_id="<m1@x>"),
    words=Words.of(b"Subject: s\r\n\r\nHello.\r\n"),
)


def nothing() -> None:
    """Agree to the commit."""


def test_planned_errors_come_one_by_one_and_then_mail_goes_out() -> None:
    mail = MemoryMail()
    mail.plan("b@x.org", Temporary("greylisted"), AddressRefused("gone"))
    with mail.connect() as session:
        with pytest.raises(Temporary):
            session.send(MESSAGE, nothing)
        with pytest.raises(AddressRefused):
            session.send(MESSAGE, nothing)
        session.send(MESSAGE, nothing)
    assert mail.sent == [MESSAGE]


def test_a_refusal_comes_before_the_commit() -> None:
    mail, hooked = MemoryMail(), list[str]()
    mail.plan("b@x.org", AddressRefused("gone"))
    with mail.connect() as session, pytest.raises(AddressRefused):
        session.send(MESSAGE, lambda: hooked.append("now"))
    assert hooked == []


def test_a_doubtful_end_comes_after_the_commit_and_takes_the_connection_along() -> None:
    mail, hooked = MemoryMail(), list[str]()
    mail.plan("b@x.org", InDoubt("lost"))
    session = mail.connect()
    with pytest.raises(InDoubt):
        session.send(MESSAGE, lambda: hooked.append("now"))
    assert (hooked, mail.sent, mail.doubtful) == (["now"], [], [MESSAGE])
    assert not session.usable


def test_an_unreachable_server_is_told_at_connecting() -> None:
    mail = MemoryMail()
    mail.unreachable = Temporary("no route")
    with pytest.raises(Temporary, match="no route"):
        mail.connect()
    assert mail.connections == 0
