"""Which events are owed to which webhooks, and which were told with what answer?"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, text, update

from syndicate.domain.events import Event
from syndicate.domain.webhooks import Call, CallStatus
from syndicate.errors import NotFound
from syndicate.store.dialects import inserting
from syndicate.store.jobs import Jobs
from syndicate.store.put_off import comes_up
from syndicate.store.tables import webhook_calls

_C = webhook_calls.c
_WAITS = text("status = 'waiting'")


class WebhookCalls:
    """The calls of one transaction, which are the log of what webhooks were told."""

    def __init__(self, connection: Connection, jobs: Jobs) -> None:
        self._connection = connection
        self._jobs = jobs

    def owe(self, webhook: str, key: str, event: Event, now: datetime) -> None:
        """Owe a webhook an event; one that it is owed already, or was told, changes nothing."""
        row = {
            "webhook": webhook,
            "key": key,
            "seq": event.seq,
            "article_id": event.article_id,
            "change": event.change,
            "number": event.number,
            "recorded": event.recorded,
            "status": CallStatus.WAITING,
            "began": now,
        }
        adding = inserting(self._connection, webhook_calls).values(row).on_conflict_do_nothing()
        self._connection.execute(adding)
        self._jobs.errands()

    def due(self, webhooks: Collection[str], now: datetime) -> bool:
        """Tell whether any of these webhooks is to be called now."""
        statement = select(_C.id).where(*_waiting(webhooks, now)).limit(1)
        return self._connection.execute(statement).first() is not None

    def waiting(
        self, webhooks: Collection[str], limit: int, busy: Collection[int], now: datetime
    ) -> Sequence[Call]:
        """Return some calls to make now, the oldest first, none of those under way."""
        statement = select(webhook_calls).where(*_waiting(webhooks, now), _C.id.not_in(busy))
        rows = self._connection.execute(statement.order_by(_C.id).limit(limit))
        return [_call(row) for row in rows]

    def settle(self, call: Call, status: CallStatus, said: str, now: datetime) -> None:
        """Note how a call ended."""
        ended = {"status": status, "said": said, "settled": now, "attempts": _C.attempts + 1}
        self._set(call, ended)

    def put_off(self, call: Call, said: str, until: datetime) -> None:
        """Have a call made later."""
        self._set(call, {"said": said, "not_before": until, "attempts": _C.attempts + 1})

    def _set(self, call: Call, values: Mapping[str, object]) -> None:
        own = (_C.id == call.id) & (_C.began == call.began)
        self._connection.execute(update(webhook_calls).where(own).values(values))

    def again(self, call_id: int, now: datetime) -> None:
        """Owe an event once more, from the beginning."""
        anew = {"status": CallStatus.WAITING, "began": now, "attempts": 0, "not_before": None}
        one = update(webhook_calls).where(_C.id == call_id)
        self._connection.execute(one.values(**anew, settled=None))
        self._jobs.errands()

    def get(self, call_id: int) -> Call:
        """Return a call. Raises NotFound."""
        row = self._connection.execute(select(webhook_calls).where(_C.id == call_id)).first()
        if row is None:
            raise NotFound(f"there is no call {call_id}; see syndicate webhook calls")
        return _call(row)

    def page(
        self, webhook: str | None, status: CallStatus | None, after: int, limit: int
    ) -> Sequence[Call]:
        """Return calls by number."""
        statement = select(webhook_calls).where(_C.id > after).order_by(_C.id).limit(limit)
        if webhook is not None:
            statement = statement.where(_C.webhook == webhook)
        if status is not None:
            statement = statement.where(_C.status == status)
        return [_call(row) for row in self._connection.execute(statement)]

    def counts(self) -> Mapping[tuple[str, CallStatus], int]:
        """Return how many calls of each webhook stand how."""
        grouped = select(_C.webhook, _C.status, func.count().label("total"))
        rows = self._connection.execute(grouped.group_by(_C.webhook, _C.status))
        return {(row.webhook, row.status): row.total for row in rows}

    def orphaned(self, webhooks: Collection[str], before: datetime) -> bool:
        """Tell whether any has waited since before an instant for none of these webhooks."""
        statement = select(_C.id).where(*_orphaned(webhooks, before)).limit(1)
        return self._connection.execute(statement).first() is not None

    def end_orphaned(
        self, webhooks: Collection[str], before: datetime, said: str, now: datetime
    ) -> int:
        """Note that these have failed; return how many they were."""
        ended = {"status": CallStatus.FAILED, "said": said, "settled": now}
        statement = update(webhook_calls).where(*_orphaned(webhooks, before)).values(ended)
        return self._connection.execute(statement).rowcount

    def old(self, before: datetime) -> bool:
        """Tell whether any call was settled before an instant."""
        statement = select(_C.id).where(_C.settled < before).limit(1)
        return self._connection.execute(statement).first() is not None

    def drop_old(self, before: datetime) -> None:
        """Delete calls that were settled before an instant."""
        self._connection.execute(delete(webhook_calls).where(_C.settled < before))


def _orphaned(webhooks: Collection[str], before: datetime) -> Sequence[Any]:
    return [_WAITS, _C.webhook.not_in(webhooks), _C.began <= before]


def _waiting(webhooks: Collection[str], now: datetime) -> Sequence[Any]:
    come = comes_up(_C.not_before, now)
    return [_WAITS, _C.webhook.in_(webhooks), come]


def _call(row: Row[Any]) -> Call:
    return Call(
        id=row.id,
        webhook=row.webhook,
        key=row.key,
        article_id=row.article_id,
        change=row.change,
        number=row.number,
        recorded=row.recorded,
        status=row.status,
        attempts=row.attempts,
        began=row.began,
        not_before=row.not_before,
        said=row.said,
        settled=row.settled,
    )
