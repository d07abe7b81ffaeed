"""What is answered to whoever watches the process, and not to readers?"""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.web.answers import plain


class OperatorFace:
    """Whether the process lives, and whether visitors may be sent to it."""

    def __init__(self, readiness: Callable[[], Sequence[str]]) -> None:
        self._readiness = readiness

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [Route("/healthz", self.alive), Route("/readyz", self.ready)]

    async def alive(self, _: Request) -> Response:
        """Answer that the process lives: no thread is waited for, and no store."""
        return plain("ok", 200)

    def ready(self, _: Request) -> Response:
        """Answer whether visitors may come."""
        faults = self._readiness()
        return plain("\n".join(faults), 503) if faults else plain("ready", 200)
