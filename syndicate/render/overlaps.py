"""Which passages did two people change who edited the same text?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from syndicate.domain.articles import Content
from syndicate.render.diffs import fields
from syndicate.render.matching import Segment, segments
from syndicate.render.wording import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A paragraph of the text that both edited; `name` is its field, as in comparisons."""

    name: str
    text: str


def overlaps(base: Content, theirs: Content, ours: Content) -> tuple[Overlap, ...]:
    """Return what both changed of what they began with, in its order.

    What both changed alike is none. An insertion touches the paragraph that it comes after.
    """
    return tuple(_overlaps(fields(base), fields(theirs), fields(ours)))


_Fields = dict[str, list[Block]]


def _overlaps(base: _Fields, theirs: _Fields, ours: _Fields) -> Iterator[Overlap]:
    for name, blocks in base.items():
        if _texts(theirs[name]) == _texts(ours[name]):
            continue
        both = _touched(blocks, theirs[name]) & _touched(blocks, ours[name])
        for at in sorted(both):
            yield Overlap(name=name, text=_text(blocks[at]) if blocks else "")


def _touched(older: Sequence[Block], newer: Sequence[Block]) -> set[int]:
    """Return which paragraphs of the older text were changed, counted from 0."""
    paragraph = -1
    touched: set[int] = set()
    for segment in segments(older, newer):
        if not segment.alike and not segment.old:
            touched.add(max(paragraph, 0))
        if _begun_before(segment):
            touched.add(paragraph + 1)
        for word in segment.old:
            paragraph += bool(word.block)
            if not segment.alike:
                touched.add(paragraph)
    return touched


def _begun_before(segment: Segment) -> bool:
    """Tell whether a paragraph was given another beginning before these words of it."""
    return segment.alike and bool(segment.old[0].block) and not segment.new[0].block


def _texts(blocks: Sequence[Block]) -> list[list[str]]:
    return [[word.text for word in block] for block in blocks]


def _text(block: Block) -> str:
    return "".join(f" {word.text}" if word.space else word.text for word in block).strip()
