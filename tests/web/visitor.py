"""How does a test visit a site? As a server would hand the request over, byte for byte."""

import atexit
from collections.abc import Mapping, MutableMapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import unquote

import anyio
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.datastructures import Headers
from starlette.types import ASGIApp

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Asks an application."""

    site: ASGIApp
    host: str = "harbour.example"
    address: str = "203.0.113.7"

    def get(self, target: str, **headers: str) -> Answer:
        """GET a path; header names are written with underscores."""
        return self.ask("GET", target, headers)

    def head(self, target: str, **headers: str) -> Answer:
        """HEAD a path."""
        return self.ask("HEAD", target, headers)

    def post(self, target: str, sent: str | bytes = "", **headers: str) -> Answer:
        """POST a form, or anything else under another content_type."""
        body = sent.encode() if isinstance(sent, str) else sent
        return self.ask("POST", target, {"content_type": _FORM, **headers}, body)

    def ask(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Make one request. What the application raises after its answer is not raised here."""
        visit = _Visit(self._scope(method, target, headers or {}, body), body)
        _portal().call(visit.made_to, self.site)
        return visit.answer

    def _scope(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes
    ) -> dict[str, Any]:
        path, _, query = target.partition("?")
        told = {"host": self.host, "content-length": str(len(body)), **headers}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [
                (name.replace("_", "-").encode(), value.encode("latin-1"))
                for name, value in told.items()
            ],
            "client": (self.address, 4711),
            "server": (self.host, 443),
        }


@cache
def _portal() -> BlockingPortal:
    """Start a loop for every visit of this process: one for each takes ten times a request.

    It has a thread of its own, since where a browser is open, this one has a loop already.
    """
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(start_blocking_portal())


@dataclass(slots=True)
class _Visit:
    scope: dict[str, Any]
    body: bytes
    messages: list[MutableMapping[str, Any]] = field(default_factory=list)
    received: bool = False

    async def made_to(self, site: ASGIApp) -> None:
        try:
            await site(self.scope, self._receive, self._send)
        except Exception:
            if not self.messages:
                raise

    async def _receive(self) -> dict[str, Any]:
        if self.received:
            await anyio.sleep_forever()  # nobody hangs up
        self.received = True
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        self.messages.append(message)

    @property
    def answer(self) -> Answer:
        start, *rest = self.messages
        return Answer(
            status=start["status"],
            headers=Headers(raw=list(start["headers"])),
            body=b"".join(message.get("body", b"") for message in rest),
        )
