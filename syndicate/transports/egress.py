"""How does a request that we owe leave this machine, and what is made of its answer?

Through a guarded connection, and only to where it may. Nobody is followed to where an answer
leads, proxies of the environment are not used, and whatever becomes of it is a reply.
"""

import http.client
from collections.abc import Sequence
from http import HTTPStatus

from syndicate.domain.errands import Reply, Request
from syndicate.domain.reach import Network, Target, read_target
from syndicate.errors import AskedWrongly, Refused
from syndicate.transports.guarded import Guard, GuardedConnection, Resolve, resolved
from syndicate.transports.timed import Deadline

SECONDS = 10.0
MOST_BYTES = 64 * 1024
_AGENT = "Syndicate"
_QUOTED = 120

HttpFault = http.client.HTTPException


class Egress:
    """The way out for what strangers, or settings, gave us the address of.

    `setting` is where the operator allows more than everybody's addresses.
    """

    def __init__(
        self,
        allowed: Sequence[Network] = (),
        *,
        seconds: float = SECONDS,
        resolve: Resolve = resolved,
        setting: str = "allow",
    ) -> None:
        self._guard = Guard(allowed, resolve, setting)
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
        self._connection = GuardedConnection(target, self._guard, Deadline(self._seconds))
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
