"""What goes over a connection to a mail server, and what has come back?

A wire counts what it hands to the system and reads replies ahead, for commands in
groups (RFC 2920) are answered in groups.
"""

import select
import socket
import ssl
import struct
from collections.abc import Callable
from functools import lru_cache

from syndicate.transports.smtp_replies import Reply, reply_of

_LONGEST_LINE = 8192
_PIECE = 16_384
_LINES = 100  # of one reply; nobody needs more


class Nonsense(ConnectionError):
    """What came is no reply of SMTP, and what follows it cannot be told from it."""


class Wire:
    """One open connection. What fails raises OSError, after which it is of no more use."""

    def __init__(
        self, sock: socket.socket, close: Callable[[], None], read_ahead: bytes = b""
    ) -> None:
        self._sock = sock
        self._close = close
        self._seconds = sock.gettimeout() or 0.0
        self._tls = isinstance(sock, ssl.SSLSocket)
        if self._seconds and not self._tls:
            _let_system_wait(sock, self._seconds)
        self._lines: list[bytes] = []
        self._rest = b""
        self._take(read_ahead)
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self.handed_over = 0
        self.said = b""
        self.open = True

    def close(self) -> None:
        """Close without a word; a second time does nothing."""
        if self.open:
            self.open = False
            self._close()

    def push(self, data: bytes) -> None:
        """Hand over all of it; `handed_over` counts how much, also when that fails."""
        self.handed_over = 0
        try:
            self.handed_over = self._sock.send(data)
            while self.handed_over < len(data):
                self.handed_over += self._sock.send(memoryview(data)[self.handed_over :])
        except BlockingIOError as error:
            raise TimeoutError("timed out") from error

    def reply(self, patience: float = 0) -> Reply:
        """Return the next reply. A silence longer than the socket's timeout is borne for so long.

        Raises TimeoutError after it, Nonsense for what is no reply. `said` is then its
        line, or nothing where it has several.
        """
        line = self.said = self._line(patience)
        if line[3:4] != b"-":
            return _single(line)
        lines, self.said = [line], b""
        while len(lines) < _LINES:
            lines.append(self._line(patience))
            if _code(lines[-1]) < 0 or lines[-1][3:4] != b"-":
                return reply_of(_code(lines[-1]), b"\n".join(line[4:] for line in lines))
        raise Nonsense("a reply without an end")

    def repeats(self, lines: list[bytes]) -> bool:
        """Take the next replies where they are here, and are these lines once more.

        A server says the same to every message that it wants. What it says else is left to
        be read.
        """
        if not self.holds(lines):
            return False
        del self._lines[: len(lines)]
        return True

    def holds(self, lines: list[bytes]) -> bool:
        """Tell whether the next replies are here, and are these lines, of which there are some."""
        return bool(lines) and self._lines[: len(lines)] == lines

    def fileno(self) -> int:
        """Return its number at the system."""
        return self._sock.fileno()

    def holds_something(self) -> bool:
        """Tell whether something that came was not read yet: the system cannot tell of it."""
        return bool(self._lines) or not self.open or (self._tls and self._hides_something())

    def has_spoken(self) -> bool:
        """Tell, without waiting, whether a reply or the end of the connection can be read."""
        if self._lines or self._rest:
            return True
        if not self._poll.poll(0) and not (self._tls and self._hides_something()):
            return False
        return self._reads_something()

    def _hides_something(self) -> bool:
        return isinstance(self._sock, ssl.SSLSocket) and self._sock.pending() > 0

    def _reads_something(self) -> bool:
        """Read what there is: under TLS that may be nothing for us, such as a new ticket."""
        timeout = self._sock.gettimeout()
        self._sock.settimeout(0)
        try:
            self._take(self._sock.recv(_PIECE))
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:  # a reset is an end, too
            return True
        finally:
            self._sock.settimeout(timeout)
        return True

    def _line(self, patience: float) -> bytes:
        while not self._lines:
            if len(self._rest) > _LONGEST_LINE:
                raise Nonsense("a line without an end")
            self._read(patience)
        return self._lines.pop(0)

    def _take(self, piece: bytes) -> None:
        """Keep what came, cut into lines."""
        lines = (self._rest + piece).split(b"\n")
        self._rest = lines.pop()
        self._lines.extend(lines)

    def _read(self, patience: float) -> None:
        waited = 0.0
        while True:
            try:
                piece = self._sock.recv(_PIECE)
            except (TimeoutError, BlockingIOError) as error:
                waited += self._seconds or patience
                if waited >= patience:
                    raise TimeoutError("timed out") from error
                continue
            if not piece:
                raise ConnectionResetError("the server closed the connection")
            self._take(piece)
            return


def _let_system_wait(sock: socket.socket, seconds: float) -> None:
    """Let the system watch the time, which Python would ask it to in a call before each other.

    What takes longer then raises BlockingIOError.
    """
    whole = int(seconds)
    moment = struct.pack("@ll", whole, round((seconds - whole) * 1_000_000))
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, moment)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, moment)
    sock.settimeout(None)


@lru_cache(maxsize=64)
def _single(line: bytes) -> Reply:
    """Return a reply of one line; most are the same again and again."""
    return reply_of(_code(line), line[4:])


def _code(line: bytes) -> int:
    """Return a line's code, or -1 where there is none (RFC 5321 §4.2)."""
    return int(line[:3]) if line[:3].isdigit() and line[3:4] in b" -\r\n" else -1
