"""What is said to a mail server for one message, given what it offers?"""

import pytest

from syndicate.domain.messages import Envelope, Outgoing, Words
from syndicate.transports.smtp_commands import mail_command, rcpt_command

LETTER = Outgoing(
    delivery_id="12+3=4",
    envelope=Envelope(
        sender="bounces+abc@bounce.harbour.example",
        recipient="ada@example.org",
        message_id="<e1.s2@harbour.example>",
    ),
    words=Words.of(b"Subject: x\r\n\r\nx\r\n"),
)


def test_failures_alone_are_reported_and_name_the_delivery_where_dsn_is_offered() -> None:
    """RFC 3461: the envelope's id comes back in the report, its text escaped (§4)."""
    sender = mail_command(LETTER, {"dsn": ""}, "mail.example.org")
    assert sender.startswith("MAIL FROM:<bounces+abc@bounce.harbour.example> RET=HDRS")
    assert sender.endswith("ENVID=12+2B3+3D4")
    assert rcpt_command(LETTER, {"dsn": ""}) == "RCPT TO:<ada@example.org> NOTIFY=FAILURE"


@pytest.mark.parametrize("offers", [{}, {"size": "1000"}, {"pipelining": ""}])
def test_nothing_is_asked_of_a_server_that_does_not_offer_dsn(offers: dict[str, str]) -> None:
    said = mail_command(LETTER, offers, "mail.example.org") + rcpt_command(LETTER, offers)
    assert not {"ENVID", "RET", "NOTIFY"} & set(said.replace("=", " ").split())
