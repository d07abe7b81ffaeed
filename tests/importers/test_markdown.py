"""Does Markdown with front matter become a story, and is a fault named by file and line?"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from syndicate.domain.articles import Image, Kind, PastRevision, Person, Related
from syndicate.errors import Unreadable
from syndicate.importers.markdown import read_markdown, titled_html

YAML = b"""---
title: The harbour reopens
description: The ferry is back.
category: City
tags: [harbour, ferry]
authors:
  - {name: Ada Brook, role: reporter, location: Halden}
  - Jon Pell
date: 2026-03-01 09:30
updated: 2026-03-01T14:00:00+01:00
lang: en
slug: harbour-reopens
images:
  - {url: "https://x.test/a.jpg", caption: The pier, credit: Mia Berg}
related:
  - {title: The storm, url: /articles/storm}
---
The ferry *sailed* at dawn.
"""
PARAGRAPHS = (
    'The ferry *sailed* [at dawn][times], says the ![a timetable](t.png "Times").',
    "[times]: https://x.test/times 'When it sails'",
    "Nobody saw it, `not even` the <b>keeper</b> & his\\\nson ~~who slept~~.",
    "## The keeper *slept*",
    "| boat | at |\n|---|---|\n| the *Ada* | dawn |",
    "- one [thing][times]\n- two things",
    "word " * 1_000,
)
TOML = b"""+++
title = "The harbour reopens"
author = "Ada Brook"
date = 2026-03-01T09:30:00Z
tags = ["harbour"]
+++
The ferry sailed at dawn.
"""


def test_yaml_front_matter_fills_the_fields() -> None:
    story = read_markdown(YAML, name="a.md", timezone=ZoneInfo("Europe/Berlin"))
    content = story.content

    assert (content.headline, content.summary) == ("The harbour reopens", "The ferry is back.")
    assert (content.section, content.language, story.slug) == ("City", "en", "harbour-reopens")
    assert content.tags == ("harbour", "ferry")
    assert content.authors == (
        Person(name="Ada Brook", role="reporter", location="Halden"),
        Person(name="Jon Pell"),
    )
    assert content.images == (
        Image(url="https://x.test/a.jpg", caption="The pier", credit="Mia Berg"),
    )
    assert content.related == (Related(title="The storm", url="/articles/storm"),)
    assert content.body_html == "<p>The ferry <em>sailed</em> at dawn.</p>"
    assert story.unknown == ()


def test_the_dates_become_the_storys_past() -> None:
    story = read_markdown(YAML, name="a.md", timezone=ZoneInfo("Europe/Berlin"))

    assert [(change.kind, change.at) for change in story.past] == [
        (Kind.ORIGINAL, datetime(2026, 3, 1, 8, 30, tzinfo=UTC)),
        (Kind.UPDATE, datetime(2026, 3, 1, 13, 0, tzinfo=UTC)),
    ]


def test_a_date_without_a_zone_stays_unknown_until_it_is_given() -> None:
    story = read_markdown(YAML, name="a.md")

    assert story.past[0] == PastRevision(kind=Kind.ORIGINAL, stated="2026-03-01 09:30")
    assert "first_published" in story.unknown


def test_toml_front_matter_is_read_too() -> None:
    story = read_markdown(TOML, name="a.md")

    assert story.content.headline == "The harbour reopens"
    assert story.content.authors == (Person(name="Ada Brook"),)
    assert story.past[0].at == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_a_first_heading_is_the_title_where_none_is_told() -> None:
    story = read_markdown(b"# The *harbour* reopens\n\nAt dawn.\n", name="a.md")

    assert story.content.headline == "The harbour reopens"
    assert story.content.body_html == "<p>At dawn.</p>"


def test_a_first_heading_that_repeats_the_title_is_not_shown_twice() -> None:
    story = read_markdown(b"---\ntitle: One\n---\n# One\n\nAt dawn.\n", name="a.md")

    assert story.content.body_html == "<p>At dawn.</p>"


def test_headings_stay_between_the_second_and_fourth_level() -> None:
    story = read_markdown(b"At dawn.\n\n# One\n\n###### Six\n", name="a.md")

    assert story.content.body_html == "<p>At dawn.</p>\n<h2>One</h2>\n<h4>Six</h4>"


def test_what_acts_in_a_page_is_taken_out() -> None:
    story = read_markdown(
        b"<script>x()</script>\n\n[a](javascript:x) <b onclick=x()>b</b>\n", name="a"
    )

    assert "script>" not in story.content.body_html
    assert "onclick" not in story.content.body_html
    assert 'href="javascript' not in story.content.body_html


def test_tables_and_images_stay() -> None:
    story = read_markdown(b"| a |\n|---|\n| 1 |\n\n![A pier](/pier.jpg)\n", name="a.md")

    assert "<td>1</td>" in story.content.body_html
    assert '<img src="/pier.jpg" alt="A pier">' in story.content.body_html


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (b"---\ntitle: a\ntags: [b\n---\nc", "b.md:3: the YAML is wrong"),
        (b"---\nx: !!python/object:os.system y\n---\nc", "b.md:2: the YAML is wrong"),
        (b"---\n- a\n---\nc", "b.md:2: the front matter must be fields"),
        (b'+++\ntitle = "a"\nb = = c\n+++\nd', "b.md:3: the TOML is wrong"),
        (b"---\ntitle: a\n", "b.md:1: the front matter never ends"),
        (b"---\nlang: en\ntitle: [a]\n---\nc", "b.md:3: title must be one text"),
        (b"---\ntags: [[a]]\n---\nc", "b.md:2: tags must be a list of texts"),
        (b"---\na: b\ndate: soon\n---\nc", 'b.md:3: date "soon" is no ISO date'),
        (b"---\nauthors: [{nom: a}]\n---\nc", "b.md:2: authors must have name"),
        (b"---\nimages: [[a]]\n---\nc", "b.md:2: images must have url"),
        (b"---\ntitle: a\n---\n\n", "b.md:4: the story has no text"),
    ],
)
def test_a_fault_names_file_line_and_what_to_mend(source: bytes, told: str) -> None:
    with pytest.raises(Unreadable) as fault:
        read_markdown(source, name="b.md")

    assert str(fault.value).startswith(told)
    assert "\n" not in str(fault.value)


@given(st.one_of(st.text(), st.text().map("---\n{}\n---\ntext".format)))
def test_any_markdown_is_read_or_refused(source: str) -> None:
    try:
        story = read_markdown(source.encode(), name="b.md")
    except Unreadable:
        return
    assert story.content.body_html


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1))
def test_what_was_read_before_changes_nothing_of_what_is_read(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    plain = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    assert titled_html("A title", text) == ("A title", plain.render(text).strip())
