"""Pages speak the site's language in full."""

import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest
from markupsafe import Markup

from syndicate.render import (
    article_pages,
    figure_pages,
    front_pages,
    newsletter_pages,
    reader_pages,
    told_changes,
)
from syndicate.render.page_words import TABLES, PageWords, direction
from syndicate.render.pages import Pages
from tests.render.page_samples import BRIDGE, SITE, TEMPLATES

FOLDER = Path(__file__).parents[2] / "templates" / "pages"
every_language = pytest.mark.parametrize("language", sorted(TABLES))


def spoken() -> set[str]:
    """Return the English sentences of all templates."""
    pages = (path.read_text(encoding="utf-8") for path in FOLDER.glob("*.html"))
    return {sentence for page in pages for sentence in re.findall(r'say\("([^"]+)"', page)}


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@every_language
def test_every_sentence_of_the_templates_is_translated(language: str) -> None:
    assert spoken() - set(TABLES[language]) == set()


@every_language
def test_every_sentence_of_the_code_is_translated(language: str) -> None:
    modules = (article_pages, figure_pages, front_pages, newsletter_pages, reader_pages)
    sources = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules]
    said = re.findall(r'_(?:say|head)\(\s*"([^"]+)"', "".join(sources))
    changes = Path(str(told_changes.__file__)).read_text(encoding="utf-8")
    said += re.findall(r'"([^"]*: \{what\})"', changes)
    assert said
    assert set(said) - set(TABLES[language]) == set()


@every_language
def test_a_translation_has_the_holes_of_its_english(language: str) -> None:
    for english, translated in TABLES[language].items():
        assert holes(translated) == holes(english), english


def test_all_languages_say_the_same_sentences() -> None:
    assert len({frozenset(table) for table in TABLES.values()}) == 1


def test_an_unknown_language_speaks_english() -> None:
    assert PageWords("nl")("Compare") == "Compare"


def test_a_region_speaks_its_language() -> None:
    assert PageWords("de-AT")("Compare") == "Vergleichen"


def test_markup_in_a_hole_stays_markup_and_text_does_not() -> None:
    say = PageWords("en")
    assert say("By {names}", names=Markup("<b>A</b>")) == Markup("By <b>A</b>")
    assert not isinstance(say("By {names}", names="<b>"), Markup)


def test_a_german_site_speaks_german_around_an_english_article() -> None:
    site = replace(SITE, language="de")
    reading = BRIDGE.reading()
    assert reading.content
    english = replace(reading, content=replace(reading.content, language="en"))
    page = Pages(TEMPLATES, site).articles.article(english)
    assert "Zum Text springen" in page
    assert "By <a" in page


@pytest.mark.parametrize(("language", "written"), [("he", "rtl"), ("ar-EG", "rtl"), ("en", "ltr")])
def test_languages_have_their_direction(language: str, written: str) -> None:
    assert direction(language) == written
