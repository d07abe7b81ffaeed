"""How does any HTTP connection leave this machine? Through here, and only to where it may.

A name is resolved once, every address it has is judged, and one of these very addresses is
connected to: a name server that answers otherwise a moment later changes nothing. Nobody is
followed to where an answer leads, proxies of the environment are not used, and an exchange
ends by its deadline however slowly its bytes drip.
"""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from functools import cache
from http import HTTPStatus
from typing import Any

from syndicate.domain.errands import Reply, Request
from syndicate.domain.reach import (
    Network,
    Target,
    is_allowed,
    is_public,
    read_target,
    usual_port,
)
from syndicate.errors import AskedWrongly, Refused

SECONDS = 10.0
MOST_BYTES = 64 * 1024
_AGENT = "Syndicate"
_QUOTED = 120

HttpFault = http.client.HTTPException
Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Guard:
    """Says where connections may go: to everybody's addresses, and to networks allowed.

    With None for these, as for an address that the operator types, all are.
    """

    def __init__(self, allowed: Sequence[Network] | None = (), resolve: Resolve = resolved) -> None:
        self._allowed = allowed
        self._resolve = resolve

    def connected(self, target: Target, seconds: float) -> socket.socket:
        """Connect to where a request goes. Raises Refused where it may not, and OSError."""
        addresses = self._resolve(target.host, target.port)
        for address in addresses:
            self._judge(target, address)
        fault = OSError(f"{target.host} has no address")
        for address in addresses:
            try:
                return socket.create_connection((address, target.port), seconds)
            except OSError as error:
                fault = error
        raise fault

    def _judge(self, target: Target, address: str) -> None:
        if self._allowed is None or is_allowed(address, self._allowed):
            return
        if not is_public(address):
            raise Refused(
                f"{target.host} is at {address}, where nothing is sent; "
                f'if it is yours, set [egress] allow = ["{address}"]'
            )
        if not usual_port(target):
            raise Refused(f"nothing is sent to port {target.port} of {target.host}")


class GuardedConnection(http.client.HTTPConnection):
    """An HTTP connection, also over TLS, that a guard opens.

    With `whole`, `seconds` are for a whole exchange, else for each wait.
    """

    def __init__(self, target: Target, guard: Guard, *, seconds: float, whole: bool) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.default_port = 443 if target.secure else 80
        self._target = target
        self._guard = guard
        self._seconds = seconds
        self._whole = whole
        self.begin()

    def begin(self) -> None:
        """Count the seconds of an exchange from now."""
        self._until = time.monotonic() + self._seconds

    def connect(self) -> None:
        """Connect, now or again, to where the guard lets us."""
        seconds = self._left() if self._whole else self._seconds
        opened = self._guard.connected(self._target, seconds)
        try:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._target.secure:
                opened = _tls().wrap_socket(opened, server_hostname=self._target.host)
        except (OSError, ValueError):
            opened.close()
            raise
        self.sock: Any = _Timed(opened, self._left) if self._whole else opened

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left


class _Timed:
    """A socket, as far as http.client uses one, whose every step ends by a deadline.

    http.client closes it before it has read an answer whose end is the connection's: it
    stays open until the file that it is read by is closed too.
    """

    def __init__(self, opened: socket.socket, left: Callable[[], float]) -> None:
        self._socket = opened
        self._left = left
        self._readers = 0
        self._ending = False

    def sendall(self, data: Any) -> None:  # noqa: ANN401 - anything that is bytes
        """Send everything, or raise TimeoutError."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._left())
            rest = rest[self._socket.send(rest) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a file to read the answer by."""
        del mode
        self._readers += 1
        return io.BufferedReader(_Reader(self))

    def receive(self, buffer: Any) -> int:  # noqa: ANN401 - anything to write bytes to
        """Read some bytes."""
        self._socket.settimeout(self._left())
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        """Close, once nobody reads any more."""
        self._ending = True
        self._end()

    def closed_by_reader(self) -> None:
        """Note that one who read is done."""
        self._readers -= 1
        self._end()

    def _end(self) -> None:
        if self._ending and self._readers <= 0:
            self._socket.close()


class _Reader(io.RawIOBase):
    def __init__(self, timed: _Timed) -> None:
        self._timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as above
        return self._timed.receive(buffer)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._timed.closed_by_reader()


@cache
def _tls() -> ssl.SSLContext:
    """Return what certificates are checked by; to load them takes a while."""
    return ssl.create_default_context()


class Egress:
    """The way out for what strangers, or settings, gave us the address of."""

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        *,
        seconds: float = SECONDS,
        resolve: Resolve = resolved,
    ) -> None:
        self._guard = Guard(allowed, resolve)
        self._seconds = seconds

    def line(self) -> "Line":
        """Return a line for requests to one host, one after the other."""
        return Line(self._guard, self._seconds)


class Line:
    """Requests over one connection while it lasts; to another host it is opened anew."""

    def __init__(self, guard: Guard, seconds: float) -> None:
        self._guard = guard
        self._seconds = seconds
        self._connection: GuardedConnection | None = None
        self._to: tuple[bool, str, int] | None = None
        self._dead: dict[tuple[bool, str, int], Reply] = {}

    def send(self, request: Request) -> Reply:
        """Send a request once; whatever becomes of it is a reply, also that it could not go.

        Who did not answer once is not asked again over the same line.
        """
        try:
            target = read_target(request.url)
        except AskedWrongly as error:
            return Reply(status=0, said=str(error), barred=True)
        to = (target.secure, target.host, target.port)
        return self._dead.get(to) or self._tried(target, request, to)

    def _tried(self, target: Target, request: Request, to: tuple[bool, str, int]) -> Reply:
        try:
            return self._answer(target, request, to)
        except Refused as error:
            failed = Reply(status=0, said=str(error), barred=True)
        except (HttpFault, OSError, ValueError) as error:
            failed = Reply(status=0, said=_said(error))
        self.close()
        self._dead[to] = failed
        return failed

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answer(self, target: Target, request: Request, to: tuple[bool, str, int]) -> Reply:
        connection, kept = self._connected(target, to)
        headers = {"User-Agent": _AGENT, **request.headers}
        try:
            connection.request(request.method, target.path, request.body or None, headers)
            answer = connection.getresponse()
        except ConnectionError:
            self.close()
            if not kept:
                raise
            return self._answer(target, request, to)  # closed since the last request
        return self._read(answer)

    def _connected(
        self, target: Target, to: tuple[bool, str, int]
    ) -> tuple[GuardedConnection, bool]:
        if self._connection is not None and self._to == to and self._connection.sock:
            self._connection.begin()
            return self._connection, True
        self.close()
        self._to = to
        self._connection = GuardedConnection(target, self._guard, seconds=self._seconds, whole=True)
        return self._connection, False

    def _read(self, answer: http.client.HTTPResponse) -> Reply:
        with answer:
            body = answer.read(MOST_BYTES + 1)
            whole = answer.isclosed()
        if not whole:
            self.close()
        said = body[:_QUOTED].decode("utf-8", "replace") if answer.status >= _REFUSED else ""
        return Reply(
            status=answer.status,
            said=said,
            body=body[:MOST_BYTES],
            retry_after=answer.headers.get("Retry-After", ""),
        )


_REFUSED = HTTPStatus.MULTIPLE_CHOICES


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
