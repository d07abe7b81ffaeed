"""What a site's feeds name is found, by whatever address the site writes of itself."""

from uuid import UUID

import pytest

from syndicate.domain.public_lists import articles_in, feeds_in, older_in

ONE, TWO = UUID(int=1), UUID(int=2)


def test_each_feed_is_found_once_as_json() -> None:
    opml = (
        '<outline xmlUrl="https://a.example/feeds/all.atom" htmlUrl="https://a.example/"/>'
        '<outline xmlUrl="https://a.example/site/feeds/tags/a&amp;b.rss"/>'
        '<outline xmlUrl="https://a.example/feeds/all.json"/><outline xmlUrl="ftp://elsewhere"/>'
    )
    assert list(feeds_in(opml)) == ["/feeds/all.json", "/feeds/tags/a&b.json"]


def test_an_item_is_of_its_own_article_or_of_the_one_it_tells_of() -> None:
    own = {"id": f"urn:uuid:{ONE}", "_syndicate": {"status": "published"}}
    notice = {"id": f"urn:uuid:{UUID(int=9)}", "_syndicate": {"article": f"urn:uuid:{TWO}"}}
    assert articles_in({"items": [own, notice]}) == (ONE, TWO)


@pytest.mark.parametrize("feed", [{}, {"items": [{}]}, {"items": [{"id": "x", "_syndicate": {}}]}])
def test_what_is_no_feed_of_ours_is_refused(feed: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError, LookupError)):
        articles_in(feed)


def test_a_feed_goes_on_where_it_says_so() -> None:
    older = "https://a.example/feeds/all/archive/3.json"
    assert older_in({"next_url": older}) == "/feeds/all/archive/3.json"
    assert older_in({}) == ""
