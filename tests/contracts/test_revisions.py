"""Does every store keep revisions alike, and for good?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicate.domain.articles import Kind
from syndicate.errors import Broken, Conflict
from syndicate.store.revisions import PAGE
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, NOWHERE, article, revision

UNHELD = replace(
    revision(2), content=None, salt=None, content_hash=None, note="", severity=None, quiet=True
)


@pytest.fixture
def kept(store: Store) -> Store:
    """Keep two articles, and two revisions of one of them."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.articles.add(article(BRIDGE, "bridge"))
        tx.revisions.append(revision())
        tx.revisions.append(UNHELD)
    return store


def test_everything_of_a_revision_is_kept_in_order(kept: Store) -> None:
    with kept.read() as tx:
        assert tx.revisions.of(FERRY) == (revision(), UNHELD)
        assert tx.revisions.of(BRIDGE) == tx.revisions.of(NOWHERE) == ()


def test_a_number_is_given_once(kept: Store) -> None:
    other = replace(revision(), kind=Kind.MINOR)
    with pytest.raises(Conflict, match="revision 1 exists already"), kept.write() as tx:
        tx.revisions.append(other)
    with kept.read() as tx:
        assert tx.revisions.of(FERRY)[0] == revision()


def test_a_redaction_leaves_hash_reason_and_time(kept: Store) -> None:
    with kept.write() as tx:
        tx.revisions.redact(revision(), "privacy", NOON)
    with kept.read() as tx:
        redacted, other = tx.revisions.of(FERRY)
    wordless = replace(revision(), content=None, salt=None, note="")
    assert redacted == replace(wordless, redacted=NOON, redaction_reason="privacy")
    assert other == UNHELD


def test_a_redaction_is_not_repeated(kept: Store) -> None:
    with kept.write() as tx:
        tx.revisions.redact(revision(), "privacy", NOON)
    with pytest.raises(Broken, match="redacted, once"), kept.write() as tx:
        tx.revisions.redact(revision(), "other", NOON)


def test_fresh_is_what_was_recorded_loudly_in_the_span(kept: Store) -> None:
    before, after = NOON - timedelta(microseconds=1), NOON + timedelta(hours=1)
    with kept.write() as tx:
        tx.revisions.append(replace(revision(1, BRIDGE), recorded=after))
    with kept.read() as tx:
        assert tx.revisions.fresh_articles(before, NOON) == [FERRY]
        assert tx.revisions.fresh_articles(NOON, after) == [BRIDGE]
        assert tx.revisions.fresh_articles(before, after) == [FERRY, BRIDGE]


def test_everything_comes_article_by_article_page_after_page(kept: Store) -> None:
    with kept.write() as tx:
        for number in range(3, PAGE + 3):
            tx.revisions.append(replace(UNHELD, number=number))
        tx.revisions.append(revision(1, BRIDGE))
    with kept.read() as tx:
        found = [(r.article_id, r.number) for r in tx.revisions.everything()]
    numbers = [(FERRY, number) for number in range(1, PAGE + 3)]
    assert found in ([(BRIDGE, 1), *numbers], [*numbers, (BRIDGE, 1)])
