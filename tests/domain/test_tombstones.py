"""Are entries that are gone told to be gone, once, and never beside a live one?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from syndicate.domain.archives import Place
from syndicate.domain.articles import Article, Status
from syndicate.domain.memberships import Member
from syndicate.domain.tombstones import KEPT, Tombstone, is_buried, tombstones
from tests.domain.test_counting import ORIGINAL

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FERRY = UUID("6a0f5d4e-0c5b-4a58-8a0e-2b7b8f4d9c11")
GONE = Article(id=FERRY, slug="ferry", status=Status.UNPUBLISHED, recorded=NOW, head=1)
STOOD = Place(feed="all", urn=GONE.urn, position=3)
STONE = Tombstone(feed="all", urn=GONE.urn, article_id=FERRY, at=NOW)
NEUTRAL = Member(feed="all", urn=GONE.urn, article_id=FERRY, number=0, updated=NOW)
IN_A_TAG = Place(feed="tags/ferries", urn=GONE.urn, position=1)


def test_an_entry_that_was_withdrawn_leaves_a_tombstone_in_each_feed() -> None:
    found = tombstones(GONE, [], [STOOD, IN_A_TAG], [], NOW)
    assert found == (STONE, replace(STONE, feed="tags/ferries"))


def test_a_tombstone_keeps_its_instant() -> None:
    assert tombstones(GONE, [STONE], [], [], LATER) == (STONE,)
    assert tombstones(GONE, [STONE], [STOOD], [], LATER) == (STONE,)


@pytest.mark.parametrize(
    "changed",
    [replace(GONE, edited=LATER), replace(GONE, recorded=LATER)],
    ids=["its own", "a notice, dated as it was recorded"],
)
def test_a_tombstone_is_never_older_than_the_entry_it_removes(changed: Article) -> None:
    assert [one.at for one in tombstones(changed, [], [STOOD], [], NOW)] == [LATER]
    after = LATER + KEPT
    assert [one.at for one in tombstones(changed, [], [STOOD], [], after)] == [after]


def test_no_tombstone_stands_beside_a_live_entry_of_the_same_id() -> None:
    assert tombstones(GONE, [], [STOOD], [NEUTRAL], NOW) == ()
    assert tombstones(GONE, [STONE], [], [NEUTRAL], LATER) == ()


def test_what_came_back_has_no_tombstones_anywhere() -> None:
    back = replace(GONE, status=Status.PUBLISHED)
    assert tombstones(back, [STONE], [IN_A_TAG], [], LATER) == ()


def test_an_article_that_only_left_a_tag_is_not_gone() -> None:
    there = replace(GONE, status=Status.PUBLISHED)
    assert tombstones(there, [], [IN_A_TAG], [NEUTRAL], NOW) == ()


def test_the_feed_of_its_revisions_is_closed_and_needs_none() -> None:
    revisions = Place(feed="articles/ferry/revisions", urn="urn:x", position=1)
    assert tombstones(GONE, [], [revisions], [], NOW) == ()


@pytest.mark.parametrize(
    ("status", "passed", "buried"),
    [
        (Status.TAKEN_DOWN, KEPT - timedelta(seconds=1), False),
        (Status.TAKEN_DOWN, KEPT, True),
        (Status.RETRACTED, 2 * KEPT, False),
    ],
)
def test_a_takedown_is_buried_after_thirty_days(
    status: Status, passed: timedelta, *, buried: bool
) -> None:
    article = replace(GONE, status=status)
    takedown = replace(ORIGINAL, recorded=NOW)
    assert is_buried(article, [takedown], NOW + passed) is buried
