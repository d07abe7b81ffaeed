"""In which form do answers leave? Under a strict policy, and not again to who has them."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from syndicate.errors import Temporary
from syndicate.web.conditional import matches

log = structlog.get_logger()

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_STRICT = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Readers see a change at once; caches between may lag half a minute.
_KEPT = "public, max-age=0, s-maxage=30, must-revalidate"
_ABOUT_BYTES = ("content-type", "content-length")


def page(html: str, status: int = 200) -> Response:
    """Return a public page."""
    kept = _KEPT if status == HTTPStatus.OK else "no-cache"
    return tagged(HTMLResponse(html, status, {"Cache-Control": kept}))


def public_json(text: str) -> Response:
    """Return JSON for programs: as public as a page, but nothing to be found by searching."""
    headers = {"Cache-Control": _KEPT, "X-Robots-Tag": "noindex"}
    return tagged(Response(text, 200, headers, "application/json"))


def public_feed(body: bytes, media_type: str) -> Response:
    """Return a feed that is drawn when it is asked for; nothing to be found by searching."""
    headers = {"Cache-Control": _KEPT, "X-Robots-Tag": "noindex", "Content-Type": media_type}
    return tagged(Response(body, 200, headers))


def private_page(html: str, status: int = 200) -> Response:
    """Return a page that is one reader's own: kept by nobody, its address told to nobody."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(html, status, headers)


def plain(text: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return a line for a person or a program, under the policy wherever it leaves from."""
    told = {**_STRICT, "Cache-Control": "no-store", **(headers or {})}
    return PlainTextResponse(f"{text}\n", status, told)


def busy(error: Temporary) -> Response:
    """Tell to come back soon; what the matter is, is for the log alone."""
    log.warning("request_failed", error=type(error).__name__)  # its words may hold a token
    return plain("busy; try again in some seconds", 503, {"Retry-After": "5"})


def lead(url: str, status: int) -> Response:
    """Lead to an address of the site, by whatever name the host was reached.

    Nobody keeps where it leads, as browsers do for good (RFC 9110 §15.4.2): an article may
    have its former address back, or be withdrawn, and the words of its newest one with it.
    """
    return RedirectResponse(local(url), status, {**_STRICT, "Cache-Control": "no-cache"})


def local(url: str) -> str:
    """Return an address without its scheme and host."""
    path, *rest = urlsplit(url)[2:]
    return urlunsplit(("", "", f"/{path.lstrip('/')}", *rest))  # two slashes would name a host


def tagged(response: Response) -> Response:
    """Give a response an ETag that is a function of its bytes."""
    response.headers["ETag"] = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
    return response


class Strict:
    """Puts every answer under the policy, and answers 304 to who has the bytes already.

    Nobody is led to another host: the framework's own redirects repeat whichever was asked for.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        silent = scope["method"] == "HEAD"
        asked = ",".join(Headers(scope=scope).getlist("if-none-match")).encode("latin-1")

        async def answer(message: Message) -> None:
            nonlocal silent
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _put_under_policy(headers)
                if scope["method"] in {"GET", "HEAD"} and _known(message, headers, asked):
                    silent = True
                    _shorten(message, headers)
            elif silent:
                message["body"] = b""
            await send(message)

        await self._app(scope, receive, answer)


def _put_under_policy(headers: MutableHeaders) -> None:
    for name, value in _STRICT.items():
        headers.setdefault(name, value)
    if "location" in headers:
        headers["location"] = local(headers["location"])


def _known(message: Message, headers: MutableHeaders, asked: bytes) -> bool:
    etag = headers.get("etag", "").encode()
    whole = message["status"] == HTTPStatus.OK
    return bool(asked and etag) and whole and matches(etag, asked)


def _shorten(message: Message, headers: MutableHeaders) -> None:
    """Make an answer a 304: it keeps what a cache updates (RFC 9110 §15.4.5)."""
    message["status"] = HTTPStatus.NOT_MODIFIED.value
    for name in _ABOUT_BYTES:
        del headers[name]
