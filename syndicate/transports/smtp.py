"""How is a message handed to a mail server, so that it is known who has it? (RFC 5321)

Nothing of smtplib, ssl or the sockets escapes: what failed before the final dot
is told as an error after which the message is still ours; what failed after it
is `InDoubt`.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import NoReturn, Self

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import InDoubt, SettingsFault, SyndicateError, Temporary
from syndicate.transports.smtp_commands import mail_command, rcpt_command, stuffed
from syndicate.transports.smtp_replies import Reply, Step, judge, reply_of, server_id


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
    replaces the machine's certificates.
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
        except SyndicateError:
            client.close()
            raise
        return SmtpSession(client, self.server)


class SmtpSession:
    """One connection, for any number of messages; not for two threads at once."""

    def __init__(self, client: smtplib.SMTP, server: SmtpServer) -> None:
        self._client = client
        self._server = server
        client.command_encoding = "utf-8"  # addresses, where SMTPUTF8 was agreed

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        self.close()

    @property
    def usable(self) -> bool:
        """Tell whether the connection is open and the server has not said goodbye since."""
        return self._client.sock is not None and not _has_spoken(self._client)

    def send(self, outgoing: Outgoing, before_commit: Callable[[], None]) -> Acceptance:
        """Hand over one message; `before_commit` runs just before the final dot.

        When `before_commit` raises, the message is not sent. Raises Temporary,
        AddressRefused, MessageRefused or SettingsFault while the message is
        ours; InDoubt when the server may have it.
        """
        self._announce(outgoing)
        with self._ours():
            self._client.send(stuffed(outgoing.data))
            self._look_alive()
        try:
            before_commit()
        except BaseException:
            self._client.close()  # without the dot nothing was sent (RFC 5321 §4.1.1.4)
            raise
        return self._commit(outgoing)

    def close(self) -> None:
        """Say goodbye and close; what the server thinks of it is of no consequence."""
        if self._client.sock:
            try:
                self._client.docmd("QUIT")
            except (OSError, smtplib.SMTPException):
                pass
            finally:
                self._client.close()

    def _announce(self, outgoing: Outgoing) -> None:
        if not self.usable:
            raise Temporary(f"the connection to {self._server} is closed; connect again")
        envelope, offers = outgoing.envelope, self._client.esmtp_features
        mail = mail_command(outgoing, offers, str(self._server))
        self._command(Step.MAIL, mail, envelope.sender)
        self._command(Step.RCPT, rcpt_command(outgoing, offers), envelope.recipient)
        self._command(Step.DATA, "DATA", envelope.recipient)

    def _command(self, step: Step, line: str, about: str) -> None:
        with self._ours():
            reply = reply_of(*self._client.docmd(line))
        error = judge(step, reply, server=str(self._server), about=about)
        if error:
            self._give_up(reply)
            raise error

    def _give_up(self, reply: Reply) -> None:
        """Leave the transaction so that the next message starts clean, or close."""
        if reply.closes:
            self._client.close()
            return
        try:
            code, _ = self._client.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            code = 0
        if code != 250:  # noqa: PLR2004  (RFC 5321 §4.1.1.5)
            self._client.close()

    def _look_alive(self) -> None:
        """Find out that the server broke off during the data, while the message is still ours.

        A server has nothing to say before the dot; an answer given early would
        be taken for the answer to it.
        """
        if _has_spoken(self._client):
            reply = reply_of(*self._client.getreply())
            raise Temporary(f"{self._server} broke off before the end of the message: {reply}")

    def _commit(self, outgoing: Outgoing) -> Acceptance:
        try:
            reply = self._finish()
        except (OSError, smtplib.SMTPException) as error:
            self._client.close()
            raise InDoubt(
                f"{self._server} was lost after the end of the message to"
                f" {outgoing.envelope.recipient} ({_words(error)}); it may have been accepted"
            ) from error
        problem = judge(
            Step.DOT, reply, server=str(self._server), about=outgoing.envelope.recipient
        )
        if problem:
            self._give_up(reply)
            raise problem
        return Acceptance(reply=str(reply), server_id=server_id(reply))

    def _finish(self) -> Reply:
        sock = self._client.sock
        if sock is None:
            raise smtplib.SMTPServerDisconnected("the connection is closed")
        sock.settimeout(self._server.final_timeout)
        reply = reply_of(*self._client.docmd("."))
        sock.settimeout(self._server.timeout)
        return reply

    @contextmanager
    def _ours(self) -> Iterator[None]:
        try:
            with _translated(self._server):
                yield
        except SyndicateError:
            self._client.close()
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


def _has_spoken(client: smtplib.SMTP) -> bool:
    """Tell, without waiting, whether a reply or the end of the connection can be read."""
    sock, file = client.sock, client.file
    if sock is None or file is None:
        return False
    patience = sock.gettimeout()
    sock.settimeout(0)
    try:
        return bool(file.peek(1)) or isinstance(sock, ssl.SSLSocket) or not _peek(sock)
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    except OSError:  # a reset is an end, too
        return True
    finally:
        sock.settimeout(patience)


def _peek(sock: socket.socket) -> bytes:
    return sock.recv(1, socket.MSG_PEEK)


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
            f"no safe connection to {server}: {_words(error)}; check [mail] host and security"
        ) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Temporary(
            f"no answer from {server}: {_words(error)}; check [mail] host and port,"
            " or that the server runs"
        ) from error
    except (ValueError, OverflowError) as error:  # from names, ports and passwords past encoding
        raise SettingsFault(
            f"{server} cannot be spoken to as [mail] says: {_words(error)};"
            " check host, port, username and password"
        ) from error


def _raise_refusal(server: SmtpServer, error: smtplib.SMTPResponseException) -> NoReturn:
    text = error.smtp_error
    raw = text if isinstance(text, bytes) else text.encode()
    login = isinstance(error, smtplib.SMTPAuthenticationError)
    step, about = (Step.LOGIN, server.username) if login else (Step.OPENING, server.hello)
    fault = judge(step, reply_of(error.smtp_code, raw), server=str(server), about=about)
    raise (fault or Temporary(f"{server} answered out of turn: {error.smtp_code}")) from error


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
