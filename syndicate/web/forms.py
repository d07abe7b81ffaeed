"""What did a reader fill in?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response

MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as they were sent, in their order."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """Return a field's value without blanks around it; empty when it was not sent."""
        return next((value.strip() for field, value in self.fields if field == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        """Return every value sent for a field."""
        return tuple(value for field, value in self.fields if field == name)


def read_form(
    answer: Callable[[Request, Form], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Read the request's form, then answer on a thread as every page does."""

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as sent:
            fields = tuple((name, str(value)) for name, value in sent.multi_items())
        return await anyio.to_thread.run_sync(answer, request, Form(fields))

    return endpoint
