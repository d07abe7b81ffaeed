"""Readers of an older store go on where its last edition began."""

from datetime import UTC, datetime

from sqlalchemy import insert, select, text

from syndicate.domain.audience import SubscriptionStatus
from syndicate.domain.editions import EditionStatus
from syndicate.store.engines import Engines
from syndicate.store.tables import editions, newsletters, subscribers, subscriptions, waves
from syndicate.store.unit_of_work import Store
from tests.store.steps import upgrade

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 6, tzinfo=UTC)


def as_before(engines: Engines) -> None:
    with engines.write.begin() as connection:
        connection.execute(text("ALTER TABLE subscriptions DROP COLUMN told_until"))
        connection.execute(text("ALTER TABLE cohorts DROP COLUMN seen_from"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0006'"))


def test_active_readers_were_told_up_to_where_the_last_edition_began(engines: Engines) -> None:
    with engines.write.begin() as connection:
        connection.execute(insert(newsletters).values(_NEWSLETTER))
        connection.execute(insert(subscribers), [_reader(1), _reader(2)])
        stands = {"newsletter_id": 1, "since": NOW}
        active = {**stands, "subscriber_id": 1, "status": SubscriptionStatus.ACTIVE}
        ended = {**stands, "subscriber_id": 2, "status": SubscriptionStatus.ENDED}
        connection.execute(insert(subscriptions), [active, ended])
        sent = {"due": LATER, "status": EditionStatus.SENT}
        connection.execute(insert(editions).values(id=1, newsletter_id=1, period_key="p", **sent))
        seen = {"seen_from": NOW, "seen_to": LATER}
        connection.execute(insert(waves).values(edition_id=1, timezones=(), **sent, **seen))
    as_before(engines)
    upgrade(engines, "0007")
    with Store(engines).read() as tx:
        told = select(subscriptions.c.told_until).order_by(subscriptions.c.subscriber_id)
        assert tx.connection.execute(told).scalars().all() == [NOW, None]


def _reader(number: int) -> dict[str, object]:
    return {"id": number, "email": f"r{number}@example.org", "timezone": "UTC", "created": NOW}


_NEWSLETTER = {
    "id": 1,
    "name": "morning",
    "title": "Morning",
    "schedule": "daily 07:00",
    "timezone": "UTC",
    "reader_time": False,
    "sections": (),
    "template": "default",
    "sender": "",
    "late_limit": 3600,
    "send_empty": False,
    "paused": False,
    "removed": False,
    "created": NOW,
}
