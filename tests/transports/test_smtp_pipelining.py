"""A server that likes commands in groups gets them so; it stays known who has which message."""

import select
from dataclasses import replace
from socket import SHUT_RDWR, socket

import pytest

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import (
    AddressRefused,
    Closed,
    Conflict,
    InDoubt,
    MessageRefused,
    SyndicateError,
    Temporary,
)
from syndicate.transports.smtp import Smtp, SmtpServer
from syndicate.transports.smtp_session import SmtpSession
from tests.transports.mail_servers import (
    LOOPBACK,
    PIPELINES,
    Action,
    ScriptedServer,
    drops,
    in_turn,
    says,
    says_in_pieces,
    says_nothing,
    stalls,
)

TROUBLE = {
    "drops": drops,
    "stalls": stalls,
    "says goodbye": says("421 4.3.2 closing down"),
    "talks nonsense": says("hello there"),
    "answers outside SMTP": says("999 what"),
    "never ends a line": says("250 " + "x" * 20_000),
    "never ends a reply": says(*["250-more"] * 200),
}
OURS = {"MAIL": says("250 ok"), "RCPT": says("250 ok"), "DATA": says("354 go on")}
KEPT = says("250 2.0.0 Ok: queued as 4F1A2B3C")


def outgoing(number: int, data: bytes = b"Subject: s\r\n\r\nHello.\r\n") -> Outgoing:
    return Outgoing(
        delivery_id=str(number),
        envelope=Envelope(
            sender="a@x.org", recipient=f"r{number}@x.org", message_id=f"<m{number}@x>"
        ),
        words=Words.of(b"X-Number: %d\r\n" % number + data),
    )


ONE, TWO, THREE = outgoing(1), outgoing(2), outgoing(3)


def server(**script: Action) -> ScriptedServer:
    return ScriptedServer(**{"EHLO": PIPELINES, **script})


def connect(to: ScriptedServer) -> SmtpSession:
    return Smtp(
        SmtpServer(
            host=LOOPBACK, port=to.port, hello="client.example", timeout=0.1, final_timeout=0.1
        )
    ).connect()


def nothing() -> None:
    """Agree to the commit."""


def caught(session: SmtpSession, message: Outgoing, hooked: list[str]) -> SyndicateError | None:
    """Send a message; return the error, if there was one."""
    try:
        session.send(message, lambda: hooked.append("now"))
    except SyndicateError as error:
        return error
    return None


def test_what_opens_a_message_is_said_at_once() -> None:
    together = says("250 ok", "250 ok", "354 go on")
    with server(MAIL=says_nothing, RCPT=says_nothing, DATA=together) as to, connect(to) as session:
        session.send(ONE, nothing)
    assert to.messages == [ONE.data]


def test_the_next_message_is_announced_behind_the_final_dot() -> None:
    later = in_turn(says("250 ok"), says("250 kept", "250 ok"), says("250 ok"))
    with server(DOT=in_turn(says_nothing, KEPT), MAIL=later) as to, connect(to) as session:
        session.send(ONE, nothing, following=TWO)
        session.send(TWO, nothing)
    assert to.messages == [ONE.data, TWO.data]
    assert to.commands == ["EHLO", *["MAIL", "RCPT", "DATA"] * 2, "QUIT"]


@pytest.mark.parametrize("wanted", [True, False])
def test_words_can_be_given_at_once_to_what_was_announced_and_is_wanted(wanted: bool) -> None:
    word = "354 go on" if wanted else "550 5.1.1 nobody"
    script = {
        "DOT": in_turn(says_nothing, KEPT),
        "MAIL": in_turn(says("250 ok"), says_nothing),
        "RCPT": in_turn(says("250 ok"), says_nothing),
        "DATA": in_turn(says("354 go on"), says("250 kept", "250 ok", "250 ok", word)),
    }
    with server(**script) as to, connect(to) as session:
        assert not session.opens(ONE)
        answer = session.begin(ONE, nothing, TWO)
        assert not session.opens(TWO)  # nothing was said to it yet
        answer()
        assert not session.opens(THREE)
        assert session.opens(TWO) is wanted
        if wanted:
            assert session.give(TWO)().reply.startswith("250")
    assert to.messages == [ONE.data, TWO.data][: 1 + wanted]


def test_a_connection_that_was_left_before_the_words_gives_none() -> None:
    together = says("250 kept", "250 ok", "250 ok", "354 go on")
    script = {
        "DOT": says_nothing,
        "MAIL": in_turn(says("250 ok"), says_nothing),
        "RCPT": in_turn(says("250 ok"), says_nothing),
        "DATA": in_turn(says("354 go on"), together),
    }
    with server(**script) as to, connect(to) as session:
        session.begin(ONE, nothing, TWO)()
        assert session.opens(TWO)
        session.leave()
        assert not session.usable
        assert not session.opens(TWO)
    assert to.messages == [ONE.data]


def test_nothing_is_said_in_groups_to_a_server_that_does_not_offer_it() -> None:
    with ScriptedServer() as to, connect(to) as session:
        session.send(ONE, nothing, following=TWO)
        assert to.commands == ["EHLO", "MAIL", "RCPT", "DATA"]
        session.send(TWO, nothing)
    assert to.messages == [ONE.data, TWO.data]


def test_replies_in_pieces_are_put_together() -> None:
    pieces = {
        "MAIL": says_in_pieces("250-well", "250 ok"),
        "RCPT": says_in_pieces("250 ok"),
        "DATA": says_in_pieces("354 go on"),
        "DOT": says_in_pieces("250-kept", "250 for ever"),
    }
    with server(**pieces) as to, connect(to) as session:
        session.send(ONE, nothing, following=TWO)
        assert session.send(TWO, nothing).reply == "250 kept for ever"


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("step", OURS)
def test_trouble_at_the_opening_leaves_the_message_ours(step: str, trouble: str) -> None:
    hooked: list[str] = []
    with server(**{step: TROUBLE[trouble]}) as to:
        session = connect(to)
        error = caught(session, ONE, hooked)
    assert isinstance(error, Temporary)
    assert (hooked, to.messages, session.usable) == ([], [], False)


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("step", OURS)
def test_trouble_with_what_was_announced_asks_for_a_new_connection(step: str, trouble: str) -> None:
    hooked: list[str] = []
    with server(**{step: in_turn(OURS[step], TROUBLE[trouble], OURS[step])}) as to:
        session = connect(to)
        assert session.send(ONE, nothing, following=TWO).server_id == "4F1A2B3C"
        error = caught(session, TWO, hooked)
        assert type(error) is Closed
        assert (hooked, to.messages, session.usable) == ([], [ONE.data], False)
        with connect(to) as fresh:
            fresh.send(TWO, nothing)
    assert to.messages == [ONE.data, TWO.data]


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name != "says goodbye"])
def test_only_the_message_before_the_dot_is_in_doubt_not_the_one_announced(trouble: str) -> None:
    hooked: list[str] = []
    with server(DOT=TROUBLE[trouble]) as to:
        session = connect(to)
        with pytest.raises(InDoubt):
            session.send(ONE, nothing, following=TWO)
        assert type(caught(session, TWO, hooked)) is Closed
    assert (hooked, to.messages) == ([], [ONE.data])


def test_a_goodbye_as_the_answer_to_the_dot_is_a_clear_no() -> None:
    with server(DOT=TROUBLE["says goodbye"]) as to:
        session = connect(to)
        with pytest.raises(Temporary):
            session.send(ONE, nothing, following=TWO)
        assert not session.usable


def test_a_goodbye_behind_the_answer_to_the_dot_keeps_that_answer() -> None:
    with server(DOT=says("250 kept", "421 that was enough")) as to:
        session = connect(to)
        assert session.send(ONE, nothing, following=TWO).reply == "250 kept"
        assert type(caught(session, TWO, [])) is Closed
    assert to.messages == [ONE.data]


def test_a_message_refused_at_its_dot_does_not_harm_the_next() -> None:
    with server(DOT=in_turn(says("554 5.6.0 spam"), KEPT)) as to, connect(to) as session:
        with pytest.raises(MessageRefused):
            session.send(ONE, nothing, following=TWO)
        session.send(TWO, nothing)
    assert to.commands.count("MAIL") == 2


@pytest.mark.parametrize("answer", ["354 go on", "503 5.5.1 no recipient", "554 no recipients"])
def test_a_bad_address_that_was_announced_leaves_the_connection_to_the_others(answer: str) -> None:
    unknown = in_turn(OURS["RCPT"], says("550 5.1.1 who"), OURS["RCPT"])
    wants = in_turn(OURS["DATA"], says(answer), OURS["DATA"])
    none = says("554 5.5.1 no valid recipients")
    dots = in_turn(KEPT, none, KEPT) if answer.startswith("354") else KEPT
    with server(RCPT=unknown, DATA=wants, DOT=dots) as to, connect(to) as session:
        session.send(ONE, nothing, following=TWO)
        with pytest.raises(AddressRefused, match=r"r2@x\.org"):
            session.send(TWO, nothing, following=THREE)
        session.send(THREE, nothing)
    assert [message for message in to.messages if message] == [ONE.data, THREE.data]
    assert to.commands.count("EHLO") == 1


def test_a_server_that_would_deliver_the_empty_message_of_nobody_is_left() -> None:
    hooked: list[str] = []
    with server(MAIL=says("550 5.7.1 not from you")) as to:
        session = connect(to)
        error = caught(session, ONE, hooked)
        assert type(error) is MessageRefused
        assert not session.usable
    assert (hooked, to.messages) == ([], [])


def test_what_was_announced_and_may_not_go_is_not_sent() -> None:
    def object_to_it() -> None:
        raise Conflict("unsubscribed in the meantime")

    with server() as to:
        session = connect(to)
        session.send(ONE, nothing, following=TWO)
        with pytest.raises(Conflict):
            session.send(TWO, object_to_it)
        assert not session.usable
    assert to.messages == [ONE.data]
    assert "QUIT" not in to.commands


def test_another_message_than_the_announced_one_asks_for_a_new_connection() -> None:
    hooked: list[str] = []
    with server() as to:
        session = connect(to)
        session.send(ONE, nothing, following=TWO)
        assert type(caught(session, THREE, hooked)) is Closed
        assert not session.usable
    assert (hooked, to.messages) == ([], [ONE.data])


def test_a_session_closed_after_an_announcement_says_nothing_more() -> None:
    with server() as to:
        session = connect(to)
        session.send(ONE, nothing, following=TWO)
        session.close()
    assert to.messages == [ONE.data]


def test_a_message_that_no_command_can_announce_waits_for_its_turn() -> None:
    foreign = replace(TWO, envelope=replace(TWO.envelope, recipient="jörg@x.org"))
    with server() as to, connect(to) as session:
        session.send(ONE, nothing, following=foreign)
        with pytest.raises(AddressRefused, match="SMTPUTF8"):
            session.send(foreign, nothing)
        session.send(THREE, nothing)
    assert to.messages == [ONE.data, THREE.data]


@pytest.mark.parametrize(("ahead", "expected"), [(False, Temporary), (True, Closed)])
def test_an_answer_before_the_final_dot_is_not_taken_for_the_answer_to_it(
    ahead: bool, expected: type[SyndicateError]
) -> None:
    hooked: list[str] = []
    eager = says("354 go on", "250 kept already")
    with server(DATA=in_turn(OURS["DATA"], eager) if ahead else eager) as to:
        session = connect(to)
        if ahead:
            session.send(ONE, nothing, following=TWO)
        assert type(caught(session, TWO, hooked)) is expected
    assert (hooked, to.messages) == ([], [ONE.data] if ahead else [])


def test_a_server_that_stops_reading_does_not_have_the_message() -> None:
    hooked: list[str] = []
    large = outgoing(1, b"\r\n" + b"x" * 98 + b"\r\n" + (b"y" * 98 + b"\r\n") * 200_000)
    with server(DATA=says_and_stops_reading("354 go on")) as to:
        session = connect(to)
        error = caught(session, large, hooked)
    assert isinstance(error, Temporary)
    assert (hooked, to.messages, session.usable) == (["now"], [], False)


def says_and_stops_reading(line: str) -> Action:
    """Answer and read nothing until the client is gone."""

    def act(peer: socket) -> None:
        says(line)(peer)
        gone = select.poll()
        gone.register(peer, select.POLLRDHUP)
        gone.poll(5000)
        peer.shutdown(SHUT_RDWR)

    return act
