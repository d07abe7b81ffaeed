"""Does a mail server get the right answer for each mail that it hands over?"""

import smtplib
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest

from syndicate.errors import SettingsFault, Temporary
from syndicate.transports.lmtp import LmtpListener

HOST = "127.0.0.1"
BOX = "bounces+abc@news.example"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def listening(take: Callable[[bytes, str], bool]) -> Iterator[smtplib.LMTP]:
    port = free_port()
    with closing(LmtpListener(HOST, port, take)), smtplib.LMTP(HOST, port) as client:
        client.ehlo_or_helo_if_needed()
        yield client


def hand_over(client: smtplib.LMTP, data: bytes, recipient: str = BOX) -> int:
    """Return the code of the answer to a mail."""
    client.mail("")
    code, _ = client.rcpt(recipient)
    return client.data(data)[0] if code == 250 else code


def test_a_mail_is_taken_in_with_its_recipient() -> None:
    taken: list[tuple[bytes, str]] = []

    def take(data: bytes, recipient: str) -> bool:
        taken.append((data, recipient))
        return True

    with listening(take) as client:
        assert hand_over(client, b"Subject: back\r\n\r\n.dot\r\n") == 250
        assert hand_over(client, b"Subject: again\r\n\r\n") == 250
    assert taken[0] == (b"Subject: back\r\n\r\n.dot\r\n", BOX)
    assert len(taken) == 2


def test_a_mail_for_nobody_here_is_refused() -> None:
    with listening(lambda *_: False) as client:
        assert hand_over(client, b"\r\n") == 550


def test_what_cannot_be_taken_in_now_stays_with_the_mail_server() -> None:
    def busy(data: bytes, recipient: str) -> bool:
        raise Temporary(f"busy with {len(data)} bytes for {recipient}")

    with listening(busy) as client:
        assert hand_over(client, b"\r\n") == 451


def test_each_recipient_has_a_transaction_of_its_own() -> None:
    with listening(lambda *_: True) as client:
        client.mail("")
        assert client.rcpt(BOX)[0] == 250
        assert client.rcpt("bounces+def@news.example")[0] == 452
        assert client.data(b"\r\n")[0] == 250


def test_a_place_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsFault, match=rf"mail\.lmtp: {HOST}:{port} cannot be listened"):
            LmtpListener(HOST, port, lambda *_: True)
