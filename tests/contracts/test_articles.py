"""Does every store keep articles and their slugs alike?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.domain.articles import Status
from syndicate.errors import Conflict, NotFound
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, NOWHERE, article, revision


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep two articles."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
    return store


def test_an_article_is_found_by_slug_and_by_id(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.articles.by_slug("ferry") == tx.articles.by_id(FERRY) == article()
        assert tx.articles.find("ferry") == article()


def test_everything_of_an_article_is_kept(kept: Store) -> None:
    full = replace(
        article(),
        status=Status.RETRACTED,
        first_published=NOON.replace(year=1999),
        updated=NOON,
        edited=NOON + timedelta(microseconds=1),
        recorded=NOON + timedelta(days=1),
        head=3,
        head_hash=b"\0\xff",
        publish_at=NOON,
        embargo=NOON,
        unknown=("summary", "images[0].url"),
    )
    with kept.write() as tx:
        tx.articles.save(full)
    with kept.read() as tx:
        assert tx.articles.by_slug("ferry") == full
        assert tx.articles.by_slug("bridge") == article(BRIDGE, "bridge")


def test_what_is_not_there_is_not_found(kept: Store) -> None:
    with kept.write() as tx:
        assert tx.articles.find("fery") is None
        with pytest.raises(NotFound, match="did you mean 'ferry'"):
            tx.articles.by_slug("fery")
        with pytest.raises(NotFound, match="see syndicate article list"):
            tx.articles.by_slug("zzz")
        with pytest.raises(NotFound, match=str(NOWHERE)):
            tx.articles.by_id(NOWHERE)
        with pytest.raises(NotFound):
            tx.articles.lock("zzz")


def test_a_slug_is_one_articles_alone(kept: Store) -> None:
    with pytest.raises(Conflict, match="'ferry' is taken"), kept.write() as tx:
        tx.articles.add(article(NOWHERE, "ferry"))
    with kept.read() as tx, pytest.raises(NotFound):
        tx.articles.by_id(NOWHERE)


def test_a_former_slug_keeps_leading_to_its_article(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.rename(article(), "boats", NOON)
    with kept.read() as tx:
        assert tx.articles.by_slug("ferry").slug == "boats"
        assert tx.articles.taken("ferry")
        assert not tx.articles.taken("quay")
    with pytest.raises(Conflict), kept.write() as tx:
        tx.articles.rename(article(BRIDGE, "bridge"), "ferry", NOON)


def test_a_slug_can_be_taken_back(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.rename(article(), "boats", NOON)
        tx.articles.rename(article(), "ferry", NOON)
    with kept.read() as tx:
        assert tx.articles.by_slug("boats") == article()


def test_former_slugs_that_are_dropped_are_free_and_the_present_one_stays(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.rename(article(), "boats", NOON)
        tx.articles.drop_former(article().id)
        assert not tx.articles.taken("ferry")
        tx.articles.rename(article(BRIDGE, "bridge"), "ferry", NOON)
        assert tx.articles.by_slug("ferry").id == BRIDGE
        assert tx.articles.by_slug("boats").id == article().id


def test_due_are_those_whose_moment_has_come_earliest_first(kept: Store) -> None:
    later = NOON + timedelta(hours=1)
    with kept.write() as tx:
        tx.articles.save(replace(article(), publish_at=later))
        tx.articles.save(replace(article(BRIDGE, "bridge"), publish_at=NOON))
    with kept.read() as tx:
        assert tx.articles.due(NOON - timedelta(microseconds=1)) == []
        assert [a.slug for a in tx.articles.due(NOON)] == ["bridge"]
        assert [a.slug for a in tx.articles.due(later)] == ["bridge", "ferry"]


def test_pages_of_the_newest_come_whole_though_moments_are_equal(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.save(replace(article(), recorded=NOON))
    with kept.read() as tx:
        (first,) = tx.articles.newest(1)
        (second,) = tx.articles.newest(1, (first.recorded, first.id))
        assert {first.slug, second.slug} == {"ferry", "bridge"}
        assert tx.articles.newest(1, (second.recorded, second.id)) == []


def test_published_articles_without_revisions_are_told(kept: Store) -> None:
    with kept.write() as tx:
        tx.articles.save(replace(article(), head=1))
        tx.articles.save(replace(article(BRIDGE, "bridge"), head=1))
        tx.revisions.append(revision())
    with kept.read() as tx:
        assert tx.articles.without_revisions() == ["bridge"]
