"""What is said to a mail server for one message, given the extensions it offers?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syndicate.domain.messages import Outgoing, Words
from syndicate.errors import AddressRefused, MessageRefused, SyndicateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What comes before the words of messages to one server; raised is what `mail_command` says."""

    offers: Mapping[str, str]
    server: str

    @property
    def pipelined(self) -> bool:
        """Tell whether the server takes commands in groups (RFC 2920)."""
        return "pipelining" in self.offers

    def of(self, outgoing: Outgoing) -> tuple[str, str, str]:
        """Return the commands that open a message."""
        mail = mail_command(outgoing, self.offers, self.server)
        return mail, rcpt_command(outgoing, self.offers), "DATA"

    def announcing(self, following: Outgoing | None) -> bytes:
        """Return the commands that announce the next message, if it can be announced."""
        if following is None or not self.pipelined:
            return b""
        try:
            return lines(self.of(following))
        except SyndicateError:  # raised again when it is its turn
            return b""


def lines(commands: Sequence[str]) -> bytes:
    """Return commands as they are sent; UTF-8 only in addresses, where SMTPUTF8 was agreed."""
    return "\r\n".join((*commands, "")).encode()


def mail_command(outgoing: Outgoing, offers: Mapping[str, str], server: str) -> str:
    """Return the MAIL command; `offers` are the server's EHLO keywords, in lower case.

    Raises MessageRefused for a message beyond the server's size limit, and
    AddressRefused for an address outside ASCII that it cannot carry.
    """
    command = f"MAIL FROM:<{outgoing.envelope.sender}>"
    if "size" in offers:
        _check_size(outgoing, offers, server)
        command += f" SIZE={outgoing.words.size}"  # RFC 1870
    if outgoing.international:
        _check_international(outgoing, offers, server)
        command += " BODY=8BITMIME SMTPUTF8"  # RFC 6531 §3.6
    if "dsn" in offers:
        command += f" RET=HDRS ENVID={_xtext(outgoing.delivery_id)}"  # RFC 3461 §4
    return command


def rcpt_command(outgoing: Outgoing, offers: Mapping[str, str]) -> str:
    """Return the RCPT command; where it can be asked for, only failures are reported."""
    notify = " NOTIFY=FAILURE" if "dsn" in offers else ""
    return f"RCPT TO:<{outgoing.envelope.recipient}>{notify}"


def stuffed(words: Words) -> tuple[bytes, ...]:
    """Return a message in pieces, each dot that begins a line doubled (RFC 5321 §4.5.2)."""
    if not words.dotted:
        return words.pieces
    doubled = bytes(words).replace(b"\r\n.", b"\r\n..")
    return (b"." + doubled if doubled.startswith(b".") else doubled,)


def _check_size(outgoing: Outgoing, offers: Mapping[str, str], server: str) -> None:
    limit, size = offers["size"], outgoing.words.size
    if limit.isdecimal() and 0 < int(limit) < size:
        raise MessageRefused(
            f"{server} takes messages of {limit} bytes at most, this one has {size}; shorten it"
        )


def _check_international(outgoing: Outgoing, offers: Mapping[str, str], server: str) -> None:
    if not {"smtputf8", "8bitmime"} <= offers.keys():
        raise AddressRefused(
            f"{server} carries no address outside ASCII (SMTPUTF8):"
            f" {outgoing.envelope.recipient}; use another server or address"
        )


def _xtext(value: str) -> str:
    if value.isdecimal():  # as our own are
        return value
    return "".join(f"+{ord(c):02X}" if c in "+=" else c for c in value)
