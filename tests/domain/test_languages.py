"""Is a language named as programs know it?"""

import pytest

from syndicate.domain.languages import language_tag, news_language


@pytest.mark.parametrize("tag", ["en", "pt-BR", "nds", "zh-Hant-HK", "de-1996", "en-u-ca-buddhist"])
def test_a_tag_is_left_as_it_is(tag: str) -> None:
    assert language_tag(tag) == tag


def test_the_locale_of_a_machine_is_the_tag_it_means() -> None:
    assert language_tag("pt_BR") == "pt-BR"


@pytest.mark.parametrize(
    "text", ["", "English", "e", "en-", "en US", "en\n", "en-toolongapart", "ен"]
)
def test_anything_else_is_none(text: str) -> None:
    assert language_tag(text) == ""


@pytest.mark.parametrize(
    ("tag", "news"),
    [("en-GB", "en"), ("GSW", "gsw"), ("zh-Hans", "zh-cn"), ("zh-Hant", "zh-tw"), ("zh", "zh-cn")],
)
def test_news_sitemaps_have_two_or_three_letters(tag: str, news: str) -> None:
    assert news_language(tag) == news
