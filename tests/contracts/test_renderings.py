"""Does every store forget what was rendered under other settings, and nothing else?"""

from dataclasses import replace

import pytest

from syndicate.domain.articles import Status
from syndicate.domain.feeds import FeedDocument, FeedFormat
from syndicate.domain.memberships import Member
from syndicate.domain.settled import Settled
from syndicate.store.unit_of_work import Store
from tests.contracts.words import BRIDGE, FERRY, NOON, article

ATOM = FeedFormat.ATOM
OLD, NEW = Settled(site="old", policy="same"), Settled(site="new", policy="same")
ENTRY = Member(feed="all", urn="urn:1", article_id=FERRY, number=0, updated=NOON)
DOCUMENT = FeedDocument(
    name="all", format=ATOM, body=b"all", etag='"1"', last_modified=NOON, updated=NOON
)


@pytest.fixture
def rendered(store: Store) -> Store:
    """Keep an entry and a document that were rendered under the old settings."""
    with store.write() as tx:
        tx.articles.add(article())
        tx.renderings.begin_anew(OLD)
        tx.entries.cache({(ENTRY, ATOM): b"one"})
        tx.documents.put([DOCUMENT], {})
    return store


def test_a_store_without_feeds_was_rendered_under_nothing(store: Store) -> None:
    with store.read() as tx:
        assert tx.renderings.under() is None


def test_what_was_settled_is_kept(rendered: Store) -> None:
    with rendered.read() as tx:
        assert tx.renderings.under() == OLD


def test_beginning_anew_forgets_entries_and_outdates_documents(rendered: Store) -> None:
    with rendered.write() as tx:
        tx.renderings.begin_anew(NEW)
    with rendered.read() as tx:
        assert tx.renderings.under() == NEW
        assert tx.entries.cached(["urn:1"], [ATOM]) == {}
        outdated = tx.documents.get("all", ATOM)
    assert outdated is not None
    assert (outdated.etag, outdated.body) == ("", b"all")


def test_articles_with_one_revision_are_not_placed_by_the_policy(store: Store) -> None:
    with store.write() as tx:
        for identity, slug, head in ((FERRY, "ferry", 2), (BRIDGE, "bridge", 1)):
            tx.articles.add(article(identity, slug))
            tx.articles.save(replace(article(identity, slug, Status.PUBLISHED), head=head))
        assert tx.renderings.revised() == [FERRY]
