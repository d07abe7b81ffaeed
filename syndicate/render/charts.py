"""How is a row of numbers drawn? As SVG that needs no script and takes any width.

Places across are percentages, places down are pixels, so that words keep their size on a
phone. Colours are the style sheet's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from markupsafe import Markup

_GUTTER = 8.0
_TOP, _BASE, _FOOT, _HEIGHT = 18, 198, 220, 228
_LABELS, _WIDEST = 36.0, 52.0
_ROW = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What is said of a chart to those who do not see it; `key` makes its ids."""

    key: str
    title: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One number. Without a `value` a mark that is `open` says that there is too little to tell."""

    label: str
    value: float | None = None
    shown: str = ""
    open: bool = False


def columns(marks: Sequence[Mark], scale: Sequence[tuple[float, str]], named: Named) -> Markup:
    """Draw columns side by side; `scale` holds the lines across and their labels, highest last."""
    highest = scale[-1][0]
    lines = Markup().join(_line(at / highest, label) for at, label in scale)
    slot = (100 - _GUTTER) / len(marks)
    drawn = Markup().join(
        _column(mark, _GUTTER + slot * number, slot, highest) for number, mark in enumerate(marks)
    )
    ends = _text("100%", _FOOT, marks[-1].label, "end")
    if len(marks) > 1:
        ends = _text(f"{_GUTTER:g}%", _FOOT, marks[0].label, "start") + ends
    return _svg(lines + drawn + ends, _HEIGHT, named)


def rows(marks: Sequence[Mark], named: Named) -> Markup:
    """Draw bars below each other, each behind its label and before its number."""
    most = max(mark.value or 0 for mark in marks) or 1
    drawn = Markup().join(_row(mark, number, most) for number, mark in enumerate(marks))
    return _svg(drawn, _ROW * len(marks), named)


def scale_for(highest: float) -> tuple[float, float, float]:
    """Return where lines stand so that a number fits: nothing, half, and a round number above."""
    tops = (digit * 10.0**power for power in count() for digit in (1, 2, 5))
    top = next(top for top in tops if top >= highest)
    return (0.0, top / 2, top)


def _svg(drawn: Markup, height: int, named: Named) -> Markup:
    return Markup(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" '
        'role="img" aria-labelledby="{key}-title {key}-told">\n'
        '<title id="{key}-title">{title}</title>\n<desc id="{key}-told">{told}</desc>\n'
        "{drawn}</svg>"
    ).format(height=height, key=named.key, title=named.title, told=named.told, drawn=drawn)


def _line(share: float, label: str) -> Markup:
    down = _BASE - (_BASE - _TOP) * share
    line = Markup('<line class="across" x1="{:g}%" x2="100%" y1="{:g}" y2="{:g}"/>\n')
    number = _text(f"{_GUTTER - 1:g}%", f"{down + 4:g}", label, "end")
    return line.format(_GUTTER, down, down) + number


def _column(mark: Mark, left: float, slot: float, highest: float) -> Markup:
    if mark.value is None:
        circle = Markup('<circle class="open" cx="{:.2f}%" cy="{}" r="3">{}</circle>\n')
        return circle.format(left + slot / 2, _BASE - 7, _tip(mark)) if mark.open else Markup()
    tall = max((_BASE - _TOP) * mark.value / highest, 2)
    column = Markup('<rect class="bar" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}">')
    place = (left + slot * 0.14, _BASE - tall, slot * 0.72, tall)
    return column.format(*place) + _tip(mark) + Markup("</rect>\n")


def _row(mark: Mark, number: int, most: float) -> Markup:
    middle = _ROW * number + _ROW // 2
    wide = _WIDEST * (mark.value or 0) / most
    bar = Markup('<rect class="bar" x="{:g}%" y="{}" width="{:.2f}%" height="18"/>\n')
    label = _text(f"{_LABELS - 2:g}%", middle + 5, mark.label, "end")
    shown = _text(f"{_LABELS + wide + 1.5:.2f}%", middle + 5, mark.shown, "start", "number")
    return label + bar.format(_LABELS, middle - 9, wide) + shown


def _tip(mark: Mark) -> Markup:
    return Markup("<title>{}: {}</title>").format(mark.label, mark.shown)


def _text(x: str, y: object, text: str, anchor: str, name: str = "word") -> Markup:
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>\n').format(
        name, x, y, anchor, text
    )
