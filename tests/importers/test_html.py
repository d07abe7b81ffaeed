"""Does an HTML document or fragment become a clean story?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Image, Person
from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_html
from syndicate.importers.html import read_html

DOCUMENT = b"""<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>The paper: harbour</title>
<meta name="description" content="The ferry is back.">
<meta name="author" content="Ada Brook"><meta name="author" content="Jon Pell">
<meta name="keywords" content="harbour, ferry">
<meta property="article:section" content="City">
<meta property="article:published_time" content="2026-03-01T09:30:00Z">
<meta property="article:modified_time" content="2026-03-01T12:00:00Z">
<meta property="og:image" content="https://x.test/pier.jpg">
<meta property="og:image:alt" content="The pier"></head>
<body><nav>Menu</nav><article><h1>The <em>harbour</em> reopens</h1>
<p onclick="x()">At <b>dawn</b>.</p><h5>Later</h5><script>x()</script><aside>Ad</aside>
<p>At noon.</p></article><footer>About us</footer></body></html>"""


def test_a_document_fills_the_fields() -> None:
    story = read_html(DOCUMENT, name="a.html")
    content = story.content

    assert (content.headline, content.summary) == ("The harbour reopens", "The ferry is back.")
    assert (content.section, content.language) == ("City", "de")
    assert content.authors == (Person(name="Ada Brook"), Person(name="Jon Pell"))
    assert content.tags == ("harbour", "ferry")
    assert content.images == (Image(url="https://x.test/pier.jpg", alt="The pier"),)
    assert [change.at for change in story.past] == [
        datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 1, 12, 0, tzinfo=UTC),
    ]


def test_the_body_is_the_article_without_its_title_and_furniture() -> None:
    body = read_html(DOCUMENT, name="a.html").content.body_html

    assert "".join(body.split("\n")) == "<p>At <b>dawn</b>.</p><h4>Later</h4><p>At noon.</p>"


def test_a_fragment_is_a_body() -> None:
    story = read_html(b"<p>At dawn.</p><p>At noon.</p>", name="a.html")

    assert story.content.body_html == "<p>At dawn.</p><p>At noon.</p>"
    assert {"headline", "first_published"} <= set(story.unknown)


def test_bare_words_become_a_paragraph_and_stay_words() -> None:
    body = read_html(b"<body>1 &lt; 2</body>", name="a.html").content.body_html

    assert body == "<p>1 &lt; 2</p>"


def test_the_document_tells_its_own_charset() -> None:
    source = '<meta charset="iso-8859-2"><p>Žluťoučký kůň</p>'.encode("iso-8859-2")

    assert "Žluťoučký kůň" in read_html(source, name="a.html").content.body_html


@pytest.mark.parametrize("source", [b"<p></p>", b"<!-- a -->", b"<script>a</script>", b" "])
def test_a_document_without_text_is_refused(source: bytes) -> None:
    with pytest.raises(Unreadable):
        read_html(source, name="a.html")


@given(st.text())
def test_any_html_is_read_clean_or_refused(source: str) -> None:
    try:
        story = read_html(source.encode(), name="a.html")
    except Unreadable:
        return
    assert clean_html(story.content.body_html) == story.content.body_html
