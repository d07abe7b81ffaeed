"""Does every store answer for any number of values, however few one statement has room for?"""

import sqlite3
from dataclasses import replace
from uuid import UUID

import pytest

from syndicate.domain.articles import Status
from syndicate.domain.feeds import ALL, FeedFormat
from syndicate.domain.memberships import Member
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.test_feed_members import stand
from tests.contracts.words import NOON, article, revision

ATOM = FeedFormat.ATOM
ROOM = 510
MEMBERS = [
    Member(feed="all", urn=own.urn, article_id=own, number=0, updated=NOON)
    for own in (UUID(int=number) for number in range(1, ROOM + 91))
]
IDS = [member.article_id for member in MEMBERS]


@pytest.fixture
def many(store: Store) -> Store:
    """Take down many articles."""
    with store.write() as tx:
        for member in MEMBERS:
            own = member.article_id
            gone = article(own, f"ferry-{own.int}", Status.TAKEN_DOWN)
            tx.articles.add(replace(gone, edited=NOON))
            tx.revisions.append(revision(1, own))
            stand(tx, own, [member], [ALL])
        tx.entries.cache(dict.fromkeys([(each, ATOM) for each in MEMBERS], b"gone"))
    return store


def narrow(tx: Transaction) -> None:
    """Leave a statement of SQLite less room than the values need; PostgreSQL has 65,535."""
    driver = tx.connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, ROOM)


def test_all_of_many_are_found(many: Store) -> None:
    with many.read() as tx:
        narrow(tx)
        assert tx.articles.by_ids(IDS).keys() == set(IDS)
        assert tx.revisions.of_all(IDS) == {own: (revision(1, own),) for own in IDS}
        assert set(tx.members.removed(["all"], NOON, len(IDS))) == set(MEMBERS)
        assert tx.members.places(IDS).keys() == set(IDS)
        cached = tx.entries.cached([member.urn for member in MEMBERS], [ATOM])
        assert cached == {(member.urn, ATOM): b"gone" for member in MEMBERS}
