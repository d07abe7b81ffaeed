"""Does every store keep which entries stand in which feeds?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from syndicate.domain.archives import Place
from syndicate.domain.articles import Status
from syndicate.domain.feeds import ALL, Feed
from syndicate.domain.memberships import Member
from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, article

TOWN = Feed(name="sections/town", label="Town")


def member(identity: UUID, feed: str = "all", hours: int = 0, urn: str = "") -> Member:
    return Member(
        feed=feed,
        urn=urn or f"urn:uuid:{identity}",
        article_id=identity,
        number=0,
        updated=NOON + timedelta(hours=hours),
    )


def stand(
    tx: Transaction, article_id: UUID, members: Sequence[Member], named: Sequence[Feed]
) -> None:
    """Have exactly these entries of an article in feeds."""
    tx.members.replace(tx.members.places([article_id]), members, named)


def standing(tx: Transaction, article_id: UUID) -> Sequence[Place]:
    """Return where an article's entries stand."""
    return tx.members.places([article_id]).get(article_id, [])


@pytest.fixture
def kept(store: Store) -> Store:
    """Put two articles into feeds."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
        stand(tx, FERRY, [member(FERRY)], [ALL])
        stand(tx, BRIDGE, [member(BRIDGE, hours=1), member(BRIDGE, TOWN.name)], [ALL, TOWN])
    return store


def test_the_newest_come_first_and_no_more_than_asked_for(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.members.newest("all", 9) == [member(BRIDGE, hours=1), member(FERRY)]
        assert tx.members.newest("all", 1) == [member(BRIDGE, hours=1)]
        assert tx.members.newest("nothing", 9) == []


def test_entries_of_one_moment_always_come_in_the_same_order(kept: Store) -> None:
    with kept.write() as tx:
        same = [member(FERRY, urn=f"urn:{letter}") for letter in "cab"]
        stand(tx, FERRY, same, [ALL])
        assert [m.urn for m in tx.members.newest("all", 9)[1:]] == ["urn:a", "urn:b", "urn:c"]


def test_an_article_is_moved_without_touching_others(kept: Store) -> None:
    with kept.write() as tx:
        stand(tx, BRIDGE, [member(BRIDGE, "sections/river")], [])
        assert [place.feed for place in standing(tx, BRIDGE)] == ["sections/river"]
        assert [place.feed for place in standing(tx, FERRY)] == ["all"]


def test_an_article_can_be_taken_out_of_every_feed(kept: Store) -> None:
    with kept.write() as tx:
        stand(tx, BRIDGE, [], [])
        assert standing(tx, BRIDGE) == []


def test_feeds_are_known_by_name_and_keep_their_first_label(kept: Store) -> None:
    with kept.write() as tx:
        stand(tx, FERRY, [], [Feed(name=TOWN.name, label="TOWN")])
        assert tx.members.feed(TOWN.name) == TOWN
        assert tx.members.feed("sections/mars") is None
        assert [feed.name for feed in tx.members.named()] == ["all", TOWN.name]


def test_a_feed_in_which_all_was_taken_down_is_not_there(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.save(replace(article(BRIDGE, "bridge"), status=Status.TAKEN_DOWN))
        assert tx.members.feed(TOWN.name) is None
        assert [feed.name for feed in tx.members.named()] == ["all"]
        stand(tx, FERRY, [member(FERRY), member(FERRY, TOWN.name)], [TOWN])
        assert tx.members.feed(TOWN.name) == TOWN


def test_a_feed_that_became_empty_is_still_there(kept: Store) -> None:
    with kept.write() as tx:
        stand(tx, BRIDGE, [], [])
        assert tx.members.feed(TOWN.name) == TOWN
        assert [feed.name for feed in tx.members.named()] == ["all"]


def test_a_feed_that_is_no_more_is_named_anew_by_the_next_article(kept: Store) -> None:
    with kept.write() as tx:
        tx.members.unname([ALL.name, TOWN.name])
        assert tx.members.feed(TOWN.name) == TOWN  # an article stands in it
        stand(tx, BRIDGE, [], [])
        tx.members.unname([TOWN.name])
        assert tx.members.feed(TOWN.name) is None
        again = Feed(name=TOWN.name, label="The town")
        stand(tx, FERRY, [member(FERRY, TOWN.name)], [again])
        assert tx.members.feed(TOWN.name) == again
