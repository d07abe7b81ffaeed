"""Are charts drawn true to their numbers, for any width, and told to those who do not see them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from syndicate.render.charts import Mark, Named, columns, rows, scale_for
from tests.golden.compare import assert_golden

NAMED = Named(key="k", title="Rates & <times>", told="A column a month.")
SCALE = [(0.0, "0"), (5.0, "5"), (10.0, "10")]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Markup, name: str) -> list[etree._Element]:
    return list(etree.fromstring(chart).iter(f"{SVG}{name}"))


def bars(chart: Markup, side: str) -> list[float]:
    return [float(str(bar.get(side)).rstrip("%")) for bar in drawn(chart, "rect")]


def marks(*values: float | None) -> list[Mark]:
    return [Mark(label=f"m{number}", value=value) for number, value in enumerate(values)]


def test_columns_are_the_reviewed_ones() -> None:
    told = [
        Mark(label="June 2025", value=2.5, shown="2.5"),
        Mark(label="July 2025"),
        Mark(label="Aug. 2025", value=0, shown="0.0"),
        Mark(label="Sept. 2025", shown="too few <articles>", open=True),
        Mark(label="Oct. 2025", value=10, shown="10.0"),
    ]
    assert_golden("charts/columns.svg", columns(told, SCALE, NAMED).encode())


def test_rows_are_the_reviewed_ones() -> None:
    told = [Mark(label="up to 1 hour", value=3, shown="3"), Mark(label="longer", value=0)]
    assert_golden("charts/rows.svg", rows(told, NAMED).encode())


def test_a_chart_is_a_picture_with_a_name_and_a_description() -> None:
    picture = etree.fromstring(columns(marks(1), SCALE, NAMED))
    assert picture.get("role") == "img"
    named = str(picture.get("aria-labelledby")).split()
    assert [picture.findtext(f"*[@id='{name}']") for name in named] == [NAMED.title, NAMED.told]


def test_columns_are_as_high_as_their_numbers() -> None:
    assert bars(columns(marks(10, 5, 2.5), SCALE, NAMED), "height") == [180, 90, 45]


def test_nothing_at_all_differs_from_nought() -> None:
    chart = columns(marks(0, None), SCALE, NAMED)
    assert len(drawn(chart, "rect")) == 1
    assert drawn(chart, "circle") == []


def test_what_cannot_be_told_is_a_ring_that_says_why() -> None:
    chart = columns([Mark(label="May", shown="too few", open=True)], SCALE, NAMED)
    (ring,) = drawn(chart, "circle")
    assert ring.findtext(f"{SVG}title") == "May: too few"
    assert drawn(chart, "rect") == []


def test_the_first_and_the_last_column_are_named() -> None:
    words = [text.text for text in drawn(columns(marks(1, 2, 3), SCALE, NAMED), "text")]
    assert words[-2:] == ["m0", "m2"]
    assert [text.text for text in drawn(columns(marks(1), SCALE, NAMED), "text")][-1] == "m0"


def test_rows_are_as_wide_as_their_numbers() -> None:
    assert bars(rows(marks(4, 2, 0), NAMED), "width") == [52, 26, 0]
    assert bars(rows(marks(0, 0), NAMED), "width") == [0, 0]


@given(values=st.lists(st.none() | st.floats(0, 100), min_size=1, max_size=60))
def test_nothing_is_drawn_outside_of_the_chart(values: list[float | None]) -> None:
    highest = max((value or 0 for value in values), default=0)
    lines = scale_for(highest)
    chart = columns(marks(*values), [(at, "") for at in lines], NAMED)
    for left, width in zip(bars(chart, "x"), bars(chart, "width"), strict=True):
        assert 8 <= left < left + width <= 100.01
    for top, height in zip(bars(chart, "y"), bars(chart, "height"), strict=True):
        assert 17.9 <= top <= top + height <= 198.2


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (1.2, 2), (4.9, 5), (7, 10), (42, 50), (100, 100)]
)
def test_lines_stand_at_round_numbers(highest: float, top: float) -> None:
    assert scale_for(highest) == (0, top / 2, top)
