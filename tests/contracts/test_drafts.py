"""Does every store keep drafts alike?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, select

from syndicate.domain.articles import Draft, Kind, PastRevision
from syndicate.errors import Broken
from syndicate.store.tables import drafts
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, WORDS, article

PAST = (
    PastRevision(kind=Kind.ORIGINAL, stated="1:35 p.m."),
    PastRevision(
        kind=Kind.UPDATE,
        note="With “comments”.",
        at=datetime.fromisoformat("2016-10-18T19:50-07:00"),
    ),
)
DRAFT = Draft(
    article_id=FERRY,
    content=WORDS,
    saved=NOON,
    based_on=3,
    unknown=("first_published",),
    past=PAST,
    quiet=True,
    editor="Ines",
)
NEWER = Draft(article_id=FERRY, content=WORDS, saved=NOON + timedelta(hours=1))
ASIDE = replace(NEWER, aside=True, editor="Wen")


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep an article with a draft."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.drafts.save(DRAFT)
    return store


def save(store: Store, draft: Draft) -> Draft:
    with store.write() as tx:
        return tx.drafts.save(draft)


def ids(store: Store) -> list[int]:
    with store.read() as tx:
        return [draft.id for draft in tx.drafts.all_of(FERRY)]


def test_everything_of_a_draft_is_kept(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) == replace(DRAFT, id=1)


def test_a_draft_takes_the_place_of_the_former(kept: Store) -> None:
    newer = save(kept, NEWER)
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) == newer
        assert tx.drafts.all_of(FERRY) == [newer]


def test_each_save_has_an_id_that_none_had_before(kept: Store) -> None:
    first = save(kept, NEWER).id
    with kept.write() as tx:
        tx.drafts.remove(FERRY)
    assert 1 < first < save(kept, NEWER).id


def test_drafts_aside_are_kept_beside_each_other(kept: Store) -> None:
    asides = [save(kept, ASIDE), save(kept, replace(ASIDE, editor=""))]
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) == replace(DRAFT, id=1)
        assert list(tx.drafts.all_of(FERRY))[1:] == asides
        assert tx.drafts.all_of(BRIDGE) == []


def test_a_draft_aside_is_replaced_by_name(kept: Store) -> None:
    other, first = save(kept, ASIDE), save(kept, ASIDE)
    newer = save(kept, replace(ASIDE, replaces=first.id))
    assert ids(kept) == [1, other.id, newer.id]
    assert newer.replaces == first.id


def test_forgetting_what_was_to_be_published_leaves_what_is_aside(kept: Store) -> None:
    aside = save(kept, ASIDE)
    for _ in range(2):
        with kept.write() as tx:
            tx.drafts.remove(FERRY)
    assert ids(kept) == [aside.id]
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) is None


def test_any_draft_can_be_discarded_twice(kept: Store) -> None:
    aside = save(kept, ASIDE)
    for _ in range(2):
        with kept.write() as tx:
            tx.drafts.discard(aside.id)
    assert ids(kept) == [1]


def test_the_database_refuses_a_second_draft_to_be_published(kept: Store) -> None:
    def copy() -> None:
        with kept.write() as tx:
            row = dict(tx.connection.execute(select(drafts)).mappings().one()) | {"id": 99}
            tx.connection.execute(insert(drafts).values(row))

    with pytest.raises(Broken, match="the store refused"):
        copy()
