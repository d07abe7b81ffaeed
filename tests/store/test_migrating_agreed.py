"""What followers of an older store agreed to names no article by its headline."""

from datetime import UTC, datetime

from sqlalchemy import insert, select, text

from syndicate.domain.audience import ConsentAction, SubscriptionStatus
from syndicate.store.engines import Engines
from syndicate.store.migrate import migrate
from syndicate.store.tables import consents, followings, subscribers
from syndicate.store.unit_of_work import Store

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
SUBJECT = "articles/00000000-0000-0000-0000-000000000007"
SENTENCE = "We send a message first."


def test_the_headline_that_a_follower_agreed_to_gives_way_to_the_articles_id(
    engines: Engines,
) -> None:
    following = {"subscriber_id": 1, "subject": SUBJECT, "since": NOW}
    agreed = {"subscriber_id": 1, "action": ConsentAction.ASKED, "how": "page", "at": NOW}
    with engines.write.begin() as connection:
        reader = {"id": 1, "email": "r@example.org", "timezone": "UTC", "created": NOW}
        connection.execute(insert(subscribers).values(reader))
        active = {"id": 1, "status": SubscriptionStatus.ACTIVE, **following}
        connection.execute(insert(followings).values(active))
        for number, words in ((1, f"Mayor: the ledger: {SENTENCE}"), (None, f"Day: {SENTENCE}")):
            row = {"following_id": number, "words": words, **agreed}
            connection.execute(insert(consents).values(row))
        connection.execute(text("UPDATE alembic_version SET version_num = '0023'"))
    migrate(engines)
    with Store(engines).read() as tx:
        told = select(consents.c.words).order_by(consents.c.id)
        kept = tx.connection.execute(told).scalars().all()
    assert kept == [f"{SUBJECT}: {SENTENCE}", f"Day: {SENTENCE}"]
