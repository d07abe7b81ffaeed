"""What holds for every page, whatever it shows."""

import re

import pytest
from lxml import html as lxml_html

from tests.render.page_reading import element, elements, values
from tests.render.page_samples import PAGES, SITE
from tests.render.page_shelf import article_shelf, reader_shelf, shelf

SHELF = shelf()
SVG_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'  # a name: nothing is fetched from there
PRIVATE = {"check-mail", "confirm", "preferences", "unsubscribe", "done", "expired"}
every_page = pytest.mark.parametrize("name", sorted(SHELF))


@every_page
def test_a_page_has_one_main_heading_inside_its_landmarks(name: str) -> None:
    assert len(elements(SHELF[name], "//h1")) == 1
    for landmark in ("header[@class='masthead']", "main", "footer[@class='foot']"):
        assert len(elements(SHELF[name], f"/html/body/{landmark}")) == 1


@every_page
def test_the_first_link_skips_to_the_text(name: str) -> None:
    assert values(SHELF[name], "//body//a/@href")[0] == "#text"
    assert element(SHELF[name], "//*[@id='text']").tag == "main"


@every_page
def test_no_identifier_stands_twice(name: str) -> None:
    found = values(SHELF[name], "//@id")
    assert len(found) == len(set(found))


@every_page
def test_every_label_names_a_field_and_every_reference_a_place(name: str) -> None:
    known = set(values(SHELF[name], "//@id"))
    used = values(SHELF[name], "//@for | //@aria-labelledby | //@aria-describedby")
    assert {name for names in used for name in names.split()} <= known


@every_page
def test_the_strict_policy_has_nothing_to_block(name: str) -> None:
    assert not values(SHELF[name], "//@style | //@onclick | //@onload")
    assert not elements(SHELF[name], "//style | //iframe | //object | //embed | //base")
    assert values(SHELF[name], "//script/@type") in ([], ["application/ld+json"])
    assert all(action.startswith("/") for action in values(SHELF[name], "//form/@action"))


@every_page
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    fetched = values(SHELF[name], "//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    assert fetched == ["/static/site.css", "data:,"]


@every_page
def test_no_foreign_address_stands_outside_of_links_pictures_and_data(name: str) -> None:
    html = element(SHELF[name], "/html")
    for allowed in html.xpath("//a | //img | //script"):
        allowed.drop_tree()
    rest = lxml_html.tostring(html, encoding="unicode").replace(SVG_NAMESPACE, "")
    foreign = [url for url in re.findall(r"https?://[^\s\"'<)]+", rest) if SITE.base_url not in url]
    assert foreign == []


@every_page
def test_own_addresses_work_under_any_name_of_the_host(name: str) -> None:
    for href in values(SHELF[name], "//header//a/@href | //nav//a/@href"):
        assert href.startswith(("/", "#"))


@every_page
def test_a_page_leads_to_its_feeds_in_three_formats(name: str) -> None:
    kinds = values(SHELF[name], "//link[@rel='alternate']/@type")
    three = ["application/atom+xml", "application/rss+xml", "application/feed+json"]
    assert kinds in (three, three * 2)


@every_page
def test_text_is_written_in_a_language_and_direction(name: str) -> None:
    html = element(SHELF[name], "/html")
    assert (html.get("lang"), html.get("dir")) == ("en", "ltr")


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_page_behind_a_token_is_neither_indexed_nor_told_to_others(name: str) -> None:
    assert values(SHELF[name], "//meta[@name='robots']/@content") == ["noindex"]
    assert values(SHELF[name], "//meta[@name='referrer']/@content") == ["no-referrer"]
    assert not elements(SHELF[name], "//link[@rel='canonical']")


@pytest.mark.parametrize("name", sorted(reader_shelf()))
def test_whatever_changes_something_is_posted(name: str) -> None:
    assert set(values(SHELF[name], "//form/@method")) <= {"post"}


@pytest.mark.parametrize("name", ["revision", "diff", "diff-one", "taken-down", "gone", "edition"])
def test_the_past_is_not_indexed(name: str) -> None:
    assert values(SHELF[name], "//meta[@name='robots']/@content") == ["noindex"]


def test_an_articles_own_feed_comes_before_the_feed_of_everything() -> None:
    found = values(SHELF["article"], "//link[@rel='alternate']/@href")
    assert found == [
        f"{SITE.base_url}{path}.{suffix}"
        for path in ("/articles/harbor-bridge-shut/revisions", "/feeds/all")
        for suffix in ("atom", "rss", "json")
    ]


def test_a_sections_page_leads_to_the_sections_feed() -> None:
    found = values(SHELF["listing"], "//link[@rel='alternate']/@href")
    assert f"{SITE.base_url}/feeds/sections/town-harbor.atom" in found


def test_rendering_twice_gives_the_same_page() -> None:
    assert article_shelf() == article_shelf()


def test_the_style_sheet_needs_nothing_from_elsewhere() -> None:
    sheet = PAGES.stylesheet()
    assert "@import" not in sheet
    assert "url(" not in sheet


@pytest.mark.parametrize(
    "rule",
    ["prefers-color-scheme: dark", "prefers-reduced-motion", "@media print", "focus-visible"],
)
def test_the_style_sheet_heeds_what_readers_prefer(rule: str) -> None:
    assert rule in PAGES.stylesheet()
