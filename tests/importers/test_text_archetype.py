"""Is the story that the program was made for read as it has to be?"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from syndicate.domain.articles import Kind, Person
from syndicate.domain.stories import Story
from syndicate.importers.text import read_text


@pytest.fixture
def story(archetype: bytes) -> Story:
    """Read the archetype as of its day and place."""
    zone = ZoneInfo("America/Los_Angeles")
    return read_text(archetype, date=date(2016, 10, 18), timezone=zone)


def test_the_archetype_has_its_section_and_paragraphs(story: Story) -> None:
    assert story.content.section == "World & Nation"
    assert story.content.body_html.count("<p>") == 21
    assert "<h2>" not in story.content.body_html


def test_the_archetype_has_two_pictures_in_their_places(story: Story) -> None:
    first, second = story.content.images

    assert (first.title, first.position) == ("Destruction in Aleppo", 0)
    assert first.credit == "Karam Al-Masri / AFP/Getty Images"
    assert second.credit == "Alexander Zemlianichenko / Associated Press"
    assert (second.title, second.position) == ("", 7)


def test_the_archetype_names_three_contributors_and_no_author(story: Story) -> None:
    assert story.content.authors == ()
    assert story.content.contributors == (
        Person(name="Mirovalev", role="special correspondent"),
        Person(name="Molly Hennessy-Fiske", role="Times staff writer", location="Irbil, Iraq"),
        Person(name="Associated Press"),
    )


def test_the_archetype_points_to_three_other_stories(story: Story) -> None:
    assert len(story.content.related) == 3


def test_the_archetype_was_published_and_updated_once(story: Story) -> None:
    original, update = story.past

    assert (original.kind, original.at) == (
        Kind.ORIGINAL,
        datetime(2016, 10, 18, 20, 35, tzinfo=UTC),
    )
    assert (update.kind, update.at) == (Kind.UPDATE, datetime(2016, 10, 19, 2, 50, tzinfo=UTC))
    assert update.note.startswith("This article was updated with comments from")


def test_the_archetype_leaves_open_what_it_does_not_tell(story: Story) -> None:
    assert {
        *("summary", "images[0].url", "images[1].url", "contributors[0].given_name"),
        *("related[0].url", "related[1].url", "related[2].url"),
    } <= set(story.unknown)


def test_the_archetype_without_a_date_has_no_instant(archetype: bytes) -> None:
    story = read_text(archetype)

    assert [(change.at, change.stated) for change in story.past] == [
        (None, "1:35 p.m."),
        (None, "7:50 p.m."),
    ]
    assert {"first_published", "past[1].at"} <= set(story.unknown)
