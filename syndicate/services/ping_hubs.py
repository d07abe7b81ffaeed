"""How do outside hubs learn that a document of ours changed?"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from syndicate.domain.errands import Errand, Ping, Reply, Request, host_of, next_try
from syndicate.domain.site import Site
from syndicate.domain.websub import ping_request
from syndicate.services.transactions import Transactions

log = structlog.get_logger()

PINGED_FOR = timedelta(days=1)


class Pings(Protocol):
    """What pinging asks of the pings that are owed."""

    def due(self, now: datetime) -> bool: ...
    def waiting(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Ping]: ...
    def settle(self, ping: Ping) -> None: ...
    def put_off(self, ping: Ping, said: str, until: datetime) -> None: ...


class Transaction(Protocol):
    """What pinging sees of the store."""

    @property
    def pings(self) -> Pings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PingHubs:
    """Tells outside hubs which documents changed, for a day if they do not answer."""

    transactions: Transactions[Transaction]
    site: Site
    chance: Callable[[], float]

    def due(self, now: datetime) -> bool:
        """Tell whether any ping is due."""
        with self.transactions.read() as tx:
            return tx.pings.due(now)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[Ping]]:
        """Return some pings to send now."""
        with self.transactions.read() as tx:
            pings = tx.pings.waiting(limit, busy, full, now)
        return [Errand(id=each.id, host=host_of(each.hub), about=each) for each in pings]

    def request(self, errand: Errand[Ping]) -> Request:
        """Return the ping."""
        ping = errand.about
        return ping_request(ping.hub, self.site.feed_url(ping.feed, ping.format.value))

    def settle(self, results: Sequence[tuple[Errand[Ping], Reply]], now: datetime) -> None:
        """Owe no more what was taken, or was tried for a day."""
        with self.transactions.write() as tx:
            for errand, reply in results:
                ping = errand.about
                late = now >= ping.began + PINGED_FOR
                if late and not reply.taken:
                    log.warning("ping_given_up", hub=ping.hub, feed=ping.feed, said=reply.quote)
                if late or reply.taken:
                    tx.pings.settle(ping)
                else:
                    again = next_try(ping.attempts + 1, reply, now, self.chance())
                    tx.pings.put_off(ping, reply.quote, again)
