"""What an article's page tells machines."""

import json
from dataclasses import replace
from typing import Any

from syndicate.render.json_ld import news_article
from tests.render.page_reading import element
from tests.render.page_samples import BRIDGE, NOTED, PAGES, RETRACTED, SITE, TAKEN_DOWN


def told(page: str) -> dict[str, Any]:
    facts = json.loads(element(page, "//script").text)
    assert isinstance(facts, dict)
    return facts


def test_an_article_states_its_facts() -> None:
    facts = told(PAGES.articles.article(BRIDGE.reading()))
    assert facts["@type"] == "NewsArticle"
    assert facts["url"] == "https://courier.example/articles/harbor-bridge-shut"
    assert facts["datePublished"] == "2026-03-03T14:05:00Z"
    assert facts["dateModified"] == "2026-03-03T16:05:00Z"
    assert [person["name"] for person in facts["author"]] == ["Ines Calder", "Tomas Reyl"]
    assert facts["version"] == 3


def test_corrections_are_told_as_such_and_news_as_comment() -> None:
    facts = told(PAGES.articles.article(BRIDGE.reading()))
    (correction,) = facts["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["name"] == "Correction March 3, 2026, 11:05 a.m. EST"
    assert correction["datePublished"] == "2026-03-03T16:05:00Z"
    assert [comment["@type"] for comment in facts["comment"]] == ["Comment"]


def test_an_editors_note_counts_as_correction() -> None:
    assert len(told(PAGES.articles.article(NOTED.reading()))["correction"]) == 1


def test_only_pictures_with_an_address_are_told_with_their_credit() -> None:
    (image,) = told(PAGES.articles.article(BRIDGE.reading()))["image"]
    assert image["url"] == "https://courier.example/pictures/bridge.png"
    assert image["creditText"] == "Ada Penn / Courier"


def test_without_a_byline_the_publisher_is_the_author() -> None:
    reading = BRIDGE.reading()
    assert reading.content
    facts = json.loads(
        news_article(replace(reading, content=replace(reading.content, authors=())), SITE)
    )
    assert facts["author"] == facts["publisher"]


def test_a_retracted_article_is_told_to_be_so() -> None:
    facts = told(PAGES.articles.article(RETRACTED.reading()))
    assert facts["creativeWorkStatus"] == "Retracted"


def test_what_is_unknown_is_not_told() -> None:
    facts = told(PAGES.articles.article(RETRACTED.reading()))
    assert "image" not in facts
    assert all(value not in ("", []) for value in facts.values())


def test_of_withdrawn_words_nothing_is_told() -> None:
    assert news_article(TAKEN_DOWN.reading(), SITE) == ""
