"""Is the right reader chosen, and does nothing unclean leave it?"""

import pytest

from syndicate.errors import AskedWrongly, Unreadable
from syndicate.importers.reading import format_of, read_story


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
        ("b/c.html", "html"),
        ("c.htm", "html"),
        ("d.txt", "text"),
        ("-", "text"),
    ],
)
def test_the_files_name_tells_the_format(name: str, chosen: str) -> None:
    assert format_of(name) == chosen


@pytest.mark.parametrize("source", [b"---\ntitle: One\n---\n", b'+++\ntitle = "One"\n+++\n'])
@pytest.mark.parametrize("name", ["/dev/stdin", "a.txt"])
def test_front_matter_is_markdown_by_whatever_name(name: str, source: bytes) -> None:
    assert read_story(source + b"Two.\n", name=name).content.headline == "One"


def test_a_rule_above_pasted_text_is_no_front_matter() -> None:
    assert read_story(
        b"---\nA title here\n\nA story of some words.", name="a.txt"
    ).content.body_html


def test_a_format_that_is_asked_for_goes_before_the_name() -> None:
    story = read_story(b"# One\n\nTwo.\n", name="a.txt", format="markdown")

    assert (story.content.headline, story.content.body_html) == ("One", "<p>Two.</p>")


def test_a_format_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(AskedWrongly, match="text, markdown, html"):
        read_story(b"a", name="a.txt", format="word")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_refusal_begins_with_the_files_name(name: str) -> None:
    with pytest.raises(Unreadable, match=rf"^{name}:"):
        read_story(b"\0\1\2", name=name)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_the_given_section_and_language_go_before_the_sources(name: str) -> None:
    story = read_story(
        b"News\n\nA title here\n\nA story of some words.", name=name, section="City", language="nl"
    )

    assert (story.content.section, story.content.language) == ("City", "nl")


def test_no_reader_lets_a_script_or_a_control_character_through() -> None:
    for name in ("a.txt", "a.md", "a.html"):
        source = b"A title\x01 here\n\n<script>x()</script>A story \x0bof words.\n"
        content = read_story(source, name=name).content

        assert "<script" not in content.body_html
        assert not {"\x01", "\x0b"} & set(content.headline + content.body_html)
