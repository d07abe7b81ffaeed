"""Does every store keep rendered entries until their article changes?"""

import pytest

from syndicate.domain.feeds import FeedFormat
from syndicate.domain.memberships import Member
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, article

ATOM, RSS = FeedFormat.ATOM, FeedFormat.RSS
ONE = Member(feed="all", urn="urn:1", article_id=FERRY, number=0, updated=NOON)
TWO = Member(feed="all", urn="urn:2", article_id=BRIDGE, number=3, updated=NOON)


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep three entries of two articles."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
        tx.entries.cache({(ONE, ATOM): b"one\0", (ONE, RSS): b"rss"})
        tx.entries.cache({(TWO, ATOM): b"two"})
    return store


def test_entries_at_hand_come_by_their_urn(kept: Store) -> None:
    with kept.read() as tx:
        found = tx.entries.cached(["urn:1", "urn:2", "urn:3"], [ATOM])
        assert found == {("urn:1", ATOM): b"one\0", ("urn:2", ATOM): b"two"}
        both = tx.entries.cached(["urn:1"], [ATOM, RSS])
        assert both == {("urn:1", ATOM): b"one\0", ("urn:1", RSS): b"rss"}
        assert tx.entries.cached(["urn:1", "urn:2"], [RSS]) == {("urn:1", RSS): b"rss"}
        assert tx.entries.cached([], [ATOM]) == {}


def test_an_article_that_changes_loses_its_entries_and_no_other(kept: Store) -> None:
    with kept.write() as tx:
        tx.entries.forget([FERRY])
        cached = tx.entries.cached(["urn:1", "urn:2"], [ATOM, RSS])
        assert cached == {("urn:2", ATOM): b"two"}
