"""Which outside hubs are owed the news that a document changed?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from syndicate.domain.errands import Ping, host_of
from syndicate.domain.feeds import FeedFormat
from syndicate.store.dialects import inserting
from syndicate.store.jobs import Jobs
from syndicate.store.put_off import comes_up
from syndicate.store.tables import pings

_C = pings.c


class Pings:
    """The pings of one transaction: at most one for each hub and document."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs

    def owe(self, hubs: Collection[str], feeds: Collection[str], now: datetime) -> None:
        """Owe each hub a ping for every format of these feeds."""
        rows = [
            {"hub": hub, "feed": feed, "format": format_, "began": now}
            for hub in hubs
            for feed in sorted(feeds)
            for format_ in FeedFormat
        ]
        if not rows:
            return
        again = {"touches": _C.touches + 1, "began": now, "attempts": 0, "not_before": None}
        one = [_C.hub, _C.feed, _C.format]
        statement = inserting(self._connection, pings).on_conflict_do_update(
            index_elements=one, set_=again
        )
        self._connection.execute(statement, rows)
        self._jobs.errands()

    def due(self, now: datetime) -> bool:
        """Tell whether any is to be sent now."""
        come = comes_up(_C.not_before, now)
        return self._connection.execute(select(_C.id).where(come).limit(1)).first() is not None

    def waiting(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Ping]:
        """Return some to send now, none of those under way, nor of full hosts."""
        come = comes_up(_C.not_before, now)
        statement = select(pings).where(come, _C.id.not_in(busy), _C.hub.not_in(self._of(full)))
        return [_ping(row) for row in self._connection.execute(statement.limit(limit))]

    def _of(self, hosts: Collection[str]) -> Sequence[str]:
        if not hosts:
            return []
        hubs = self._connection.execute(select(_C.hub).distinct()).scalars()
        return [hub for hub in hubs if host_of(hub) in hosts]

    def settle(self, ping: Ping) -> None:
        """Owe it no more, unless the document changed again since it was sent."""
        same = (_C.id == ping.id) & (_C.touches == ping.touches)
        self._connection.execute(delete(pings).where(same))

    def put_off(self, ping: Ping, said: str, until: datetime) -> None:
        """Have it sent later."""
        later = {"attempts": _C.attempts + 1, "said": said, "not_before": until}
        same = (_C.id == ping.id) & (_C.touches == ping.touches)
        self._connection.execute(update(pings).where(same).values(later))


def _ping(row: Row[Any]) -> Ping:
    return Ping(
        id=row.id,
        hub=row.hub,
        feed=row.feed,
        format=row.format,
        touches=row.touches,
        attempts=row.attempts,
        began=row.began,
    )
