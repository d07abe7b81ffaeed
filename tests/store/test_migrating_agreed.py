"""What followers of an older store agreed to names no article by its headline."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select

from syndicate.domain.audience import ConsentAction, SubscriptionStatus
from syndicate.store.engines import Engines, open_engines
from syndicate.store.migrate import migrate
from syndicate.store.tables import consents, followings, subscribers
from syndicate.store.unit_of_work import Store
from tests.store.steps import upgrade

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
SUBJECT = "articles/00000000-0000-0000-0000-000000000007"
MANY = 2_001
"""Two pages, and one more."""
SENTENCE = "We send a message first."


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Engines]:
    """Open a store that was never migrated."""
    with closing(open_engines(empty_database_url)) as opened:
        yield opened


def test_the_headline_that_a_follower_agreed_to_gives_way_to_the_articles_id(
    empty: Engines,
) -> None:
    upgrade(empty, "0023")
    following = {"subscriber_id": 1, "subject": SUBJECT, "since": NOW}
    agreed = {"subscriber_id": 1, "action": ConsentAction.ASKED, "how": "page", "at": NOW}
    with empty.write.begin() as connection:
        reader = {"id": 1, "email": "r@example.org", "timezone": "UTC", "created": NOW}
        connection.execute(insert(subscribers).values(reader))
        active = {"id": 1, "status": SubscriptionStatus.ACTIVE, **following}
        connection.execute(insert(followings).values(active))
        told = [(1, f"Mayor: the ledger: {SENTENCE}")] * MANY + [(None, f"Day: {SENTENCE}")]
        rows = [{"following_id": number, "words": words, **agreed} for number, words in told]
        connection.execute(insert(consents), rows)
    migrate(empty)
    with Store(empty).read() as tx:
        kept = tx.connection.execute(select(consents.c.words).order_by(consents.c.id))
        assert Counter(kept.scalars()) == {f"{SUBJECT}: {SENTENCE}": MANY, f"Day: {SENTENCE}": 1}
