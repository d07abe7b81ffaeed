"""Which numbers tell how a whole site stands? Each is found by an index, however large it is."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, text

from syndicate.domain.editions import EditionStatus
from syndicate.domain.readiness import TICK
from syndicate.domain.vital_signs import VitalSigns
from syndicate.domain.webhooks import CallStatus
from syndicate.store.batches import Batches
from syndicate.store.bounces import Bounces
from syndicate.store.destinations import Destinations
from syndicate.store.last_done import LastDone
from syndicate.store.standing import Standing
from syndicate.store.tables import (
    articles,
    editions,
    hub_callbacks,
    hub_intents,
    hub_topics,
    log,
    newsletters,
    outbox,
    pings,
    webhook_calls,
)

DAY = timedelta(days=1)


class Vitals:
    """The numbers of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, now: datetime) -> VitalSigns:
        """Return them; nobody is named."""
        untried = outbox.c.relayed.is_(None), outbox.c.attempts == 0
        failed = outbox.c.relayed.is_(None), outbox.c.attempts > 0
        places = Destinations(self._connection)
        return VitalSigns(
            published=self._asked(select(func.max(log.c.seq))) or 0,
            sent=Batches(self._connection).sent(),
            untried=self._count(outbox, *untried),
            failed=self._count(outbox, *failed),
            untried_since=Standing(self._connection).untried_since(),
            overdue_since=self._asked(
                select(func.min(articles.c.publish_at)).where(articles.c.publish_at <= now)
            ),
            deliveries=Standing(self._connection).unsent(),
            kept=places.waiting(),
            held_back=sum(place.held_back for place in places.troubled()),
            editions=self._editions(),
            edition_since=self._edition_since(now),
            bounces=Bounces(self._connection).lately(now - DAY),
            callbacks=self._count(hub_callbacks),
            owed=self._owed(),
            ticked=LastDone(self._connection).at(TICK),
        )

    def _editions(self) -> Mapping[EditionStatus, int]:
        return self._grouped(select(editions.c.status, func.count()).group_by(editions.c.status))

    def _edition_since(self, now: datetime) -> datetime | None:
        """Return since when an edition is due that nobody plans, and nobody has to approve."""
        free = or_(newsletters.c.approval.is_(False), editions.c.approved.is_not(None))
        due = editions.c.status == EditionStatus.DUE, editions.c.due <= now
        joined = select(func.min(editions.c.due)).join_from(editions, newsletters)
        running = newsletters.c.paused.is_(False)
        found: datetime | None = self._asked(joined.where(*due, free, running))
        return found

    def _owed(self) -> Mapping[str, int]:
        behind = hub_callbacks.c.version < hub_topics.c.version
        told = select(func.count()).select_from(hub_callbacks).join(hub_topics)
        return {
            "callbacks": self._asked(told.where(hub_topics.c.open, behind)),
            "intents": self._count(hub_intents),
            "pings": self._count(pings),
            "webhooks": self._count(webhook_calls, text(f"status = '{CallStatus.WAITING.value}'")),
        }

    def _grouped(self, statement: Select[Any]) -> dict[Any, int]:
        return {what: int(number) for what, number in self._connection.execute(statement)}

    def _count(self, table: Any, *where: Any) -> int:  # noqa: ANN401 - SQLAlchemy's own types
        number: int = self._asked(select(func.count()).select_from(table).where(*where))
        return number

    def _asked(self, statement: Select[Any]) -> Any:  # noqa: ANN401 - as above
        return self._connection.execute(statement).scalar()
