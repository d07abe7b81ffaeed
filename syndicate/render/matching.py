"""Which words of two texts correspond?

Paragraphs that are alike hold the comparison in place; between them words are
matched across paragraphs, so that one split in two is no change.
"""

from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

from syndicate.render.wording import Block, Word

# Beyond these sizes frequent words, then all, are no longer matched one by one:
# the comparison takes quadratic time.
EXACT_UP_TO = 4_000_000
WORDS_UP_TO = 20_000
# Shorter paragraphs, such as "Read more", may well stand in two places by chance.
LEAST_MOVED = 5

_Text = tuple[str, ...]
_Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Words that stayed alike, or old words and the new ones in their place."""

    alike: bool
    old: tuple[Word, ...]
    new: tuple[Word, ...]

    @property
    def weight(self) -> int:
        """Return the letters of its longer side."""
        return max(sum(len(word.text) for word in side) for side in (self.old, self.new))


def segments(older: Sequence[Block], newer: Sequence[Block]) -> list[Segment]:
    """Return both texts cut into segments; their sides joined give the texts again."""
    whole = Segment(alike=True, old=_flat(older), new=_flat(newer))
    if [word.text for word in whole.old] == [word.text for word in whole.new]:
        return [whole] if whole.new else []
    trimmed = [part for s in _calmed(_by_paragraph(older, newer)) for part in _trimmed(s)]
    return _slid([part for part in trimmed if part.old or part.new])


def _by_paragraph(older: Sequence[Block], newer: Sequence[Block]) -> Iterator[Segment]:
    before, after = ([tuple(w.text for w in block) for block in side] for side in (older, newer))
    found = _opcodes(before, after)
    moved = _moved(before, after, found)
    for tag, i1, i2, j1, j2 in found:
        old, new = _flat(older[i1:i2]), _flat(newer[j1:j2])
        if tag == "replace" and (moved >= {*before[i1:i2]} or moved >= {*after[j1:j2]}):
            yield Segment(alike=False, old=old, new=())
            yield Segment(alike=False, old=(), new=new)
        elif tag == "replace":
            yield from _by_word(old, new)
        else:
            yield Segment(alike=tag == "equal", old=old, new=new)


def _moved(before: Sequence[_Text], after: Sequence[_Text], found: Iterable[_Opcode]) -> set[_Text]:
    """Return the paragraphs that went from one place to another: no words of them match others."""
    apart = [code for code in found if code[0] != "equal"]
    gone = {text for _, i1, i2, _, _ in apart for text in before[i1:i2]}
    come = {text for _, _, _, j1, j2 in apart for text in after[j1:j2]}
    return {text for text in gone & come if len(text) >= LEAST_MOVED}


def _flat(blocks: Iterable[Block]) -> tuple[Word, ...]:
    return tuple(word for block in blocks for word in block)


def _by_word(old: tuple[Word, ...], new: tuple[Word, ...]) -> Iterator[Segment]:
    if max(len(old), len(new)) > WORDS_UP_TO:
        yield Segment(alike=False, old=old, new=new)
        return
    before, after = ([word.text for word in side] for side in (old, new))
    marks = {word.text for word in old + new if not word.counts}
    for tag, i1, i2, j1, j2 in _opcodes(before, after, marks):
        yield Segment(alike=tag == "equal", old=old[i1:i2], new=new[j1:j2])


def _opcodes(
    before: Sequence[Hashable], after: Sequence[Hashable], marks: Container[Hashable] = ()
) -> Sequence[_Opcode]:
    """Match two sequences; `marks` (punctuation) only follow their words."""
    crowded = len(before) * len(after) > EXACT_UP_TO
    return SequenceMatcher(marks.__contains__, before, after, autojunk=crowded).get_opcodes()


def _calmed(found: Iterable[Segment]) -> list[Segment]:
    """Give up lone words left standing between greater changes: they help nobody read."""
    calm: list[Segment] = []
    for segment in found:
        calm.append(segment)
        while len(calm) > 2 and _stranded(*calm[-3:]):  # noqa: PLR2004 - one and its neighbours
            calm[-3:] = [_joined(calm[-3:])]
    return calm


def _stranded(left: Segment, middle: Segment, right: Segment) -> bool:
    if left.alike or right.alike or not middle.alike or any(w.block for w in middle.new):
        return False
    return 2 * middle.weight <= min(left.weight, right.weight)


def _joined(parts: Sequence[Segment]) -> Segment:
    return Segment(
        alike=False,
        old=tuple(word for part in parts for word in part.old),
        new=tuple(word for part in parts for word in part.new),
    )


def _trimmed(segment: Segment) -> Iterator[Segment]:
    """Part what both sides of a change begin and end with from the change."""
    if segment.alike:
        yield segment
        return
    old, new = segment.old, segment.new
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    yield Segment(alike=True, old=old[:head], new=new[:head])
    yield Segment(alike=False, old=old[head:old_end], new=new[head:new_end])
    yield Segment(alike=True, old=old[old_end:], new=new[new_end:])


def _shared(left: Sequence[Word], right: Sequence[Word]) -> int:
    pairs = takewhile(lambda pair: pair[0].text == pair[1].text, zip(left, right, strict=False))
    return sum(1 for _ in pairs)


def _slid(found: Sequence[Segment]) -> list[Segment]:
    """Let a paragraph that came or went begin with its start, not with the end of another.

    Of "one. [Two.] Three." and "one[. Two]. Three." the first is meant.
    """
    slid: list[Segment] = []
    for segment in found:
        if slid and segment.alike and not slid[-1].alike:
            slid.extend(_pushed(slid.pop(), segment))
        else:
            slid.append(segment)
    return slid


def _pushed(change: Segment, after: Segment) -> Sequence[Segment]:
    if _start(change.new) < len(change.new):
        return [_mirrored(s) for s in _pushed_removal(_mirrored(change), _mirrored(after))]
    return _pushed_removal(change, after)


def _mirrored(segment: Segment) -> Segment:
    return Segment(alike=segment.alike, old=segment.new, new=segment.old)


def _pushed_removal(change: Segment, after: Segment) -> Sequence[Segment]:
    """Take the end of a paragraph out of a change in which later paragraphs go away."""
    start, ending = _start(change.old), _start(after.new)
    keep = start - ending
    one_sided = start < len(change.old) and _start(change.new) == len(change.new)
    if not one_sided or keep < 0 or _shared(change.old[keep:start], after.new) < ending:
        return (change, after)
    parts = (
        Segment(alike=False, old=change.old[:keep], new=change.new),
        Segment(alike=True, old=change.old[keep:start], new=after.new[:ending]),
        Segment(alike=False, old=change.old[start:] + after.old[:ending], new=()),
        Segment(alike=True, old=after.old[ending:], new=after.new[ending:]),
    )
    return [part for part in parts if part.old or part.new]


def _start(side: Sequence[Word]) -> int:
    """Return where the first paragraph starts; past the end where none does."""
    return next((at for at, word in enumerate(side) if word.block), len(side))
