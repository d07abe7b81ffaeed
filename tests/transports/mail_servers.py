"""Mail servers on loopback: one that keeps what it gets, one that misbehaves as told."""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"


class Sink:
    """An aiosmtpd handler that keeps messages; `refuse` answers RCPT for an address.

    `senders` tells the envelope's sender of each recipient's newest mail.
    """

    def __init__(self, refuse: Mapping[str, str] | None = None, answer: str = "250 kept") -> None:
        self.refuse = dict(refuse or {})
        self.answer = answer
        self.received: list[bytes] = []
        self.recipients: list[str] = []
        self.senders: dict[str, str] = {}
        self.mail_options: list[str] = []
        self.rcpt_options: list[str] = []
        self.sessions: set[int] = set()

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse one recipient."""
        if address in self.refuse:
            return self.refuse[address]
        self.sessions.add(id(session))
        self.rcpt_options += options
        self.senders[address] = envelope.mail_from or ""
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep one message."""
        assert isinstance(envelope.content, bytes)
        self.received.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        self.mail_options += envelope.mail_options
        return self.answer


class SinkServer(Controller):
    """A real SMTP server on a free port of loopback, for the time of a with statement."""

    def __init__(self, sink: Sink, **options: Any) -> None:  # noqa: ANN401  (aiosmtpd's own)
        self._listener = socket.create_server((LOOPBACK, 0))
        port = self._listener.getsockname()[1]
        super().__init__(sink, LOOPBACK, port, server_hostname="sink.example", **options)

    def _create_server(self) -> Any:  # noqa: ANN401  (a coroutine of asyncio's)
        return self.loop.create_server(
            self._factory_invoker, sock=self._listener, ssl=self.ssl_context
        )

    def __enter__(self) -> Self:
        """Start serving."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving."""
        self.stop()


Action = Callable[[socket.socket], object]


def says(*lines: str) -> Action:
    """Answer with these lines; the action returns the last."""

    def act(peer: socket.socket) -> str:
        peer.sendall("".join(f"{line}\r\n" for line in lines).encode())
        return lines[-1]

    return act


def says_in_pieces(*lines: str) -> Action:
    """Answer with these lines, each byte in a packet of its own."""

    def act(peer: socket.socket) -> None:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in "".join(f"{line}\r\n" for line in lines).encode():
            peer.sendall(bytes([byte]))

    return act


def drops(peer: socket.socket) -> None:
    """Close without an answer."""
    peer.shutdown(socket.SHUT_RDWR)


def stalls(peer: socket.socket) -> None:
    """Say nothing until the client gives up."""
    while peer.recv(4096):
        pass


def says_nothing(_: socket.socket) -> None:
    """Leave the answer to the next step."""


def after(line: str, action: Action) -> Action:
    """Say a line, then act; the answer counts as none."""

    def act(peer: socket.socket) -> None:
        says(line)(peer)
        action(peer)

    return act


def shakes_hands(context: ssl.SSLContext) -> Action:
    """Agree on TLS; the action returns the safe connection."""
    return lambda peer: context.wrap_socket(peer, server_side=True)


def in_turn(*actions: Action) -> Action:
    """Act otherwise each time; the last one stays."""
    left = list(actions)

    def act(peer: socket.socket) -> object:
        return (left.pop(0) if len(left) > 1 else left[0])(peer)

    return act


_USUAL: dict[str, Action] = {
    "GREETING": says("220 scripted"),
    "EHLO": says("250-scripted", "250 8BITMIME"),
    "HELO": says("250 scripted"),
    "MAIL": says("250 ok"),
    "RCPT": says("250 ok"),
    "DATA": says("354 go on"),
    "DOT": says("250 2.0.0 Ok: queued as 4F1A2B3C"),
    "RSET": says("250 ok"),
    "QUIT": says("221 bye"),
    "STARTTLS": says("220 go on"),
    "AUTH": says("235 welcome"),
    "RESPONSE": says("500 what?"),
}


PIPELINES = says("250-scripted", "250-PIPELINING", "250 8BITMIME")


class ScriptedServer:
    """A server that acts as told at a step and as usual at the others; one client at a time.

    Once STARTTLS was granted, the step TLS makes the connection safe; steps behind it may have
    names of their own, as TLS_EHLO. A line that is no command, as in a login, is a RESPONSE.
    `commands` are the first words of all commands; `messages` what came whole.
    """

    def __init__(self, **script: Action) -> None:
        self._script = {**_USUAL, **script}
        self._listener = socket.create_server((LOOPBACK, 0))
        self._thread = threading.Thread(target=self._serve)
        self.commands: list[str] = []
        self.messages: list[bytes] = []
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        """Start serving."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop serving; clients must be gone."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            with peer, peer.makefile("rb") as lines:
                try:
                    self._converse(peer, lines.readline)
                except OSError:
                    continue

    def _converse(self, peer: socket.socket, readline: Callable[[], bytes]) -> None:
        if not isinstance(peer, ssl.SSLSocket):
            self._script["GREETING"](peer)
        while line := readline():
            verb = (line.split() or [b""])[0].decode("latin-1").upper()
            self.commands.append(verb)
            said = self._action(verb, safe=isinstance(peer, ssl.SSLSocket))(peer)
            if verb == "STARTTLS" and isinstance(said, str) and said.startswith("220"):
                self._converse_safely(peer)
                return
            refused = isinstance(said, str) and said.startswith(("4", "5"))
            if verb == "DATA" and not refused and not self._take_data(peer, readline):
                return

    def _action(self, verb: str, *, safe: bool) -> Action:
        known = verb if verb in self._script else "RESPONSE"
        return (
            self._script.get(f"TLS_{known}", self._script[known]) if safe else self._script[known]
        )

    def _converse_safely(self, peer: socket.socket) -> None:
        safe = self._script["TLS"](peer)
        if isinstance(safe, ssl.SSLSocket):
            with safe, safe.makefile("rb") as lines:
                self._converse(safe, lines.readline)

    def _take_data(self, peer: socket.socket, readline: Callable[[], bytes]) -> bool:
        data = []
        while (line := readline()) != b".\r\n":
            if not line:
                return False
            data.append(line)
        self.messages.append(b"".join(data))
        self._script["DOT"](peer)
        return True


def server_context(certificate: str) -> ssl.SSLContext:
    """Return a server's TLS settings from a file with key and certificate."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context
