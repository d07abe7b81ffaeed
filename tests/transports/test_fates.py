"""At each step, whatever the server does: what becomes of each of three messages on one line?"""

import socket
import ssl
from collections.abc import Callable
from typing import Any

import pytest

from syndicate.domain.messages import Acceptance, Envelope, Outgoing, Words
from syndicate.errors import AddressRefused, InDoubt, MessageRefused, Temporary
from syndicate.services.lines import Awaited, Line
from syndicate.transports.smtp import Security, Smtp, SmtpServer
from tests.transports.mail_servers import (
    LOOPBACK,
    PIPELINES,
    Action,
    ScriptedServer,
    after,
    drops,
    in_turn,
    says,
    says_in_pieces,
    says_nothing,
    server_context,
    shakes_hands,
    stalls,
)

GOOD = {
    "GREETING": "220 scripted",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "DOT": "250 kept",
    "RSET": "250 ok",
    "QUIT": "221 bye",
}
FAULTS = {
    "drops": drops,
    "stalls": stalls,
    "says 421": says("421 4.3.2 closing down"),
    "talks nonsense": says("hello there"),
    "never ends a line": says("250 " + "x" * 20_000),
    "refuses for now": says("450 4.2.0 busy"),
    "refuses the address": says("550-5.1.1 no", "550 5.1.1 such user"),
}
SENT, FAILED, RETRIED, IN_DOUBT = "sent", "failed", "retried", "in doubt"
LOST = ("drops", "stalls", "talks nonsense", "never ends a line")
FATES = {
    **{(step, fault): RETRIED for step in ("MAIL", "RCPT", "DATA") for fault in LOST},
    **{(step, "says 421"): RETRIED for step in ("MAIL", "RCPT", "DATA", "DOT")},
    **{(step, "refuses for now"): RETRIED for step in ("MAIL", "RCPT", "DATA", "DOT")},
    **{(step, "refuses the address"): FAILED for step in ("MAIL", "RCPT", "DATA", "DOT")},
    **{("DOT", fault): IN_DOUBT for fault in LOST},
}


def outgoing(number: int) -> Outgoing:
    return Outgoing(
        delivery_id=str(number),
        envelope=Envelope(sender="a@x.org", recipient=f"r{number}@x.org", message_id="<m@x>"),
        words=Words.of(b"X-Number: %d\r\n\r\nHello.\r\n" % number),
    )


def nothing() -> None:
    """Agree to the commit."""


def to(server: ScriptedServer, **safely: Any) -> SmtpServer:  # noqa: ANN401 - fields
    return SmtpServer(
        host=LOOPBACK,
        port=server.port,
        hello="client.example",
        **{"timeout": 0.1, "final_timeout": 0.1, **safely},
    )


def awaited(begun: Awaited | Acceptance | None) -> Awaited:
    """Return what waits for the server's answer to a message."""
    assert begun is not None
    assert not isinstance(begun, Acceptance)
    return begun


def fates(server: ScriptedServer, messages: list[Outgoing], **safely: Any) -> list[str]:  # noqa: ANN401 - fields
    """Send messages over one line; tell what becomes of each."""
    told = []
    with Line(Smtp(to(server, **safely))) as line:
        for message, following in zip(messages, [*messages[1:], None], strict=True):
            try:
                awaited = line.begin(message, nothing, following)
                assert not isinstance(awaited, Acceptance)
                told.append(SENT if awaited is not None and awaited().reply else RETRIED)
            except InDoubt:
                told.append(IN_DOUBT)
            except (AddressRefused, MessageRefused):
                told.append(FAILED)
            except Temporary:
                told.append(RETRIED)
    return told


@pytest.mark.parametrize("pipelined", [False, True])
@pytest.mark.parametrize(("step", "fault"), FATES)
def test_a_fault_at_a_step_decides_over_its_own_message_alone(
    step: str, fault: str, pipelined: bool
) -> None:
    script: dict[str, Any] = {step: in_turn(FAULTS[fault], says(GOOD[step]))}
    if pipelined:
        script["EHLO"] = PIPELINES
    messages = [outgoing(number) for number in range(3)]
    with ScriptedServer(**script) as server:
        told = fates(server, messages)
    assert told == [FATES[step, fault], SENT, SENT]
    taken = [data for data in server.messages if data]
    assert [taken.count(message.data) for message in messages[1:]] == [1, 1]
    assert told.count(IN_DOUBT) <= 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", ["GREETING", "QUIT"])
def test_a_fault_outside_of_messages_harms_none(step: str, fault: str) -> None:
    with ScriptedServer(**{step: in_turn(FAULTS[fault], says(GOOD[step]))}) as server:
        told = fates(server, [outgoing(number) for number in range(3)])
    assert told[1:] == [SENT, SENT]
    assert told[0] == (RETRIED if step == "GREETING" else SENT)


@pytest.mark.parametrize("pipelined", [False, True])
def test_replies_of_many_lines_in_many_packets_are_no_fault(pipelined: bool) -> None:
    script = {step: says_in_pieces(f"{good[:3]}-first", good) for step, good in GOOD.items()}
    if pipelined:
        script["EHLO"] = PIPELINES
    with ScriptedServer(**script) as server:
        assert fates(server, [outgoing(number) for number in range(3)]) == [SENT] * 3


OFFERS_TLS = says("250-scripted", "250-STARTTLS", "250 8BITMIME")
OFFERS_LOGIN = says("250-scripted", "250-AUTH PLAIN", "250 8BITMIME")
SAFE = {
    "EHLO": OFFERS_TLS,
    "STARTTLS": says("220 go on"),
    "TLS_EHLO": OFFERS_LOGIN,
    "AUTH": says("235 welcome"),
}
OPENING_FAULTS = {name: FAULTS[name] for name in (*LOST, "says 421", "refuses for now")}
LOGIN_FAULTS = {
    "asks for nonsense": says("334 ???"),
    "asks for ever": says("334 bW9yZQ=="),
    "fails for now": says("454 4.7.0 not now"),
}
SAFETY_FAULTS: dict[tuple[str, str], Action] = {
    **{
        (step, fault): action
        for step in ("STARTTLS", "TLS_EHLO", "AUTH")
        for fault, action in OPENING_FAULTS.items()
        if (step, fault) != ("TLS_EHLO", "refuses for now")  # HELO is tried then
    },
    ("STARTTLS", "refuses"): says("501 5.5.1 no"),
    ("STARTTLS", "shakes no hand"): after("220 go on", stalls),
    ("STARTTLS", "drops the hand"): after("220 go on", drops),
    ("STARTTLS", "talks on in clear"): after("220 go on", says("250 ok")),
    ("EHLO", "offers no TLS"): says("250 scripted"),
    ("TLS_EHLO", "offers no login"): says("250 scripted"),
    ("AUTH", "refuses"): says("535 5.7.8 wrong"),
    **{("AUTH", fault): action for fault, action in LOGIN_FAULTS.items()},
}


@pytest.fixture(scope="module")
def safely(certificate: str) -> dict[str, Any]:
    """Give how a client wants to be safe."""
    trust = ssl.create_default_context(cafile=certificate)
    login = {"username": "ada", "password": "secret"}
    return {"security": Security.STARTTLS, "trust": trust, "timeout": 0.3, **login}


@pytest.fixture(scope="module")
def agrees(certificate: str) -> Action:
    """Give what agrees on TLS."""
    return shakes_hands(server_context(certificate))


@pytest.mark.parametrize(("step", "fault"), SAFETY_FAULTS)
def test_a_fault_before_the_line_is_safe_sends_nothing_and_decides_over_one_message(
    step: str, fault: str, safely: dict[str, Any], agrees: Action
) -> None:
    action = SAFETY_FAULTS[step, fault]
    lasting = {"RESPONSE": in_turn(action, says("500 what?"))} if fault == "asks for ever" else {}
    script = {**SAFE, "TLS": agrees, step: in_turn(action, SAFE[step]), **lasting}
    with ScriptedServer(**script) as server:
        told = fates(server, [outgoing(number) for number in range(3)], **safely)
    assert told == [RETRIED, SENT, SENT]
    assert server.messages == [outgoing(1).data, outgoing(2).data]
    assert server.commands.index("MAIL") > server.commands.index("AUTH")


def test_a_wrong_certificate_is_told_no_password(
    safely: dict[str, Any], agrees: Action, wrong_certificate: str
) -> None:
    wrong: Callable[..., object] = shakes_hands(server_context(wrong_certificate))
    with ScriptedServer(**SAFE, TLS=in_turn(wrong, agrees)) as server:
        told = fates(server, [outgoing(number) for number in range(2)], **safely)
    assert told == [RETRIED, SENT]
    assert server.commands.count("AUTH") == 1


def test_safe_replies_in_many_packets_are_no_fault(safely: dict[str, Any], agrees: Action) -> None:
    script = {
        "EHLO": says_in_pieces("250-scripted", "250-STARTTLS", "250 8BITMIME"),
        "TLS_EHLO": says_in_pieces("250-scripted", "250-AUTH PLAIN", "250 8BITMIME"),
        "AUTH": says_in_pieces("235-welcome", "235 indeed"),
    }
    with ScriptedServer(**script, TLS=agrees) as server:
        told = fates(server, [outgoing(number) for number in range(2)], **safely)
    assert told == [SENT, SENT]


def test_what_is_said_in_clear_behind_the_leave_for_tls_is_not_heard(
    safely: dict[str, Any], agrees: Action
) -> None:
    def smuggles(peer: socket.socket) -> str:
        peer.sendall(b"220 go on\r\n250-scripted\r\n250 PIPELINING\r\n")
        return "220 go on"

    with ScriptedServer(**{**SAFE, "STARTTLS": smuggles}, TLS=agrees) as server:
        told = fates(server, [outgoing(number) for number in range(2)], **safely)
    assert told == [SENT, SENT]
    assert server.commands.count("AUTH") == 1


def test_a_server_that_closes_behind_its_welcome_gets_the_words_over_another_connection() -> None:
    together = says("250 kept", "250 ok", "250 ok", "354 go on", "421 4.3.2 closing down")
    script = {
        "EHLO": PIPELINES,
        "DOT": in_turn(says_nothing, says("250 kept")),
        "MAIL": in_turn(says("250 ok"), says_nothing, says("250 ok")),
        "RCPT": in_turn(says("250 ok"), says_nothing, says("250 ok")),
        "DATA": in_turn(says("354 go on"), together, says("354 go on")),
    }
    one, two = outgoing(1), outgoing(2)
    with ScriptedServer(**script) as server, Line(Smtp(to(server))) as line:
        awaited(line.begin(one, nothing, two))()
        assert line.opens(two) is None
        awaited(line.begin(two, nothing))()
    assert server.messages == [one.data, two.data]
