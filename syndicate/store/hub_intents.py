"""Which requests to the hub wait for their callback to say that it meant them?"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from syndicate.domain.errands import WHOLE, Part, host_of
from syndicate.domain.websub import Asked, Intent, Topic
from syndicate.store.dialects import inserting
from syndicate.store.jobs import Jobs
from syndicate.store.parts import in_part
from syndicate.store.put_off import comes_up
from syndicate.store.tables import hub_intents, hub_topics

_C = hub_intents.c
_SELECT = select(hub_intents, hub_topics.c.feed, hub_topics.c.format).join_from(
    hub_intents, hub_topics
)


class HubIntents:
    """The unverified requests of one transaction; a newer one of a callback replaces an older."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs

    def put(self, asked: Asked, topic: Topic) -> None:
        """Keep a request until it is verified."""
        row = {
            "topic_id": topic.id,
            "url": asked.callback,
            "host": host_of(asked.callback),
            "mode": asked.mode,
            "secret": asked.secret,
            "lease": int(asked.lease.total_seconds()),
            "version": topic.version,
            "attempts": 0,
            "not_before": None,
        }
        own = (_C.topic_id == topic.id) & (_C.url == asked.callback)
        self._connection.execute(delete(hub_intents).where(own))
        adding = inserting(self._connection, hub_intents).values(row)
        statement = adding.on_conflict_do_update(index_elements=[_C.topic_id, _C.url], set_=row)
        self._connection.execute(statement)
        self._jobs.errands()

    def due(self, now: datetime, part: Part = WHOLE) -> bool:
        """Tell whether any of a part is to be verified now."""
        there = in_part(self._connection, _C.host, part)
        statement = select(_C.id).where(comes_up(_C.not_before, now), *there).limit(1)
        return self._connection.execute(statement).first() is not None

    def waiting(
        self,
        limit: int,
        busy: Collection[int],
        full: Collection[str],
        now: datetime,
        part: Part = WHOLE,
    ) -> Sequence[Intent]:
        """Return some of a part to verify now, none of those under way, nor of full hosts.

        Who was not asked yet goes before who did not answer.
        """
        free = (comes_up(_C.not_before, now), _C.id.not_in(busy), _C.host.not_in(full))
        statement = _SELECT.where(*free, *in_part(self._connection, _C.host, part))
        statement = statement.order_by(_C.attempts, _C.id).limit(limit)
        return [_intent(row) for row in self._connection.execute(statement)]

    def taken(self, intent_id: int) -> bool:
        """Forget a request, and tell whether it was there: none newer has replaced it."""
        deleted = self._connection.execute(delete(hub_intents).where(_C.id == intent_id))
        return bool(deleted.rowcount)

    def put_off(self, intent_id: int, until: datetime) -> None:
        """Have a request verified later."""
        later = {"attempts": _C.attempts + 1, "not_before": until}
        self._connection.execute(update(hub_intents).where(_C.id == intent_id).values(later))

    def has(self, topic_id: int, url: str) -> bool:
        """Tell whether a request of a callback for a topic waits."""
        own = select(_C.id).where(_C.topic_id == topic_id, _C.url == url)
        return self._connection.execute(own).first() is not None

    def of_host(self, host: str) -> int:
        """Return how many requests wait for a host."""
        statement = select(func.count()).select_from(hub_intents).where(_C.host == host)
        return self._connection.execute(statement).scalar_one()


def _intent(row: Row[Any]) -> Intent:
    return Intent(
        id=row.id,
        topic_id=row.topic_id,
        feed=row.feed,
        format=row.format,
        mode=row.mode,
        url=row.url,
        secret=row.secret,
        lease=timedelta(seconds=row.lease),
        version=row.version,
        attempts=row.attempts,
    )
