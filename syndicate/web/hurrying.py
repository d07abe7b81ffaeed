"""Who asks for whole feeds so often that they must wait?

Somebody who says what they have (If-None-Match, If-Modified-Since) never does: a feed that
has not changed costs them and us next to nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from math import ceil

from starlette.types import Scope

from syndicate.domain.fetches import MOST_NETWORKS, Fetches
from syndicate.domain.limits import Limit
from syndicate.domain.networks import network_of

_SECOND = timedelta(seconds=1)


class Hurrying:
    """Counts the feeds that each network is sent whole; `limit` is None where any number is."""

    def __init__(self, limit: Limit | None, now: Callable[[], datetime]) -> None:
        self._fetches = Fetches(limit) if limit else None
        self._now = now
        # Reading an address takes longer than all the rest, and the same ones come again.
        self._network_of = lru_cache(MOST_NETWORKS)(network_of)

    def wait(self, scope: Scope) -> int:
        """Return for how many seconds the sender of a request has to wait; 0 counts it.

        `client` of the scope is what the server believes: it asks no header of anybody but
        a proxy that it trusts. A network of our own is nobody, as `network_of` has it.
        """
        client = scope.get("client")
        network = self._network_of(client[0]) if client else ""
        if self._fetches is None or not network:
            return 0
        return ceil(self._fetches.take(network, self._now()) / _SECOND)
