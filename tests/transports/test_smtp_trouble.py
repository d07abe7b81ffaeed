"""However a server misbehaves, it is known whether the message is still ours."""

from socket import socket

import pytest

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.errors import Conflict, InDoubt, SyndicateError, Temporary
from syndicate.transports.smtp import Smtp, SmtpServer
from tests.transports.mail_servers import (
    LOOPBACK,
    Action,
    ScriptedServer,
    drops,
    says,
    says_in_pieces,
    stalls,
)

MESSAGE = Outgoing(
    delivery_id="1",
    envelope=Envelope(sender="a@x.org", recipient="b@x.org", message_id="<m1@x>"),
    words=Words.of(b"Subject: s\r\n\r\nHello.\r\n"),
)
TROUBLE = {
    "drops": drops,
    "stalls": stalls,
    "says goodbye": says("421 4.3.2 closing down"),
    "talks nonsense": says("hello there"),
    "answers outside SMTP": says("999 what"),
    "never ends a line": says("250 " + "x" * 20_000),
}
OPENING = ["GREETING", "EHLO"]
OURS = ["MAIL", "RCPT", "DATA"]


def smtp(port: int) -> Smtp:
    return Smtp(
        SmtpServer(host=LOOPBACK, port=port, hello="client.example", timeout=0.1, final_timeout=0.1)
    )


def nothing() -> None:
    """Agree to the commit."""


def attempt(port: int, hooked: list[str]) -> SyndicateError | None:
    """Try to send the message; return the error, if there was one."""
    try:
        with smtp(port).connect() as session:
            session.send(MESSAGE, lambda: hooked.append("now"))
    except SyndicateError as error:
        return error
    return None


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("step", OPENING + OURS)
def test_trouble_before_the_final_dot_leaves_the_message_ours(step: str, trouble: str) -> None:
    hooked: list[str] = []
    script = {step: TROUBLE[trouble]}
    if step == "EHLO":
        script["HELO"] = TROUBLE[trouble]
    with ScriptedServer(**script) as server:
        error = attempt(server.port, hooked)
    assert isinstance(error, Temporary)
    assert (hooked, server.messages) == ([], [])


@pytest.mark.parametrize("trouble", [name for name in TROUBLE if name != "says goodbye"])
def test_trouble_after_the_final_dot_is_in_doubt(trouble: str) -> None:
    hooked: list[str] = []
    with ScriptedServer(DOT=TROUBLE[trouble]) as server:
        error = attempt(server.port, hooked)
    assert type(error) is InDoubt
    assert (hooked, len(server.messages)) == (["now"], 1)


def test_a_goodbye_as_the_answer_to_the_final_dot_is_a_clear_no() -> None:
    with ScriptedServer(DOT=TROUBLE["says goodbye"]) as server:
        assert isinstance(attempt(server.port, []), Temporary)


@pytest.mark.parametrize("trouble", TROUBLE)
@pytest.mark.parametrize("step", [*OURS, "DOT"])
def test_a_troubled_session_is_not_used_again_and_a_new_one_works(step: str, trouble: str) -> None:
    with ScriptedServer(**{step: once(TROUBLE[trouble], step)}) as server:
        session = smtp(server.port).connect()
        with pytest.raises((Temporary, InDoubt)):
            session.send(MESSAGE, nothing)
        assert not session.usable
        with smtp(server.port).connect() as fresh:
            assert fresh.send(MESSAGE, nothing).server_id == "4F1A2B3C"


def test_replies_that_come_in_pieces_are_put_together() -> None:
    with ScriptedServer(
        GREETING=says_in_pieces("220-scripted", "220 here"),
        EHLO=says_in_pieces("250-scripted", "250 8BITMIME"),
        MAIL=says_in_pieces("250 ok"),
        RCPT=says_in_pieces("250-well", "250 ok"),
        DATA=says_in_pieces("354 go on"),
        DOT=says_in_pieces("250-kept", "250 for ever"),
    ) as server:
        assert attempt(server.port, []) is None
    assert server.messages == [MESSAGE.data]


@pytest.mark.parametrize(
    ("step", "answer", "expected"),
    [("RCPT", "354 go on", Temporary), ("DATA", "250 ok", Temporary), ("DOT", "354 eh", InDoubt)],
)
def test_a_yes_to_another_question_is_nonsense(
    step: str, answer: str, expected: type[SyndicateError]
) -> None:
    with ScriptedServer(**{step: says(answer)}) as server:
        assert type(attempt(server.port, [])) is expected


def test_an_answer_before_the_final_dot_is_not_taken_for_the_answer_to_it() -> None:
    hooked: list[str] = []
    with ScriptedServer(DATA=says("354 go on", "250 kept already")) as server:
        error = attempt(server.port, hooked)
    assert isinstance(error, Temporary)
    assert (hooked, server.messages) == ([], [])


def test_a_hook_that_raises_ends_the_connection_without_the_dot() -> None:
    def object_to_it() -> None:
        raise Conflict("another worker owns this delivery")

    with ScriptedServer() as server:
        session = smtp(server.port).connect()
        with pytest.raises(Conflict):
            session.send(MESSAGE, object_to_it)
        assert not session.usable
    assert server.messages == []


def test_an_opening_refused_for_good_is_tried_again_later_for_no_message_is_to_blame() -> None:
    with ScriptedServer(GREETING=says("554 no mail here")) as server:
        error = attempt(server.port, [])
    assert isinstance(error, Temporary)
    assert "554 no mail here" in str(error)


def test_an_error_is_one_line_whatever_the_server_says() -> None:
    with ScriptedServer(MAIL=says("550-no\x07", "550 " + "y" * 4000)) as server:
        error = attempt(server.port, [])
    assert len(str(error).splitlines()) == 1
    assert len(str(error)) < 600


@pytest.mark.parametrize("answer", [drops, stalls, says("502 what is that")])
def test_a_server_that_fails_at_reset_is_left(answer: Action) -> None:
    with ScriptedServer(RCPT=says("550 5.1.1 who"), RSET=answer) as server:
        session = smtp(server.port).connect()
        with pytest.raises(SyndicateError):
            session.send(MESSAGE, nothing)
        assert not session.usable


def test_a_goodbye_between_messages_is_seen_before_the_next() -> None:
    def keeps_and_closes(peer: socket) -> None:
        says("250 kept", "421 closing, you idle")(peer)

    with ScriptedServer(DOT=keeps_and_closes) as server:
        session = smtp(server.port).connect()
        session.send(MESSAGE, nothing)
        assert not session.usable
        with pytest.raises(Temporary, match="connect again"):
            session.send(MESSAGE, nothing)
        session.close()
    assert len(server.messages) == 1


def test_a_goodbye_that_nobody_answers_is_no_error() -> None:
    with ScriptedServer(QUIT=drops) as server:
        assert attempt(server.port, []) is None


def once(trouble: Action, step: str) -> Action:
    """Return an action that makes trouble the first time and behaves afterwards."""
    good = {"DATA": says("354 go on"), "DOT": says("250 2.0.0 Ok: queued as 4F1A2B3C")}
    actions = [trouble, good.get(step, says("250 ok"))]

    def act(peer: socket) -> None:
        actions.pop(0)(peer)

    return act
