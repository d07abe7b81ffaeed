"""Who subscribed to which document, until when, and what were they told last?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    func,
    select,
    update,
)

from syndicate.domain.errands import WHOLE, Part, host_of
from syndicate.domain.websub import Callback, Intent
from syndicate.store.dialects import inserting
from syndicate.store.parts import in_part
from syndicate.store.put_off import comes_up
from syndicate.store.tables import hub_callbacks, hub_topics

_C = hub_callbacks.c
_BEHIND = _C.version < hub_topics.c.version
_SELECT = select(
    hub_callbacks,
    hub_topics.c.feed,
    hub_topics.c.format,
    hub_topics.c.version.label("newest"),
    hub_topics.c.etag,
).join_from(hub_callbacks, hub_topics)


class HubCallbacks:
    """The subscriptions of the hub in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, intent: Intent, now: datetime) -> None:
        """Keep a subscription whose intent was verified; one that is there is renewed."""
        row = {
            "topic_id": intent.topic_id,
            "url": intent.url,
            "host": host_of(intent.url),
            "secret": intent.secret,
            "since": now,
            "until": now + intent.lease,
            "version": intent.version,
        }
        adding = inserting(self._connection, hub_callbacks).values(row)
        renewed = {
            "secret": intent.secret,
            "until": now + intent.lease,
            "attempts": 0,
            "not_before": None,  # it has just answered: what it missed is told at once
        }
        one = [_C.topic_id, _C.url]
        statement = adding.on_conflict_do_update(index_elements=one, set_=renewed)
        self._connection.execute(statement)
        missed = (hub_topics.c.id == intent.topic_id) & (hub_topics.c.version > intent.version)
        self._connection.execute(update(hub_topics).where(missed).values(open=True))

    def due(self, now: datetime, part: Part = WHOLE) -> bool:
        """Tell whether any callback of a part is owed something now."""
        there = in_part(self._connection, _C.host, part)
        statement = _SELECT.where(*_owed(now), *there).limit(1)
        return self._connection.execute(statement).first() is not None

    def count_behind(self, most: int, now: datetime) -> int:
        """Count, up to so many, who is owed something now."""
        found = _SELECT.where(*_owed(now)).limit(most).subquery()
        statement = select(func.count()).select_from(found)
        return self._connection.execute(statement).scalar_one()

    def behind(
        self,
        limit: int,
        busy: Collection[int],
        full: Collection[str],
        now: datetime,
        part: Part = WHOLE,
    ) -> Sequence[Callback]:
        """Return some of a part that are owed something now; none under way, nor of full hosts."""
        free = (_C.id.not_in(busy), _C.host.not_in(full))
        there = in_part(self._connection, _C.host, part)
        statement = _SELECT.where(*_owed(now), *free, *there)
        return [_callback(row) for row in self._connection.execute(statement.limit(limit))]

    def told(self, callbacks: Sequence[tuple[Callback, str]]) -> None:
        """Note which version callbacks took, and what they said."""
        rows = [_named(c) | {"newest": c.version, "answer": said} for c, said in callbacks]
        if rows:
            self._connection.execute(_TOLD, rows)

    def put_off(self, callbacks: Sequence[tuple[Callback, str, datetime]]) -> None:
        """Note when callbacks that could not be told are tried again."""
        rows = [_named(c) | {"answer": said, "again": at} for c, said, at in callbacks]
        if rows:
            self._connection.execute(_PUT_OFF, rows)

    def end(self, ids: Collection[int]) -> int:
        """End subscriptions; return how many there were."""
        if not ids:
            return 0
        return self._connection.execute(delete(hub_callbacks).where(_C.id.in_(ids))).rowcount

    def end_of(self, topic_id: int, url: str) -> None:
        """End a callback's subscription to one topic."""
        own = (_C.topic_id == topic_id) & (_C.url == url)
        self._connection.execute(delete(hub_callbacks).where(own))

    def lapsed(self, now: datetime) -> int:
        """Return how many leases have ended."""
        statement = select(func.count()).select_from(hub_callbacks).where(_C.until <= now)
        return self._connection.execute(statement).scalar_one()

    def end_lapsed(self, now: datetime) -> None:
        """End subscriptions whose leases have ended."""
        self._connection.execute(delete(hub_callbacks).where(_C.until <= now))

    def has(self, topic_id: int, url: str) -> bool:
        """Tell whether a callback is subscribed to a topic."""
        own = select(_C.id).where(_C.topic_id == topic_id, _C.url == url)
        return self._connection.execute(own).first() is not None

    def of_host(self, host: str) -> int:
        """Return how many subscriptions a host has."""
        statement = select(func.count()).select_from(hub_callbacks).where(_C.host == host)
        return self._connection.execute(statement).scalar_one()

    def page(self, after: int, limit: int) -> Sequence[Callback]:
        """Return subscriptions by number."""
        statement = _SELECT.where(_C.id > after).order_by(_C.id).limit(limit)
        return [_callback(row) for row in self._connection.execute(statement)]


def _owed(now: datetime) -> Sequence[ColumnElement[bool]]:
    come = comes_up(_C.not_before, now)
    return [and_(hub_topics.c.open, _BEHIND), come, _C.until > now]


# Whoever followed a feed to its new name meanwhile was told nothing of that one: versions of
# two topics are no versions of one another.
_ONE = update(hub_callbacks).where(_C.id == bindparam("one"), _C.topic_id == bindparam("of"))
_TOLD = _ONE.values(
    version=bindparam("newest"), said=bindparam("answer"), attempts=0, not_before=None
)
_PUT_OFF = _ONE.values(
    attempts=_C.attempts + 1, said=bindparam("answer"), not_before=bindparam("again")
)


def _named(callback: Callback) -> dict[str, object]:
    return {"one": callback.id, "of": callback.topic_id}


def _callback(row: Row[Any]) -> Callback:
    return Callback(
        id=row.id,
        topic_id=row.topic_id,
        feed=row.feed,
        format=row.format,
        url=row.url,
        secret=row.secret,
        since=row.since,
        until=row.until,
        version=row.newest,
        behind=row.version < row.newest,
        closed=not row.etag,
        attempts=row.attempts,
        not_before=row.not_before,
        said=row.said,
    )
