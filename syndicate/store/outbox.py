"""What happened to which article, and which of it still waits to be relayed?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from syndicate.domain.changes import Change
from syndicate.domain.events import Event
from syndicate.store.runs import runs
from syndicate.store.tables import outbox


class Outbox:
    """The events of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, event: Event) -> None:
        """Write an event beside the change that caused it."""
        row = {
            "article_id": event.article_id,
            "change": event.change,
            "number": event.number,
            "recorded": event.recorded,
            "quiet": event.quiet,
        }
        self._connection.execute(insert(outbox).values(row))

    def claim(self, limit: int) -> Sequence[Event]:
        """Return waiting events in order, held until this transaction ends.

        Those that failed come after those that were not tried yet. Since a relay handles
        whole articles by their newest state, order within an article is kept.
        """
        return [
            Event(
                seq=row.seq,
                article_id=row.article_id,
                change=row.change,
                number=row.number,
                recorded=row.recorded,
                quiet=row.quiet,
            )
            for row in self._connection.execute(_WAITING, {"most": limit})
        ]

    def unpublished(self, articles: Sequence[UUID]) -> Collection[UUID]:
        """Return which of these articles were ever unpublished: no revision tells of it."""
        among = outbox.c.article_id.in_(articles) & (outbox.c.change == Change.UNPUBLISH)
        statement = select(outbox.c.article_id).where(among).distinct()
        return set(self._connection.execute(statement).scalars())

    def forget(self, before: datetime, limit: int) -> int:
        """Delete some events that were relayed before an instant, oldest first; return how many.

        Those stay that tell what was unpublished: nothing else does.
        """
        over = (outbox.c.relayed < before) & (outbox.c.change != Change.UNPUBLISH)
        some = select(outbox.c.seq).where(over).order_by(outbox.c.seq).limit(limit)
        return self._connection.execute(delete(outbox).where(outbox.c.seq.in_(some))).rowcount

    def relayed(self, events: Sequence[Event], now: datetime) -> None:
        """Mark events as done."""
        for some in runs(event.seq for event in events):
            self._connection.execute(_RELAYED, {"these": some, "now": now})

    def failed(self, event: Event, error: str) -> None:
        """Record a failed attempt; the event stays waiting."""
        one = outbox.c.seq == event.seq
        self._connection.execute(
            update(outbox).where(one).values(attempts=outbox.c.attempts + 1, error=error)
        )


# Written once: each publication asks them.
_WAITING = (
    select(outbox)
    .where(outbox.c.relayed.is_(None))
    .order_by(outbox.c.attempts, outbox.c.seq)
    .limit(bindparam("most"))
    .with_for_update()
)
_RELAYED = (
    update(outbox)
    .where(outbox.c.seq.in_(bindparam("these", expanding=True)))
    .values(relayed=bindparam("now"), error=None)
)
