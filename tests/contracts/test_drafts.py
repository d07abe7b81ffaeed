"""Does every store keep drafts alike?"""

from datetime import datetime, timedelta

import pytest

from syndicate.domain.articles import Draft, Kind, PastRevision
from syndicate.store.unit_of_work import Store
from tests.contracts.words import FERRY, NOON, WORDS, article

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
)


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep an article with a draft."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.drafts.save(DRAFT)
    return store


def test_everything_of_a_draft_is_kept(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) == DRAFT


def test_a_draft_takes_the_place_of_the_former(kept: Store) -> None:
    newer = Draft(article_id=FERRY, content=WORDS, saved=NOON + timedelta(hours=1))
    with kept.write() as tx:
        tx.drafts.save(newer)
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) == newer


def test_a_draft_can_be_forgotten_twice(kept: Store) -> None:
    for _ in range(2):
        with kept.write() as tx:
            tx.drafts.remove(FERRY)
    with kept.read() as tx:
        assert tx.drafts.of(FERRY) is None
