"""Does every store keep where entries stand in feeds, and which are gone?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from syndicate.domain.articles import Status
from syndicate.domain.memberships import Member
from syndicate.domain.tombstones import Tombstone
from syndicate.store.unit_of_work import Store
from tests.contracts.test_feed_members import member, stand, standing
from tests.contracts.words import BRIDGE, FERRY, NOON, article, revision

HARBOUR = UUID("0d1f6a58-1e0c-4d6b-9a35-7f0b6b1c2d3e")
STONE = Tombstone(feed="all", urn="urn:a", article_id=FERRY, at=NOON)


@pytest.fixture
def three(store: Store) -> Store:
    """Put three articles into one feed, the newest first."""
    with store.write() as tx:
        for hours, identity in enumerate((HARBOUR, BRIDGE, FERRY)):
            tx.articles.add(article(identity, f"slug-{hours}"))
            stand(tx, identity, [member(identity, hours=-hours)], [])
    return store


def at(store: Store, *identities: UUID) -> list[int]:
    with store.read() as tx:
        return [place.position for one in identities for place in standing(tx, one)]


def test_entries_stand_in_the_order_in_which_they_came(three: Store) -> None:
    assert at(three, HARBOUR, BRIDGE, FERRY) == [1, 2, 3]
    with three.read() as tx:
        assert tx.members.end("all") == 3
        assert tx.members.end("nothing") == 0


def test_an_entry_that_stays_keeps_its_place(three: Store) -> None:
    with three.write() as tx:
        stand(tx, BRIDGE, [member(BRIDGE, hours=9), member(BRIDGE, "tags/a")], [])
    with three.read() as tx:
        placed = {place.feed: place.position for place in standing(tx, BRIDGE)}
    assert placed == {"all": 2, "tags/a": 1}
    assert at(three, HARBOUR, FERRY) == [1, 3]


def test_a_place_that_was_left_is_given_to_nobody(three: Store) -> None:
    with three.write() as tx:
        stand(tx, FERRY, [], [])
        stand(tx, FERRY, [member(FERRY)], [])
    assert at(three, FERRY) == [4]


def test_several_entries_of_one_article_stand_one_after_the_other(three: Store) -> None:
    with three.write() as tx:
        several = [member(BRIDGE, urn=f"urn:{letter}") for letter in "ab"]
        stand(tx, BRIDGE, several, [])
    assert at(three, BRIDGE) == [4, 5]


def urns(members: Iterable[Member]) -> list[str]:
    return sorted(one.urn for one in members)


def test_members_are_found_by_their_places(three: Store) -> None:
    with three.read() as tx:
        found = urns(tx.members.within("all", range(1, 3)))
    assert found == sorted([f"urn:uuid:{HARBOUR}", f"urn:uuid:{BRIDGE}"])


def test_what_changed_last_and_what_came_last_are_found_together_and_once(three: Store) -> None:
    with three.write() as tx:
        stand(tx, HARBOUR, [member(HARBOUR), member(HARBOUR, "tags/a")], [])
        lately = partial(tx.members.lately, limit=1)
        assert urns(lately({"all": 3})) == [f"urn:uuid:{HARBOUR}"]
        assert urns(lately({"all": 2})) == sorted([f"urn:uuid:{HARBOUR}", f"urn:uuid:{FERRY}"])
        assert urns(lately({"all": 0})) == sorted(one.urn for one in (HARBOUR, BRIDGE, FERRY))
        assert sorted(one.feed for one in lately({"all": 3, "tags/a": 0})) == ["all", "tags/a"]
        assert urns(lately({f"tags/{number}": 0 for number in range(25)})) == []
        assert len(lately({f"tags/{letter}": 0 for letter in "zyxwvutsrqponmlkjihgfedcba"})) == 1


def test_articles_taken_down_long_ago_are_found_while_they_have_entries(store: Store) -> None:
    with store.write() as tx:
        tx.articles.add(replace(article(status=Status.TAKEN_DOWN), head=1))
        tx.revisions.append(revision())
        stand(tx, FERRY, [member(FERRY)], [])
        assert tx.members.taken_down(NOON, 1) == [FERRY]
        assert tx.members.taken_down(NOON - timedelta(seconds=1), 1) == []
        stand(tx, FERRY, [], [])
        assert tx.members.taken_down(NOON, 1) == []


def test_what_was_taken_down_first_is_found_first(store: Store) -> None:
    with store.write() as tx:
        for own, slug, at in (
            (FERRY, "ferry", NOON),
            (BRIDGE, "bridge", NOON - timedelta(hours=1)),
        ):
            tx.articles.add(replace(article(own, slug, Status.TAKEN_DOWN), head=1))
            tx.revisions.append(replace(revision(1, own), recorded=at))
            stand(tx, own, [member(own)], [])
        assert tx.members.taken_down(NOON, 1) == [BRIDGE]
        assert tx.members.taken_down(NOON, 2) == [BRIDGE, FERRY]


def test_tombstones_are_kept_until_others_take_their_place(three: Store) -> None:
    later = Tombstone(feed="all", urn="urn:b", article_id=FERRY, at=NOON + timedelta(hours=1))
    with three.write() as tx:
        tx.tombstones.replace({FERRY: [STONE, later], BRIDGE: []})
    with three.write() as tx:
        assert tx.tombstones.within(["all", "tags/a"]) == {"all": [later, STONE]}
        assert tx.tombstones.of([FERRY, BRIDGE]) == {FERRY: [later, STONE]}
        tx.tombstones.replace({FERRY: [later]})
        assert tx.tombstones.within(["all"]) == {"all": [later]}


def test_a_feed_s_tombstones_are_counted_by_their_age(three: Store) -> None:
    later = Tombstone(feed="all", urn="urn:b", article_id=FERRY, at=NOON + timedelta(hours=1))
    with three.write() as tx:
        tx.tombstones.replace({FERRY: [STONE, later]})
        assert tx.tombstones.count("all", NOON - timedelta(hours=1)) == 2
        assert tx.tombstones.count("all", NOON) == 1
        assert tx.tombstones.count("tags/a", NOON) == 0


def test_old_tombstones_expire(three: Store) -> None:
    with three.write() as tx:
        tx.tombstones.replace({FERRY: [STONE]})
        assert tx.tombstones.expired(NOON - timedelta(seconds=1)) == []
        assert tx.tombstones.expired(NOON) == ["all"]
        tx.tombstones.expire(NOON)
        assert tx.tombstones.of([FERRY]) == {}
