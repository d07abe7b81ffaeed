"""Where may an HTTP connection lead, and how is it opened so that it leads nowhere else?

A name is resolved once, every address it has is judged, and one of these very addresses is
connected to: a name server that answers otherwise a moment later changes nothing.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from syndicate.domain.reach import Network, Target, is_allowed, is_public, usual_port
from syndicate.errors import Refused
from syndicate.transports.timed import Deadline, Finding, Timed

MOST_ADDRESSES = 4

Resolve = Callable[[str, int], Sequence[str]]


def resolved(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Guard:
    """Says where connections may go: to everybody's addresses, and to networks allowed.

    With None for these, as for an address that the operator types, all are. `setting` is
    where the operator allows more.
    """

    def __init__(
        self,
        allowed: Sequence[Network] | None = (),
        resolve: Resolve = resolved,
        setting: str = "allow",
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._setting = setting

    def connected(self, target: Target, left: Callable[[], float]) -> socket.socket:
        """Connect to where a request goes. Raises Refused where it may not, and OSError.

        All of it ends in the time that is left; the first few addresses share it.
        """
        found = Finding(lambda: self._resolve(target.host, target.port))
        addresses = found.within(left())
        for address in addresses:
            self._judge(target, address)
        return _first(target, addresses[:MOST_ADDRESSES], left)

    def _judge(self, target: Target, address: str) -> None:
        if self._allowed is None or is_allowed(address, self._allowed):
            return
        if not is_public(address):
            raise Refused(
                f"{target.host} is at {address}, where nothing is sent; "
                f'if it is yours, set [egress] {self._setting} = ["{address}"]'
            )
        if not usual_port(target):
            raise Refused(f"nothing is sent to port {target.port} of {target.host}")


def _first(target: Target, addresses: Sequence[str], left: Callable[[], float]) -> socket.socket:
    """Connect to the first address that answers; each has its part of the time left."""
    fault = OSError(f"{target.host} has no address")
    for tried, address in enumerate(addresses):
        try:
            seconds = left() / (len(addresses) - tried)
            return socket.create_connection((address, target.port), seconds)
        except OSError as error:
            fault = error
    raise fault


class GuardedConnection(http.client.HTTPConnection):
    """An HTTP connection, also over TLS, that a guard opens and a deadline ends."""

    def __init__(self, target: Target, guard: Guard, deadline: Deadline) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.secure else 80
        self._target = target
        self._guard = guard
        self._deadline = deadline

    def begin(self) -> None:
        """Count the seconds of an exchange from now."""
        self._deadline.begin()

    def connect(self) -> None:
        """Connect, now or again, to where the guard lets us."""
        opened = self._guard.connected(self._target, self._deadline.left)
        try:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._target.secure:
                opened.settimeout(self._deadline.left())
                opened = _tls().wrap_socket(opened, server_hostname=self._target.host)
        except (OSError, ValueError):
            opened.close()
            raise
        self.sock: Any = Timed(opened, self._deadline.left)


@cache
def _tls() -> ssl.SSLContext:
    """Return what certificates are checked by; to load them takes a while."""
    return ssl.create_default_context()
