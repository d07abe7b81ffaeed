"""Is the story's title told from the paper's name and from the way to the page?"""

import pytest

from syndicate.importers.pasted.rows import rows_of
from syndicate.importers.pasted.titles import is_paper, trail, without_paper
from syndicate.importers.text import read_text


@pytest.mark.parametrize("name", ["The Dunmere Weekly Packet", "Halden Courier", "Radio Weststadt"])
def test_a_few_capitalised_words_name_a_paper(name: str) -> None:
    assert is_paper(name)


@pytest.mark.parametrize("title", ["News of the boat reached Vik", "Ferry axed", "Mail boat sinks"])
def test_a_title_is_no_paper(title: str) -> None:
    assert not is_paper(title)


def test_the_way_to_a_page_has_steps() -> None:
    assert trail("Home > News > Council") == ("Home", "News", "Council")
    assert trail("Home / Cities / Pune") == ("Home", "Cities", "Pune")


def test_a_headline_is_no_way_to_a_page() -> None:
    assert trail("Ferry will sail again in March, council decides") == ()


@pytest.mark.parametrize(
    "line",
    [
        "Ferry will sail again in March | Dunmere",
        "Ferry will sail again in March - The Dunmere Packet",
        "Ferry will sail again in March – dunmere.example.com",
        "Ferry will sail again in March - Coastline",
    ],
)
def test_the_papers_name_is_cut_off_a_title(line: str) -> None:
    assert without_paper(line, rows_of("Coastline\nMenu")) == "Ferry will sail again in March"


def test_what_follows_a_dash_stays_in_the_title() -> None:
    title = "Terrier rides the bus for a year - and drivers never noticed"

    assert without_paper(title, rows_of("Menu")) == title


def test_a_section_is_the_last_step_of_the_way_to_the_page() -> None:
    body = (
        "The library's new roof has swallowed its budget, the auditor told the council today. " * 2
    )
    page = f"Home > News > Council\n\nLibrary roof swallows its budget\n\n{body}\n\n{body}"

    assert read_text(page.encode()).content.section == "Council"
