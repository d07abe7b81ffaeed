"""Are the figures of corrections told on the command line, to people and to programs?"""

import pytest

from tests.cli.site_folder import STORY, SiteFolder

SLUG = "harbour-bridge-opens-again"


@pytest.fixture
def corrected(site: SiteFolder) -> SiteFolder:
    """Publish an article and correct it."""
    first = site.write("bridge.md", STORY.format(words="the harbour master"))
    site.done("article", "new", first)
    site.done("article", "publish", SLUG)
    second = site.write("mended.md", STORY.format(words="the mayor"))
    told = ("--kind", "correction", "--note", "It was the mayor.")
    site.done("article", "revise", SLUG, second, *told)
    return site


def test_figures_are_printed_as_json(corrected: SiteFolder) -> None:
    figures = corrected.done("article", "figures", "--json").json
    assert (figures["articles"], figures["corrections"]) == (1, 1)
    assert figures["corrections_per_100_articles"] is None
    assert figures["time_to_correction"] == {"known": 1, "median": None, "p90": None}
    assert [step["within"] for step in figures["distribution"]][::5] == [3600, 31_536_000]
    assert figures["distribution"][0]["corrections"] == 1
    (section,) = figures["sections"]
    assert (section["section"], section["label"], section["corrections"]) == ("local", "Local", 1)
    assert [month["articles"] for month in section["months"]] == [1]


def test_figures_are_printed_for_people(corrected: SiteFolder) -> None:
    told = corrected.done("article", "figures").out
    assert "corrections:" in told
    assert "Local" in told
    assert "fewer than 20 articles" in told


def test_an_empty_site_has_no_table(site: SiteFolder) -> None:
    assert "SECTION" not in site.done("article", "figures").out
