"""Do the figures tell what was counted, and nothing of what is too little to tell?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.domain.counting import Counted
from syndicate.domain.figures import (
    RECENT_MONTHS,
    UNBROKEN_MONTHS,
    Cell,
    Delay,
    Delays,
    Figures,
    Tally,
    figures_of,
    months_between,
    recent_since,
)


def cell(what: Counted, number: int, month: str = "2016-10", section: str = "town") -> Cell:
    return Cell(what=what, month=month, section=section, number=number)


def figures(*cells: Cell, delays: Delays = Delays()) -> Figures:  # noqa: B008 - frozen
    return figures_of(cells, cells, delays, {"town": "Town"}, "UTC")


def test_an_empty_site_has_figures_without_a_rate() -> None:
    told = figures()
    assert told.tally == Tally()
    assert told.tally.rate is None
    assert (told.months, told.sections, told.withdrawn, told.since) == ((), (), 0, "")


def test_each_thing_is_told_as_itself() -> None:
    told = figures(*(cell(what, number) for number, what in enumerate(Counted, 1)))
    assert told.tally == Tally(
        articles=1, corrections=3, clarifications=4, editors_notes=5, retractions=6
    )


def test_what_was_withdrawn_is_told_once_and_in_no_month_or_section() -> None:
    told = figures(cell(Counted.WITHDRAWN, 3, "", ""), cell(Counted.ARTICLE, 2))
    assert told.withdrawn == 3
    assert told.tally.articles == 2
    assert [month.month for month in told.months] == ["2016-10"]
    assert [section.name for section in told.sections] == ["town"]


@pytest.mark.parametrize(("articles", "rate"), [(19, None), (20, 15.0), (800, 0.375)])
def test_few_articles_have_no_rate(articles: int, rate: float | None) -> None:
    assert Tally(articles=articles, corrections=3).rate == rate


@pytest.mark.parametrize(
    ("known", "median", "p90"), [(4, None, None), (5, 60, None), (9, 60, None), (10, 60, 90)]
)
def test_few_corrections_have_no_median_and_fewer_yet_no_ninth_decile(
    known: int, median: int | None, p90: int | None
) -> None:
    told = Delay(known=known, median=60, p90=90).told()
    assert (told.known, told.median, told.p90) == (known, median, p90)


def test_months_without_an_article_stand_between_those_with_one() -> None:
    told = figures(
        cell(Counted.ARTICLE, 30, "2016-12"), cell(Counted.ARTICLE, 40, "2017-03", "health")
    )
    assert [(month.month, month.tally.articles) for month in told.months] == [
        ("2016-12", 30),
        ("2017-01", 0),
        ("2017-02", 0),
        ("2017-03", 40),
    ]
    assert told.months[1].tally.rate is None


def test_months_of_long_ago_stand_alone_and_still_count() -> None:
    told = figures(
        *(cell(Counted.ARTICLE, 1, month) for month in ("0001-05", "1016-10", "2016-10"))
    )
    assert [month.month for month in told.months[:3]] == ["0001-05", "1016-10", "1916-11"]
    assert len(told.months) == 2 + UNBROKEN_MONTHS
    assert sum(month.tally.articles for month in told.months) == told.tally.articles == 3


def test_sections_stand_in_the_order_of_their_articles_with_their_labels() -> None:
    told = figures(
        cell(Counted.ARTICLE, 1),
        cell(Counted.ARTICLE, 2, section="health"),
        cell(Counted.ARTICLE, 1, section=""),
    )
    assert [(s.name, s.label) for s in told.sections] == [
        ("health", "health"),
        ("", ""),
        ("town", "Town"),
    ]


def test_the_recent_months_are_the_newest_ones() -> None:
    months = [cell(Counted.ARTICLE, 1, month) for month in ("2010-01", "2016-03")]
    told = figures(*months)
    assert len(told.recent) == RECENT_MONTHS
    assert (told.since, told.recent[0].month, told.recent[-1].month) == (
        "2014-04",
        "2014-04",
        "2016-03",
    )
    assert recent_since([]) == ""


def test_delays_stand_with_their_months_and_sections() -> None:
    late = Delay(known=50, median=7, p90=9)
    month = {"2016-10": late}
    delays = Delays(all=late, months=month, sections={"town": late}, of_section={"town": month})
    told = figures(cell(Counted.ARTICLE, 1), delays=delays)
    (section,) = told.sections
    groups = (told, told.months[0], section, section.months[0])
    assert [group.tally.delay for group in groups] == [late] * 4


@given(year=st.integers(1, 9000), month=st.integers(1, 12), count=st.integers(0, 300))
def test_months_follow_each_other_without_a_gap(year: int, month: int, count: int) -> None:
    whole = 12 * year + month - 1
    expected = [f"{m // 12:04}-{m % 12 + 1:02}" for m in range(whole, whole + count + 1)]
    assert list(months_between(expected[0], expected[-1])) == expected
