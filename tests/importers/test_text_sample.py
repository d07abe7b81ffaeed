"""Is the sample that the documentation starts with read as it tells itself?"""

from pathlib import Path

import pytest

from syndicate.domain.articles import Person
from syndicate.domain.stories import Story
from syndicate.importers.text import read_text

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "ferry.txt"


@pytest.fixture(scope="module")
def story() -> Story:
    return read_text(SAMPLE.read_bytes())


def test_the_sample_has_two_pictures_with_their_credits(story: Story) -> None:
    assert [image.credit for image in story.content.images] == [
        "Ines Halvard / Skarholm Courier",
        "Skarholm Harbour Office",
    ]


def test_the_sample_names_three_contributors(story: Story) -> None:
    assert story.content.contributors == (
        Person(name="Halvard", role="staff photographer"),
        Person(name="Jon Reith", role="Courier reporter", location="Lindholm"),
        Person(name="Coastal News Agency"),
    )


def test_the_sample_has_no_subheads(story: Story) -> None:
    assert "<h2>" not in story.content.body_html
