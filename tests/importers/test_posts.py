"""What does a state of a post say, however it is written?"""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.articles import Content, Image, Person
from syndicate.domain.histories import PastState, Told
from syndicate.importers.posts import read_state

PATH = "_posts/2024-01-02-the-harbour.md"
WHOLE = """---
title: The harbour reopens
excerpt: The ferry is back.
categories: [City, Harbour]
tags: ferry, storm
topics:
  - boats
  - ferry
authors: [ada, {name: Jon Pell}, {role: nobody}, [odd], null]
image: https://x.test/a.jpg
image_alt: A ferry
---
The ferry *sailed* at dawn.
"""
BEFORE = Content(
    headline="The harbour reopens",
    section="City",
    tags=("ferry",),
    authors=(Person(name="ada"),),
    body_html="<p>Old.</p>",
)


def told(text: str, path: str = PATH, **known: Content) -> Told:
    """Return what a text says."""
    state = PastState(at=datetime(2024, 1, 2, tzinfo=UTC), text=text, path=path)
    return read_state(state, before=known.get("before"))


def content(text: str, path: str = PATH, **known: Content) -> Content:
    """Return the content that a text must have."""
    found = told(text, path, **known).content
    assert found is not None
    return found


def matter(fields: str) -> Content:
    """Return what front matter above some text gives."""
    return content(f"---\n{fields}\n---\nWords.\n")


def test_front_matter_gives_section_tags_authors_and_pictures() -> None:
    assert content(WHOLE) == Content(
        headline="The harbour reopens",
        summary="The ferry is back.",
        section="City",
        authors=(Person(name="ada"), Person(name="Jon Pell")),
        images=(Image(url="https://x.test/a.jpg", alt="A ferry"),),
        body_html="<p>The ferry <em>sailed</em> at dawn.</p>",
        tags=("ferry", "storm", "boats", "Harbour"),
    )


def test_toml_and_its_taxonomies_are_read_too() -> None:
    text = '+++\ntitle = "A"\n[taxonomies]\ntags = ["b"]\ncategories = ["c"]\n+++\nWords.\n'
    found = content(text)
    assert (found.headline, found.tags, found.section) == ("A", ("b",), "c")


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ("author: ada", ["ada"]),
        ("authors: Ada Brook", ["Ada Brook"]),
        ("authors: []\nauthor: ada", ["ada"]),
        ("authors: {name: Ada}", ["Ada"]),
        ("authors: 7", ["7"]),
        ("authors:", []),
    ],
)
def test_authors_are_texts_lists_or_tables(fields: str, names: list[str]) -> None:
    assert [person.name for person in matter(fields).authors] == names


@pytest.mark.parametrize(
    ("fields", "section"),
    [
        ("category: World, and more", "World, and more"),
        ("category: [World, City]", "World"),
        ("section: World\ncategories: City", "World"),
        ("categories:\n  - null\n  - World", "World"),
        ("categories: {a: b}", ""),
    ],
)
def test_the_section_is_what_is_named_first(fields: str, section: str) -> None:
    assert matter(fields).section == section


def test_a_section_given_is_taken_whatever_the_text_says() -> None:
    state = PastState(at=datetime(2024, 1, 2, tzinfo=UTC), text=WHOLE, path="a.md")
    found = read_state(state, section="Archive").content
    assert found is not None
    assert found.section == "Archive"


def test_a_title_that_is_no_text_is_written_as_one() -> None:
    assert matter("title: 2024").headline == "2024"
    assert matter("title: [a]").headline == "The harbour"


@pytest.mark.parametrize(
    "broken",
    [
        '---\ntitle: "What" is new\n---\nNew words.\n',
        "---\ntitle: a: b\n---\nNew words.\n",
        "---\n- a\n- b\n---\nNew words.\n",
        "+++\ntitle = \n+++\nNew words.\n",
    ],
)
def test_of_broken_front_matter_the_body_is_left_and_all_else_stays(broken: str) -> None:
    found = told(broken, before=BEFORE)
    assert found.content is not None
    assert found.content.body_html == "<p>New words.</p>"
    assert (found.content.headline, found.content.tags) == (BEFORE.headline, BEFORE.tags)
    assert found.fault.startswith(f"{PATH}:")


def test_front_matter_that_never_ends_is_text() -> None:
    found = told("---\ntitle: A\n\nWords.\n")
    assert found.content is not None
    assert "Words." in found.content.body_html
    assert "never ends" in found.fault


def test_the_first_state_takes_its_title_from_a_broken_line() -> None:
    assert content("---\ntitle: 18F: a 'new' start\n---\nWords.\n").headline == "18F: a 'new' start"


def test_a_text_without_front_matter_is_no_fault() -> None:
    found = told("New words.\n", before=BEFORE)
    assert found.content is not None
    assert (found.fault, found.content.headline) == ("", BEFORE.headline)
    assert content("# A heading\n\nWords.\n").headline == "A heading"
    assert content("Words.\n").headline == "The harbour"


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff"])
def test_an_empty_text_says_nothing(text: str) -> None:
    assert told(text) == Told(content=None, fault=f"{PATH}: the text is empty")


@pytest.mark.parametrize("lead", ["\n\n", "\ufeff", "\r\n"])
def test_what_stands_before_the_front_matter_is_passed_over(lead: str) -> None:
    assert content(lead + WHOLE).headline == "The harbour reopens"


@pytest.mark.parametrize("ending", ["\r", "\r\n"])
def test_line_ends_of_any_kind_are_read(ending: str) -> None:
    assert content(WHOLE.replace("\n", ending)) == content(WHOLE)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ("draft: true", "content/a.md"),
        ("published: false", "_posts/a.md"),
        ('draft: "True"', "content/a.md"),
        ("title: A", "_drafts/a.md"),
    ],
)
def test_a_draft_is_not_public(fields: str, path: str) -> None:
    assert not told(f"---\n{fields}\n---\nWords.\n", path).public


@pytest.mark.parametrize("fields", ["draft: false", "published: true", "published: 2024-01-01"])
def test_all_else_is_public(fields: str) -> None:
    assert told(f"---\n{fields}\n---\nWords.\n").public


def test_an_html_post_is_read_as_html() -> None:
    found = content("---\ntitle: A\n---\n<h1>B</h1>\n\n    <p>Words.</p>\n", "_posts/a.html")
    assert (found.headline, found.body_html) == ("A", "<p>Words.</p>")


def test_foreign_html_is_cleaned() -> None:
    assert "script" not in content("Words.\n\n<script>alert(1)</script>\n").body_html


def test_a_front_matter_of_nested_lists_does_not_end_the_program() -> None:
    assert "wrong" in told(f"---\n{'[' * 200_000}\n---\nWords.\n").fault


@given(st.text(), st.text(), st.sampled_from(["a.md", "a.html", "", "."]))
def test_no_text_is_ever_refused(fields: str, body: str, path: str) -> None:
    for text in (body, f"---\n{fields}\n---\n{body}", f"+++\n{fields}\n+++\n{body}"):
        found = told(text, path)
        assert found.content is None or found.content.headline
