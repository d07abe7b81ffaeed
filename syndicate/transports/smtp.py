"""How is a mail server reached: connection, TLS and login? (RFC 5321, 3207, 4954)

Nothing of smtplib, ssl or the sockets escapes. What is said of messages is said
by `smtp_session`.
"""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from syndicate.domain.given_ids import KEPT
from syndicate.errors import SettingsFault, SyndicateError, Temporary
from syndicate.transports.smtp_replies import Step, judge, reply_of
from syndicate.transports.smtp_session import SmtpSession, told
from syndicate.transports.smtp_wire import Wire


class Security(StrEnum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where to hand mail to, and how. Times in seconds.

    `final_timeout` is how long to wait for the answer to the final dot: long,
    since giving up leaves the message in doubt (RFC 5321 §4.5.3.2.6). `trust`
    replaces the machine's certificates. `ids` is the rule by which the server's answer
    tells which Message-ID it gave (domain/given_ids.py).
    """

    host: str
    port: int
    security: Security = Security.NONE
    username: str = ""
    password: str = field(default="", repr=False)
    hello: str
    timeout: float = 60
    final_timeout: float = 600
    trust: ssl.SSLContext | None = None
    ids: str = KEPT

    def __str__(self) -> str:
        """Return the server as messages name it."""
        return f"{self.host}:{self.port}"


class Smtp:
    """The way out through a mail server."""

    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    def connect(self) -> "SmtpSession":
        """Open a connection, ready for messages.

        Raises Temporary when the server cannot be reached or will not talk now,
        SettingsFault when it refuses the login or lacks the security asked for.
        """
        with _translated(self.server):
            client = _dial(self.server)
        try:
            with _translated(self.server):
                _introduce(client, self.server)
                return _session(client, self.server)
        except SyndicateError:
            client.close()
            raise


def _dial(server: SmtpServer) -> smtplib.SMTP:
    if server.security is Security.TLS:
        return smtplib.SMTP_SSL(
            server.host, server.port, server.hello, timeout=server.timeout, context=_trust(server)
        )
    return smtplib.SMTP(server.host, server.port, server.hello, timeout=server.timeout)


def _introduce(client: smtplib.SMTP, server: SmtpServer) -> None:
    if client.sock:  # else the final dot, a packet of its own, waits 40 ms for an ACK of the data
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.ehlo_or_helo_if_needed()
    if server.security is Security.STARTTLS:
        client.starttls(context=_trust(server))
        client.ehlo_or_helo_if_needed()
    if server.username:
        client.login(server.username, server.password)


def _session(client: smtplib.SMTP, server: SmtpServer) -> SmtpSession:
    """Take the connection over from smtplib, with what it may have read ahead."""
    sock, file = client.sock, client.file
    if sock is None or file is None:
        raise smtplib.SMTPServerDisconnected("the connection was lost")
    sock.settimeout(0)
    try:
        ahead = file.peek(1)
    except (BlockingIOError, ssl.SSLWantReadError):
        ahead = b""
    sock.settimeout(server.timeout)
    return SmtpSession(
        Wire(sock, client.close, ahead),
        offers=client.esmtp_features,
        server=str(server),
        patience=server.final_timeout,
        ids=server.ids,
    )


def _trust(server: SmtpServer) -> ssl.SSLContext:
    return server.trust or ssl.create_default_context()


@contextmanager
def _translated(server: SmtpServer) -> Iterator[None]:
    """Turn what smtplib, ssl and the sockets raise before a final dot into our errors."""
    try:
        yield
    except smtplib.SMTPNotSupportedError as error:
        raise SettingsFault(
            f"{server} does not offer what [mail] asks for: {error}; check security and username"
        ) from error
    except smtplib.SMTPResponseException as error:
        _raise_refusal(server, error)
    except ssl.SSLError as error:
        raise Temporary(
            f"no safe connection to {server}: {told(error)}; check [mail] host and security"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Temporary(
            f"no answer from {server}: {told(error)}; check [mail] host and port,"
            " or that the server runs"
        ) from error
    except (ValueError, OverflowError) as error:  # from names, ports and passwords past encoding
        raise SettingsFault(
            f"{server} cannot be spoken to as [mail] says: {told(error)};"
            " check host, port, username and password"
        ) from error


def _raise_refusal(server: SmtpServer, error: smtplib.SMTPResponseException) -> NoReturn:
    text = error.smtp_error
    raw = text if isinstance(text, bytes) else text.encode()
    login = isinstance(error, smtplib.SMTPAuthenticationError)
    step, about = (Step.LOGIN, server.username) if login else (Step.OPENING, server.hello)
    fault = judge(step, reply_of(error.smtp_code, raw), server=str(server), about=about)
    raise (fault or Temporary(f"{server} answered out of turn: {error.smtp_code}")) from error
