"""What is answered to whoever watches the process, and not to readers?"""

from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from syndicate.domain.forwarding import is_one_of
from syndicate.domain.metrics import Measured
from syndicate.domain.reach import Network
from syndicate.errors import NotFound
from syndicate.render.exposition import MEDIA_TYPE, exposition
from syndicate.web.answers import plain
from syndicate.web.asking import client
from syndicate.web.proxies import told_by_strangers


class OperatorFace:
    """Whether the process lives, whether visitors may be sent to it, and what is measured."""

    def __init__(
        self,
        readiness: Callable[[], Sequence[str]],
        measure: Callable[[], Sequence[Measured]],
        readers: Sequence[Network],
    ) -> None:
        self._readiness = readiness
        self._measure = measure
        self._readers = readers

    def routes(self) -> list[Route]:
        """Return the addresses answered here."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _: Request) -> Response:
        """Answer that the process lives: no thread is waited for, and no store."""
        return plain("ok", 200)

    def ready(self, _: Request) -> Response:
        """Answer whether visitors may come."""
        faults = self._readiness()
        return plain("\n".join(faults), 503) if faults else plain("ready", 200)

    def metrics(self, request: Request) -> Response:
        """Answer with what is measured; to whom it is not for, as where there is nothing.

        Who came through a proxy that is not listed is at an address that nobody knows.
        """
        near = is_one_of(client(request), self._readers)
        if not near or told_by_strangers(request.headers):
            raise NotFound("metrics are for whom the settings allow")
        headers = {"Cache-Control": "no-store", "Content-Type": MEDIA_TYPE}
        return Response(exposition(self._measure()), 200, headers)
