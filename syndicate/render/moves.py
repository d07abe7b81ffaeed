"""Which paragraphs were only moved, perhaps with a few words changed on their way?

A comparison in order shows such a paragraph as gone from one place and new in another.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from syndicate.render.diffs import Mark, Move, Passage, Run, compare_texts
from syndicate.render.matching import LEAST_MOVED

LEAST_ALIKE = 0.7
MOST_COMPARED = 2_500


def marked(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Mark the passages that were moved; at the new place stands what changed of them."""
    told = list(passages)
    for old, new in _pairs(passages):
        told[old] = replace(passages[old], move=Move.AWAY)
        told[new] = replace(passages[new], move=Move.HERE, shown=_shown(passages, old, new))
    return tuple(told)


def _pairs(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Yield the old place and the new one of each paragraph that was moved."""
    gone, come = (list(_wholly(passages, mark)) for mark in (Mark.REMOVED, Mark.ADDED))
    few = len(gone) * len(come) <= MOST_COMPARED
    bags = {at: Counter(_text(passages[at]).split()) for at in (*gone, *come)}
    for exactly in (True, False) if few else (True,):
        for old in list(gone):
            new = _alike(old, come, bags, 1.0 if exactly else LEAST_ALIKE)
            if new is not None:
                gone.remove(old)
                come.remove(new)
                yield old, new


def _wholly(passages: Sequence[Passage], mark: Mark) -> Iterator[int]:
    for at, passage in enumerate(passages):
        words = sum(run.words for run in passage.runs)
        if words >= LEAST_MOVED and all(run.mark is mark for run in passage.runs):
            yield at


def _alike(
    old: int, come: Sequence[int], bags: dict[int, "Counter[str]"], least: float
) -> int | None:
    """Return the new paragraph that shares most words with an old one, if it shares enough."""
    shares = {new: _share(bags[old], bags[new]) for new in come}
    best = max(shares, key=lambda new: shares[new], default=None)
    return best if best is not None and shares[best] >= least else None


def _share(left: "Counter[str]", right: "Counter[str]") -> float:
    return (left & right).total() / max(left.total(), right.total())


def _shown(passages: Sequence[Passage], old: int, new: int) -> tuple[Run, ...]:
    compared = compare_texts(_text(passages[old]), _text(passages[new]))
    return tuple(run for passage in compared for run in passage.runs)


def _text(passage: Passage) -> str:
    return "".join(run.text for run in passage.runs)
