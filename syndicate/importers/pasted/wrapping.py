"""Which lines are one paragraph that a mail program broke to a fixed width?"""

from dataclasses import dataclass
from itertools import groupby, pairwise

_WIDEST = 100
_FULL_ENOUGH = 0.6
_FEWEST_PAIRS = 4
_SHARE_OF_PAIRS = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A non-blank line without its outer blanks; `block` is its run of lines."""

    line: int
    text: str
    block: int


def paragraphs(lines: list[Numbered]) -> list[tuple[Numbered, ...]]:
    """Return the lines in groups: of one line each, unless the text is wrapped."""
    width = max((len(line.text) for line in lines), default=0)
    if not _is_wrapped(lines, width):
        return [(line,) for line in lines]
    groups: list[tuple[Numbered, ...]] = []
    for _, block in groupby(lines, key=lambda line: line.block):
        groups.extend(_joined(list(block), width))
    return groups


def _is_wrapped(lines: list[Numbered], width: int) -> bool:
    """Tell whether no line is longer than a mail's, and most break where the width ends."""
    if width > _WIDEST:
        return False
    pairs = [pair for pair in pairwise(lines) if pair[0].block == pair[1].block]
    broken = sum(_breaks(first, second, width) for first, second in pairs)
    return broken >= _FEWEST_PAIRS and broken >= _SHARE_OF_PAIRS * len(pairs)


def _breaks(first: Numbered, second: Numbered, width: int) -> bool:
    """Tell whether the second line's first word would not have fitted into the first line.

    A caption's copy and a credit in parentheses begin lines of their own.
    """
    if first.text == second.text or (second.text.startswith("(") and first.text.endswith(".")):
        return False
    word = second.text.partition(" ")[0]
    full = len(first.text) + 1 + len(word) > width
    return full and len(first.text) > _FULL_ENOUGH * width


def _joined(block: list[Numbered], width: int) -> list[tuple[Numbered, ...]]:
    groups = [[block[0]]]
    for first, second in pairwise(block):
        if _breaks(first, second, width):
            groups[-1].append(second)
        else:
            groups.append([second])
    return [tuple(group) for group in groups]
