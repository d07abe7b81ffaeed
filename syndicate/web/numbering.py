"""By what are the log lines of one request known? By a number, which a proxy of ours may give."""

import re
import secrets

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

log = structlog.get_logger()

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BYTES = 8


class Numbering:
    """Gives each request a number that stands in every log line of it, and in no answer.

    Where a listed proxy gave one (X-Request-Id, see `Proxies`), it is that.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        number = given if _PLAIN.fullmatch(given) else secrets.token_hex(_BYTES)
        with bound_contextvars(request=number):
            try:
                await self._app(scope, receive, send)
            except Exception as error:
                log.error("request_failed", error=type(error).__name__)  # noqa: TRY400 - its words may hold a token
                raise
