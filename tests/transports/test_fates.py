"""At each step, whatever the server does: what becomes of each of three messages on one line?"""

from typing import Any

import pytest

from syndicate.domain.messages import Envelope, Outgoing
from syndicate.errors import AddressRefused, InDoubt, MessageRefused, Temporary
from syndicate.services.lines import Line
from syndicate.transports.smtp import Smtp, SmtpServer
from tests.transports.mail_servers import (
    LOOPBACK,
    PIPELINES,
    ScriptedServer,
    drops,
    in_turn,
    says,
    says_in_pieces,
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
        data=b"X-Number: %d\r\n\r\nHello.\r\n" % number,
    )


def nothing() -> None:
    """Agree to the commit."""


def fates(server: ScriptedServer, messages: list[Outgoing]) -> list[str]:
    """Send messages over one line; tell what becomes of each."""
    way = SmtpServer(
        host=LOOPBACK, port=server.port, hello="client.example", timeout=0.1, final_timeout=0.1
    )
    told = []
    with Line(Smtp(way)) as line:
        for message, following in zip(messages, [*messages[1:], None], strict=True):
            try:
                accepted = line.send(message, nothing, following)
                told.append(SENT if accepted else RETRIED)
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
