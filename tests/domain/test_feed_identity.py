"""What are feeds, their bytes and their entries known by?"""

from dataclasses import replace
from uuid import UUID

from syndicate.domain.feeds import (
    ALL,
    CORRECTIONS,
    FeedFormat,
    etag,
    feed_urn,
    revision_urn,
    revisions_of,
)

ARTICLE = UUID(int=7)
BASE = "https://estuary.example"


def test_a_tag_is_of_the_bytes() -> None:
    tag = etag("all", FeedFormat.ATOM, b"one")
    assert tag == etag("all", FeedFormat.ATOM, b"one")
    assert tag != etag("all", FeedFormat.ATOM, b"two")


def test_a_tag_is_of_the_address_too() -> None:
    tags = {
        etag("all", FeedFormat.ATOM, b""),
        etag("all", FeedFormat.RSS, b""),
        etag("corrections", FeedFormat.ATOM, b""),
    }
    assert len(tags) == 3


def test_a_tag_can_stand_between_quotes_and_take_an_encoding() -> None:
    assert etag("all", FeedFormat.JSON, b"{}").isalnum()


def test_feeds_have_ids_of_their_own_per_site() -> None:
    ids = {feed_urn(ALL, BASE), feed_urn(CORRECTIONS, BASE), feed_urn(ALL, "https://b.example")}
    assert len(ids) == 3


def test_an_articles_revisions_feed_keeps_its_id_under_a_new_slug_and_headline() -> None:
    before = revisions_of(ARTICLE, "old-slug", "Old")
    after = revisions_of(ARTICLE, "new-slug", "New")
    assert before.name == "articles/old-slug/revisions"
    assert feed_urn(before, BASE) == feed_urn(after, BASE)
    assert feed_urn(replace(before, key=""), BASE) != feed_urn(before, BASE)


def test_a_revisions_id_is_neither_the_articles_nor_another_revisions() -> None:
    ids = {f"urn:uuid:{ARTICLE}", revision_urn(ARTICLE, 1), revision_urn(ARTICLE, 2)}
    assert len(ids) == 3
