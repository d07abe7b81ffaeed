"""How does somebody outside fetch a site's public documents?

At an address that the operator gives, wherever that is: nobody else can make this ask
anything. What answers is not trusted: it is bounded in size, in the time of each step and in
that of a whole answer, and may lead to another address of the same host only.
"""

import http.client
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from syndicate.domain.reach import Target
from syndicate.errors import AskedWrongly, CouldNot, Temporary
from syndicate.transports.egress import HttpFault
from syndicate.transports.guarded import Guard, GuardedConnection
from syndicate.transports.timed import Deadline

TIMEOUT_SECONDS = 20.0
LONGEST_SECONDS = 180.0
MOST_BYTES = 32 * 1024 * 1024
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 502, 503, 504})
_HEADERS: Mapping[str, str] = MappingProxyType(
    {"Accept": "application/json, text/html;q=0.5", "Cache-Control": "no-cache"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was answered, after redirects."""

    status: int
    body: bytes


class Fetching:
    """Fetches documents below one address, over one connection while it lasts.

    `timeout` is for each wait, `longest` for a whole document.
    """

    def __init__(
        self, url: str, *, timeout: float = TIMEOUT_SECONDS, longest: float = LONGEST_SECONDS
    ) -> None:
        self._base = _parts(url)
        self._deadline = Deadline(longest, timeout)
        self._connection: GuardedConnection | None = None

    @property
    def url(self) -> str:
        """Return the address, without a slash at its end."""
        return urlunsplit(self._base).rstrip("/")

    def get(self, path: str) -> Fetched:
        """GET a path below the address.

        Raises Temporary where nothing, or a fault of the server, is answered; CouldNot
        where the answer leads to another host, or is too long.
        """
        target = urlsplit(self.url + path)
        self._deadline.begin()
        for _ in range(_MOST_REDIRECTS + 1):
            status, body, location = self._ask(target)
            if status not in _REDIRECTS or not location:
                return Fetched(status=status, body=body)
            target = self._led(target, location)
        raise CouldNot(f"{self.url}{path} leads on and on; look at it with a browser")

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _led(self, target: SplitResult, location: str) -> SplitResult:
        """Return where an answer leads; only from http to https may it change the host's port."""
        led = _joined(target, location)
        secured = (target.scheme, led.scheme) == ("http", "https")
        if led.hostname != target.hostname or (led.netloc != target.netloc and not secured):
            raise CouldNot(
                f"{urlunsplit(target)} leads to another host, {urlunsplit(led)}; if that is the "
                f"site, ask there: syndicate verify --url {led.scheme}://{led.netloc}"
            )
        if led.netloc != target.netloc or led.scheme != target.scheme:
            self.close()
            self._base = self._base._replace(scheme=led.scheme, netloc=led.netloc)
        return led

    def _ask(self, target: SplitResult) -> tuple[int, bytes, str]:
        """Ask once, and once more where a kept connection turns out to be closed."""
        kept = self._connection is not None
        try:
            return self._answer(target)
        except (HttpFault, OSError) as error:
            self.close()
            if kept and isinstance(error, ConnectionResetError | BrokenPipeError):
                return self._ask(target)
            raise _unreachable(target, error) from error

    def _answer(self, target: SplitResult) -> tuple[int, bytes, str]:
        if self._connection is None:
            self._connection = self._connect(target)
        path = urlunsplit(("", "", target.path or "/", target.query, ""))
        self._connection.request("GET", path, headers=_HEADERS)
        with self._connection.getresponse() as response:
            body = response.read(MOST_BYTES + 1)
            location = response.headers.get("Location", "")
            status = response.status
            if response.length and len(body) <= MOST_BYTES:
                raise http.client.IncompleteRead(body, response.length)
        if len(body) > MOST_BYTES:
            self.close()
            raise CouldNot(f"{urlunsplit(target)} answers with more than {MOST_BYTES} bytes")
        if status in _BUSY:
            raise Temporary(f"{urlunsplit(target)} answers {status} now; try again later")
        return status, body, location

    def _connect(self, target: SplitResult) -> GuardedConnection:
        secure = target.scheme == "https"
        port = target.port or (443 if secure else 80)
        to = Target(secure=secure, host=target.hostname or "", port=port, path="/")
        return GuardedConnection(to, Guard(None), self._deadline)


def _parts(url: str) -> SplitResult:
    with suppress(ValueError):
        parts = urlsplit(url)
        plain = not (parts.username or parts.password) and url.isprintable() and " " not in url
        if parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and plain:
            return parts._replace(fragment="")
    raise AskedWrongly(f"{url!r} is no address of a site; write it as in https://news.example.org")


def _joined(target: SplitResult, location: str) -> SplitResult:
    try:
        return _parts(urljoin(urlunsplit(target), location))
    except (ValueError, AskedWrongly) as error:
        raise CouldNot(
            f"{urlunsplit(target)} leads to {location!r}, which is no address"
        ) from error


def _unreachable(target: SplitResult, error: Exception) -> Temporary:
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Temporary(f"{urlunsplit(target)} cannot be fetched: {why}; try again later")
