"""Does each feed have a page that tells people what it is, how to subscribe, what it brings?"""

from dataclasses import replace

import pytest
from lxml import etree, html

from syndicate.domain.articles import Kind
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, with_body

NAMES = ("all", "corrections", "sections/harbour", "tags/ferries", "authors/ines-calder")
SLUG = "ferry-stops-at-noon"


@pytest.fixture
def paper(newsroom: Newsroom) -> Newsroom:
    """Publish two articles, one of which was corrected."""
    newsroom.publish(FERRY)
    newsroom.later(hours=1)
    newsroom.publish(BRIDGE)
    newsroom.later(hours=1)
    newsroom.update(
        SLUG, with_body(FERRY, "It stops at one."), "It stops at one, not noon.", Kind.CORRECTION
    )
    return newsroom


def page_of(newsroom: Newsroom, name: str) -> html.HtmlElement:
    answer = newsroom.visitor.get(f"/feeds/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return html.fromstring(answer.body)


def headlines(page: html.HtmlElement) -> list[str]:
    return [text.text_content() for text in page.find_class("headline")]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_the_feed_s_address_in_each_format(paper: Newsroom, name: str) -> None:
    shown = [code.text for code in page_of(paper, name).iter("code")]
    assert shown == [
        f"https://harbour.example/feeds/{name}.{suffix}" for suffix in ("atom", "rss", "json")
    ]
    for address in shown:
        target = str(address).removeprefix("https://harbour.example")
        assert paper.visitor.get(target).status == 200


@pytest.mark.parametrize("name", NAMES)
def test_programs_find_the_feed_by_its_page(paper: Newsroom, name: str) -> None:
    found = page_of(paper, name).xpath("//link[@rel='alternate']/@href")
    assert found[0] == f"https://harbour.example/feeds/{name}.atom"


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_found_from_the_list_of_feeds(paper: Newsroom, name: str) -> None:
    assert f'href="/feeds/{name}"' in paper.visitor.get("/feeds/").text


def test_a_page_shows_what_the_feed_brings_newest_first(paper: Newsroom) -> None:
    page = page_of(paper, "all")
    assert headlines(page) == ["Ferry stops at noon", "Bridge opens again"]
    assert "It stops at one, not noon." in page.text_content()
    assert headlines(page_of(paper, "tags/bridges")) == ["Bridge opens again"]


def test_the_page_of_corrections_shows_them(paper: Newsroom) -> None:
    page = page_of(paper, "corrections")
    assert headlines(page) == ["Ferry stops at noon"]
    assert "It stops at one, not noon." in page.text_content()


def test_a_page_shows_ten_at_the_most(paper: Newsroom) -> None:
    for number in range(12):
        paper.publish(FERRY, f"ferry-{number}")
    assert len(headlines(page_of(paper, "sections/harbour"))) == 10


def test_a_page_leads_to_where_everything_is_listed(paper: Newsroom) -> None:
    for name, listed in {
        "all": "/",
        "corrections": "/corrections",
        "tags/ferries": "/tags/ferries",
    }.items():
        (link,) = page_of(paper, name).find_class("older")[0].iter("a")
        assert link.get("href") == listed


def test_a_page_of_nothing_yet_tells_how_to_subscribe_all_the_same(newsroom: Newsroom) -> None:
    for name in ("all", "corrections"):
        page = page_of(newsroom, name)
        assert headlines(page) == []
        assert len(list(page.iter("code"))) == 3


def test_a_section_can_be_followed_by_mail_from_its_page(paper: Newsroom) -> None:
    (form,) = page_of(paper, "authors/ines-calder").forms
    assert (form.action, form.fields["subject"]) == ("/follow", "authors/ines-calder")


def test_one_opml_file_has_every_feed_and_each_is_there(paper: Newsroom) -> None:
    answer = paper.visitor.get("/feeds.opml")
    assert answer.headers["content-type"] == "text/x-opml; charset=utf-8"
    urls = [line.get("xmlUrl", "") for line in etree.fromstring(answer.body).iter("outline")]
    more = ("sections/town", "tags/bridges", "authors/wen-adair")
    assert sorted(urls) == sorted(
        f"https://harbour.example/feeds/{name}.atom" for name in (*NAMES, *more)
    )
    for url in urls:
        assert paper.visitor.get(url.removeprefix("https://harbour.example")).status == 200


def test_a_feed_that_is_not_there_has_no_page(paper: Newsroom) -> None:
    for name in ("sections/mars", "tags/a%00b", "sections", "all/archive/1", "nothing"):
        assert paper.visitor.get(f"/feeds/{name}").status == 404, name


def test_what_was_taken_down_is_on_no_page(paper: Newsroom) -> None:
    paper.app.revise.withdraw(SLUG, Kind.TAKEDOWN, "By order of a court.")
    for name in ("all", "corrections"):
        assert "Ferry" not in paper.visitor.get(f"/feeds/{name}").text
    assert paper.visitor.get("/feeds/tags/ferries").status == 404


def test_a_page_is_not_found_by_searching_since_what_it_lists_is(paper: Newsroom) -> None:
    page = page_of(paper, "all")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_a_page_that_has_not_changed_is_not_sent_again(paper: Newsroom) -> None:
    tag = paper.visitor.get("/feeds/all").headers["etag"]
    assert paper.visitor.get("/feeds/all", if_none_match=tag).status == 304


@pytest.mark.parametrize("target", ["/", "/feeds/"])
def test_a_list_of_much_is_drawn_once_until_something_changes(
    paper: Newsroom, statements: list[str], target: str
) -> None:
    before = paper.visitor.get(target).body
    statements.clear()
    assert paper.visitor.get(target).body == before
    assert statements == []
    paper.publish(FERRY, "another-ferry")
    paper.publish(replace(FERRY, section="Sky"), "a-balloon")
    assert paper.visitor.get(target).body != before
