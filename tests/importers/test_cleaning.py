"""Does nothing foreign get past the one choke point?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Image, Person, Related
from syndicate.importers.cleaning import (
    clean_content,
    clean_html,
    clean_line,
    clean_text,
    clean_url,
)


def test_control_characters_and_noncharacters_are_dropped() -> None:
    text = "a\x00b\x08c\x0bd\x1fe\x7ff\x85g\x9fh\ud800i\ufdd0j\ufffek\uffffl\U0001ffffm"

    assert clean_text(text) == "abcdefghijklm"


@given(st.text())
def test_no_text_brings_a_character_that_xml_refuses(text: str) -> None:
    refused = {*map(chr, range(9)), "\x0b", "\x0c", "\r", *map(chr, range(0x0E, 0x20)), "\ufffe"}
    assert not refused & set(clean_text(text))


def test_tabs_line_ends_and_all_other_characters_stay() -> None:
    text = "a\tb\nc\xa0“d” e\u0301 \U0001f600 \u202e\u200d"

    assert clean_text(text) == text


def test_line_ends_become_newlines() -> None:
    assert clean_text("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_line_has_no_line_end() -> None:
    assert clean_line(" Two \r\n words\n\n here ") == "Two words here"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p onclick='x()' style='y' class='z'>a</p>", "<p>a</p>"),
        ("<script>x()</script><p>a</p><style>b</style>", "<p>a</p>"),
        ("<h1>a</h1><h2>b</h2>", "a<h2>b</h2>"),
        (
            '<a href="https://x.test" target=_blank>a</a>',
            '<a href="https://x.test" rel="noopener">a</a>',
        ),
        ("<a href='javascript:x()'>a</a>", '<a rel="noopener">a</a>'),
        ("<a href='java\nscript:x()'>a</a>", '<a rel="noopener">a</a>'),
        ("<img src='/a.jpg' alt='b' width=1 height=2 onerror=x()>", None),
        ("<p><img src='data:text/html,x'>a</p>", "<p>a</p>"),
        ("<iframe src='https://x.test'>a</iframe>b", "b"),
        ("<p>a</p><!-- b -->", "<p>a</p>"),
        ("<p>a", "<p>a</p>"),
        ("<svg onload=x()><circle/></svg>b", "b"),
    ],
)
def test_only_an_articles_elements_pass(dirty: str, clean: str | None) -> None:
    assert clean_html(dirty) == (clean or '<img src="/a.jpg" alt="b" width="1" height="2">')


@given(st.text())
def test_cleaning_html_twice_changes_nothing_more(html: str) -> None:
    once = clean_html(html)

    assert clean_html(once) == once


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://x.test/a?b=c", "https://x.test/a?b=c"),
        ("/pictures/a.jpg", "/pictures/a.jpg"),
        ("mailto:a@x.test", "mailto:a@x.test"),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:image/png;base64,AA", None),
        ("http://[::1", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_of_the_web_or_none(url: str | None, clean: str | None) -> None:
    assert clean_url(url) == clean


def test_every_field_of_a_content_is_cleaned() -> None:
    bad = "a\x00b\r\nc"
    dirty = Content(
        headline=bad,
        summary=bad,
        section=bad,
        language=bad,
        dateline=bad,
        authors=(Person(name=bad, role=bad, location=bad),),
        contributors=(Person(name=bad, role=bad, location=bad),),
        images=(
            Image(url="javascript:x", title=bad, alt=bad, caption=bad, credit=bad, position=3),
        ),
        body_html="<p>a\x00</p><script>b</script>",
        related=(Related(title=bad, url="vbscript:x"),),
        tags=(bad,),
    )

    assert clean_content(dirty) == Content(
        headline="ab c",
        summary="ab c",
        section="ab c",
        language="",
        dateline="ab c",
        authors=(Person(name="ab c", role="ab c", location="ab c"),),
        contributors=(Person(name="ab c", role="ab c", location="ab c"),),
        images=(Image(title="ab c", alt="ab c", caption="ab c", credit="ab c", position=3),),
        body_html="<p>a</p>",
        related=(Related(title="ab c"),),
        tags=("ab c",),
    )
