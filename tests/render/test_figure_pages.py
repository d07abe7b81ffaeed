"""What the page of figures tells, and what it leaves untold."""

from dataclasses import replace

import pytest
from lxml import html

from syndicate.domain.counting import Counted
from syndicate.domain.figures import Cell, Delay, Delays, Figures, figures_of
from syndicate.render import words
from syndicate.render.pages import Pages
from tests.render.figure_samples import FEW, FIGURES, NO_FIGURES
from tests.render.page_reading import texts
from tests.render.page_samples import PAGES, SITE, TEMPLATES


def page(figures: Figures = FIGURES, language: str = "en") -> str:
    return Pages(TEMPLATES, replace(SITE, language=language)).figures.corrections(figures)


def rows(markup: str, table: str) -> list[list[str]]:
    """Return the cells of a table by its name."""
    tree = html.fromstring(markup)
    (found,) = [div for div in tree.iter("div") if div.get("aria-label") == table]
    return [["".join(map(str, cell.itertext())) for cell in row] for row in found.iter("tr")][1:]


def test_the_numbers_of_all_articles_stand_first() -> None:
    assert texts(page(), "//dl/div/dd") == ["1.0", "5 h", "9 days", "960", "10", "1", "0", "0"]


def test_every_recent_month_has_a_row_newest_first_and_none_is_nought() -> None:
    told = rows(page(), "By month, as a table")
    assert len(told) == 22
    assert told[0] == ["March 2026", "8", "0", "–", "–", "0", "0", "0"]
    assert ["Dec. 2024", "none", "0", "–", "–", "0", "0", "0"] in told
    assert ["July 2024", "44", "0", "0.0", "–", "0", "0", "0"] in told


def test_every_section_has_a_row_and_its_months() -> None:
    told = rows(page(), "By section")
    assert [row[0] for row in told] == ["Town & Harbor", "Without a section", "Health"]
    assert told[0][:5] == ["Town & Harbor", "484", "8", "1.7", "40 min"]
    assert len(rows(page(), "Town & Harbor, by month")) == 22


def test_the_times_are_told_as_a_table_too() -> None:
    told = rows(page(), "How soon, as a table")
    assert told[0] == ["up to 1 hour", "2"]
    assert sum(int(count) for _, count in told) == 10


def test_charts_need_no_script_style_or_address() -> None:
    charts = list(html.fromstring(page()).iter("svg"))
    assert len(charts) == 2
    for chart in charts:
        names = {name for element in chart.iter() for name in element.attrib}
        assert not names & {"style", "href", "onload", "src"}


def test_few_articles_have_no_chart_and_say_so() -> None:
    told = page(FEW)
    assert "<svg" not in told
    assert texts(told, "//dl[@class='keys']/div/dd")[0] == "too few articles to tell"
    assert "No month has enough articles yet to tell a rate: at least 20." in told
    assert "By section" not in told


def test_a_new_site_says_that_nothing_is_published() -> None:
    told = page(NO_FIGURES)
    assert "Nothing is published yet." in told
    assert "<dl" not in told


def test_it_tells_how_it_is_counted_and_of_what_it_does_not_know() -> None:
    told = page()
    assert "Not counted because they were withdrawn: 2." in told
    assert "Corrections of which it is known: 10 of 10." in told
    assert 'href="/corrections/figures.json"' in told


def test_the_list_of_corrections_leads_to_it() -> None:
    assert 'href="/corrections/figures"' in PAGES.fronts.corrections([])


def test_many_sections_are_told_up_to_a_bound() -> None:
    cells = [
        Cell(what=Counted.ARTICLE, month="2026-03", section=f"s{n:02}", number=1) for n in range(43)
    ]
    told = page(figures_of(cells, cells, Delays(), {}, "UTC"))
    assert len(rows(told, "By section")) == 40
    assert "And 3 smaller sections" in told


@pytest.mark.parametrize(
    ("language", "seconds", "told"),
    [
        ("en", 5, "1 min"),
        ("en", 3_540, "59 min"),
        ("en", 5_400, "1.5 h"),
        ("de", 5_400, "1,5 Std."),
        ("en", 86_400, "24 h"),
        ("es", 172_800, "2 días"),
        ("fr", 90_000_000, "1 042 jours"),
    ],
)
def test_times_are_told_in_a_unit_that_can_be_grasped(
    language: str, seconds: int, told: str
) -> None:
    cells = [Cell(what=Counted.ARTICLE, month="2026-03", number=30)]
    delays = Delays(all=Delay(known=9, median=seconds, p90=seconds), spread=(9, 0, 0, 0, 0, 0, 0))
    figures = figures_of(cells, cells, delays, {}, "UTC")
    assert texts(page(figures, language), "//dl[@class='keys']/div/dd")[1] == told


def test_thousands_are_parted_by_a_space_that_does_not_break() -> None:
    assert words.number(1234.5, "fr", 1) == "1\u202f234,5"
    assert words.number(1234.5, "en") == "1,234"


def test_months_are_named_in_the_sites_language() -> None:
    assert "marzo de 2026" in page(language="es")
