"""What did a reader fill in, or agree to by a button?"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
TRAP = "website"
_SENT = "application/x-www-form-urlencoded"
_METHODS = ["GET", "POST"]

Answer = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as they were sent, in their order."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return a field's value without blanks around it; empty when it was not sent."""
        return next((value.strip() for field, value in self.fields if field == name), "")

    @property
    def trapped(self) -> bool:
        """Tell whether a program filled it in: a field has words that people do not see."""
        return bool(self.one(TRAP))

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value sent for a field."""
        return tuple(value for field, value in self.fields if field == name)


def form_route(path: str, show: Answer, take: Callable[[Request, Form], Response]) -> Route:
    """Return a route that shows a form, and takes what was filled in."""

    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            return await anyio.to_thread.run_sync(take, request, await _form(request))
        return await anyio.to_thread.run_sync(show, request)

    return Route(path, endpoint, methods=_METHODS)


def button_route(path: str, show: Answer, press: Answer) -> Route:
    """Return a route that shows a button, and does what it says when it is pressed.

    Whatever is posted is not read: mail programs send it in forms of their own
    (RFC 8058 §3.2).
    """

    def endpoint(request: Request) -> Response:
        return press(request) if request.method == "POST" else show(request)

    return Route(path, endpoint, methods=_METHODS)


async def _form(request: Request) -> Form:
    """Read a form as browsers send it: small, and without files."""
    sent_as = request.headers.get("content-type", _SENT).partition(";")[0].strip().lower()
    if sent_as != _SENT:
        raise HTTPException(415, f"send the form as {_SENT}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"the form is longer than {MOST_BYTES} bytes")
    return Form(_fields(body.decode(errors="replace")))


def _fields(sent: str) -> tuple[tuple[str, str], ...]:
    try:
        fields = parse_qsl(sent, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, f"the form has more than {MOST_FIELDS} fields") from error
    if any("\0" in value for _, value in fields):
        raise HTTPException(400, "no field holds NUL")
    return tuple(fields)
