"""What do proxies in front change? Who asked, over which scheme, and under which prefix."""

from collections.abc import Iterable, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from syndicate.domain.forwarding import asker, is_one_of
from syndicate.domain.reach import Network

_FOR, _SCHEME = b"x-forwarded-for", b"x-forwarded-proto"
_TOLD = (b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"x-real-ip")
_NUMBER = b"x-request-id"
_OF_PROXIES = frozenset({*_TOLD, _NUMBER})
_SCHEMES = {b"http": "http", b"https": "https"}


class Proxies:
    """Puts a request as it was before proxies of ours took it.

    Headers that a listed proxy sends are heeded and taken away, but for the number of the
    request; those of anybody else stay, heeded by nobody, and their number is taken away.
    Who is asked for by other headers than X-Forwarded-For, nobody knows: "".
    `prefix` is the path of base_url. A proxy may hand paths over whole, or without it: both
    are the same address.
    """

    def __init__(self, proxies: Sequence[Network], prefix: str) -> None:
        self._proxies = proxies
        self._prefix = prefix

    def __call__(self, scope: Scope) -> None:
        """Put one request right."""
        if self._prefix:
            self._put_below(scope)
        for name, _ in scope["headers"]:  # faster than any(): every feed waits for it
            if name in _OF_PROXIES:
                self._believe(scope)
                return

    def _put_below(self, scope: Scope) -> None:
        path = scope["path"]
        if path != self._prefix and not path.startswith(f"{self._prefix}/"):
            path = self._prefix + path
        scope["path"], scope["root_path"] = path, self._prefix

    def _believe(self, scope: Scope) -> None:
        client, headers = scope.get("client"), scope["headers"]
        if client is None or not is_one_of(client[0], self._proxies):
            scope["headers"] = [each for each in headers if each[0] != _NUMBER]
            return
        if told := ",".join(_values(headers, _FOR)):
            scope["client"] = (asker(client[0], told.split(","), self._proxies), 0)
        elif _told_by_proxies(name for name, _ in headers):
            scope["client"] = ("", 0)  # somebody else's request, and whose is not told
        for name, value in headers:
            if name == _SCHEME:
                scope["scheme"] = _SCHEMES.get(value.strip().lower(), scope["scheme"])
        scope["headers"] = [each for each in headers if each[0] not in _TOLD]


class Behind:
    """Passes requests on to an application as they were before proxies of ours took them."""

    def __init__(self, app: ASGIApp, heed: Proxies) -> None:
        self._app = app
        self._heed = heed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] == "http":
            self._heed(scope)
        await self._app(scope, receive, send)


def told_by_strangers(names: Iterable[str]) -> bool:
    """Tell whether headers are there that only a proxy sends, and no listed one sent."""
    return _told_by_proxies(name.encode("latin-1") for name in names)


def _told_by_proxies(names: Iterable[bytes]) -> bool:
    """Tell whether headers are there that only a proxy sends."""
    return any(name in _TOLD for name in names)


def _values(headers: Iterable[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in headers if name == wanted]
