"""Is a page that lacks words told from one that only puts them differently?"""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.shown_words import missing

BODY = "<p>One &amp; <em>two</em>.</p><ul><li>Three</li></ul><blockquote>“Four”</blockquote>"
PAGE = (
    "<title>No</title><h1>The  headline</h1><figure>A picture</figure><p>One &#38; two.</p><hr>"
    "<div>Three</div><script>no()</script><p>“Fo<b>ur</b>”</p>"
)


def lacking(page: str, headline: str = "The headline", body: str = BODY) -> list[str]:
    return list(missing(page, headline, body))


def test_markup_spacing_and_what_stands_between_do_not_matter() -> None:
    assert lacking(PAGE) == []


def test_each_paragraph_that_is_not_there_is_told_by_its_beginning() -> None:
    assert lacking(PAGE.replace("two", "2").replace("Three", "3")) == ["One&two.", "Three"]
    assert lacking(PAGE, "Another headline") == ["Anotherheadline"]


@pytest.mark.parametrize("tag", ["script", "style", "template", "head"])
def test_words_that_nobody_sees_are_not_shown(tag: str) -> None:
    assert lacking(f"<{tag}>The headline</{tag}>", body="") == ["Theheadline"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=4))
def test_what_is_on_a_page_is_never_missing(texts: list[str]) -> None:
    body = "".join(f"<p>{escape(text)}</p>" for text in texts)
    assert lacking(f"<h1>The headline</h1>{body}", body=body) == []
