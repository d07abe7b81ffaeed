"""Does whoever searches the site find its articles, and nothing that is not there?"""

from dataclasses import replace

import pytest
from lxml import etree

from syndicate.domain.articles import Kind
from syndicate.domain.notices import Asked
from tests.web.newsroom import BRIDGE, FERRY, NOW, Newsroom, with_body

BASE = "https://harbour.example"
SLUG = "ferry-stops-at-noon"
NAMESPACES = {
    "m": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}


def found(newsroom: Newsroom, target: str, path: str) -> list[str]:
    answer = newsroom.visitor.get(target)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/xml; charset=utf-8"
    told = etree.fromstring(answer.body).iterfind(f".//{path}", NAMESPACES)
    return [str(element.text) for element in told]


def locations(newsroom: Newsroom, target: str = "/sitemaps/1.xml") -> list[str]:
    return found(newsroom, target, "m:loc")


def test_every_sitemap_is_listed_although_nothing_was_published(newsroom: Newsroom) -> None:
    assert locations(newsroom, "/sitemap.xml") == [f"{BASE}/sitemaps/1.xml"]
    assert locations(newsroom) == []


def test_each_article_is_listed_once_at_its_newest_address(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.publish(BRIDGE)
    newsroom.update(SLUG, with_body(FERRY, "It stops at two."), "Two.", Kind.CORRECTION)
    newsroom.app.revise.rename(SLUG, "ferry-stops-early")
    wanted = [f"{BASE}/articles/{slug}" for slug in ("ferry-stops-early", "bridge-opens-again")]
    assert locations(newsroom) == wanted


def test_the_time_is_that_of_the_last_change_that_readers_are_told(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.update(SLUG, with_body(FERRY, "It stops at two o’clock."), "Two.")
    assert found(newsroom, "/sitemaps/1.xml", "m:lastmod") == ["2026-03-02T10:00:00Z"]


def test_what_was_withdrawn_is_found_nowhere(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.publish(BRIDGE)
    newsroom.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order.", Asked())
    newsroom.app.revise.unpublish("bridge-opens-again")
    assert locations(newsroom) == []
    assert locations(newsroom, "/news-sitemap.xml") == []


def test_a_sitemap_that_is_full_is_followed_by_another(newsroom: Newsroom) -> None:
    for number in range(3):
        newsroom.publish(replace(FERRY, headline=f"Story {number}"))
    pages = replace(newsroom.app.list_pages, in_one=2)
    assert pages.sitemaps() == 2
    listed = [[page.slug for page in pages.sitemap(number)] for number in (1, 2)]
    assert listed == [["story-0", "story-1"], ["story-2"]]


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "99999999999999"])
def test_a_sitemap_that_is_not_there_is_not_found(newsroom: Newsroom, number: str) -> None:
    assert newsroom.visitor.get(f"/sitemaps/{number}.xml").status == 404


def test_news_are_what_came_out_in_the_last_two_days(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.later(days=2, seconds=1)
    newsroom.publish(replace(BRIDGE, headline="Bridge & quay", language="de"))
    newsroom.update(SLUG, with_body(FERRY, "It stops at two."), "Two.")  # changed, but no news
    target = "/news-sitemap.xml"
    assert locations(newsroom, target) == [f"{BASE}/articles/bridge-quay"]
    assert found(newsroom, target, "n:title") == ["Bridge & quay"]
    assert found(newsroom, target, "n:name") == ["The Harbour Post"]
    assert found(newsroom, target, "n:language") == ["de"]
    assert found(newsroom, target, "n:publication_date") == [
        newsroom.clock.now().isoformat().replace("+00:00", "Z")
    ]
    assert newsroom.clock.now() > NOW


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("pt-BR", "pt"),
        ("EN", "en"),
        ("nds", "nds"),
        ("zh", "zh-cn"),
        ("zh-Hant-HK", "zh-tw"),
        ("zh-TW", "zh-tw"),
        ("no language", "en"),
        ("e\x01n", "en"),
    ],
)
def test_news_sitemaps_name_languages_by_two_or_three_letters(
    newsroom: Newsroom, language: str, told: str
) -> None:
    newsroom.publish(replace(FERRY, language=language))
    assert found(newsroom, "/news-sitemap.xml", "n:language") == [told]


def test_what_was_retracted_is_news_no_longer(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    newsroom.app.revise.withdraw(SLUG, Kind.RETRACTION, "It was invented.", Asked())
    assert locations(newsroom, "/news-sitemap.xml") == []
    assert locations(newsroom) == [f"{BASE}/articles/{SLUG}"]


def test_news_are_news_no_longer_although_nothing_changed_since(newsroom: Newsroom) -> None:
    newsroom.publish(FERRY)
    assert len(locations(newsroom, "/news-sitemap.xml")) == 1
    newsroom.later(days=2, hours=1)
    assert locations(newsroom, "/news-sitemap.xml") == []


def test_robots_are_told_where_the_sitemaps_are(newsroom: Newsroom) -> None:
    answer = newsroom.visitor.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert f"\nSitemap: {BASE}/sitemap.xml\nSitemap: {BASE}/news-sitemap.xml\n" in answer.text
    assert answer.text.startswith("User-agent: *\nAllow: /\n")
