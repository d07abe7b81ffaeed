"""Figures of a small publication, for tests that look at pages and charts."""

from syndicate.domain.counting import Counted
from syndicate.domain.figures import Cell, Delay, Delays, Figures, figures_of, months_between

_HOUR, _DAY = 3600, 86400
_ARTICLES = (31, 44, 12, 0, 58, 61, 0, 40, 37, 52, 66, 71, 48, 39, 55, 60, 62, 57, 70, 64, 41, 8)
_CORRECTIONS = (1, 0, 1, 0, 3, 2, 0, 1, 0, 2, 1, 4, 1, 0, 2, 0, 3, 1, 2, 1, 0, 0)
_LABELS = {"town-harbor": "Town & Harbor", "health": "Health"}


def _cells() -> list[Cell]:
    cells = []
    for month, articles, corrections in zip(
        months_between("2024-06", "2026-03"), _ARTICLES, _CORRECTIONS, strict=True
    ):
        for section, share in (("town-harbor", 2), ("health", 4), ("", 4)):
            counted = {
                Counted.ARTICLE: articles // share,
                Counted.CORRECTION: corrections // share,
                Counted.CLARIFICATION: corrections // share // 2,
            }
            cells += [
                Cell(what=what, month=month, section=section, number=number)
                for what, number in counted.items()
                if number
            ]
    return cells


def _totals(cells: list[Cell]) -> list[Cell]:
    return [
        Cell(what=cell.what, month=cell.month, number=cell.number)
        for cell in (*cells, Cell(what=Counted.WITHDRAWN, number=2))
    ]


_DELAYS = Delays(
    all=Delay(known=10, median=5 * _HOUR, p90=9 * _DAY),
    spread=(2, 4, 2, 1, 1, 0, 0),
    sections={"town-harbor": Delay(known=8, median=40 * 60, p90=3 * _HOUR)},
)
FIGURES: Figures = figures_of(_totals(_cells()), _cells(), _DELAYS, _LABELS, "America/New_York")
_FEW = [Cell(what=Counted.ARTICLE, month="2026-03", number=3)]
FEW: Figures = figures_of(_FEW, _FEW, Delays(), {}, "America/New_York")
NO_FIGURES: Figures = figures_of([], [], Delays(), {}, "America/New_York")
