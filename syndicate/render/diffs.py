"""Which words did one revision take out of another, and which did it put in?

Markup and spacing are no words: a paragraph split in two, a word set in italics
or a doubled space is no change. Words are compared across paragraphs, but
paragraphs that stayed alike hold the comparison in place.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import groupby

from syndicate.domain.articles import Content, Image, Person
from syndicate.render.matching import Segment, segments
from syndicate.render.wording import Block, Word, blocks_of_html, blocks_of_lines


class Mark(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Move(StrEnum):
    """Whether a paragraph went from here to another place, or came here from one."""

    AWAY = "away"
    HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Consecutive words with one mark; `text` begins with a space where one stood before it."""

    mark: Mark
    text: str
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of the comparison; `tag` is the HTML element it was.

    Of one that was moved, `shown` tells at its new place what changed on the way.
    """

    tag: str
    runs: tuple[Run, ...]
    move: Move | None = None
    shown: tuple[Run, ...] = ()

    @property
    def changed(self) -> bool:
        """Tell whether any word of it was taken out or put in."""
        return any(run.mark is not Mark.KEPT for run in self.runs)

    @property
    def html(self) -> str:
        """Return its words with <del> and <ins>; spaces stand outside of the marks."""
        if self.move is Move.AWAY:
            return escape("".join(run.text for run in self.runs).strip(), quote=False)
        return "".join(map(_run_html, self.told)).strip()

    @property
    def told(self) -> tuple[Run, ...]:
        """Return what was taken out and put in; nothing where the paragraph went away."""
        return self.runs if self.move is None else self.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One field of an article compared; `name` is "headline", "body", …"""

    name: str
    passages: tuple[Passage, ...]

    @property
    def changed(self) -> bool:
        """Tell whether any word of the field differs."""
        return any(passage.changed for passage in self.passages)


def compare(older: Content, newer: Content) -> tuple[Part, ...]:
    """Compare two contents: headline and body always, other fields where they differ."""
    before, after = fields(older), fields(newer)
    parts = (Part(name=name, passages=_passages(before[name], after[name])) for name in before)
    return tuple(part for part in parts if part.changed or part.name in _ALWAYS)


def compare_bodies(older: str, newer: str) -> tuple[Passage, ...]:
    """Compare two HTML fragments word by word."""
    return _passages(blocks_of_html(older), blocks_of_html(newer))


def compare_texts(older: str, newer: str) -> tuple[Passage, ...]:
    """Compare two plain texts word by word; each line is a paragraph."""
    return _passages(blocks_of_lines([older]), blocks_of_lines([newer]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Passages shown as they are, or unchanged ones that may be folded away."""

    folded: bool
    passages: tuple[Passage, ...]


def stretches(passages: Sequence[Passage]) -> tuple[Stretch, ...]:
    """Fold what lies further than one paragraph from any change, when it is two or more."""
    near = [
        any(p.changed for p in passages[max(at - 1, 0) : at + 2]) for at in range(len(passages))
    ]
    found: list[Stretch] = []
    for is_near, pairs in groupby(zip(near, passages, strict=True), key=lambda pair: pair[0]):
        members = tuple(passage for _, passage in pairs)
        found.append(Stretch(folded=not is_near and len(members) > 1, passages=members))
    return tuple(found)


def count(parts: Iterable[Part], mark: Mark) -> int:
    """Return how many words carry a mark; a paragraph that moved is neither in nor out."""
    runs = (run for part in parts for passage in part.passages for run in passage.told)
    return sum(run.words for run in runs if run.mark is mark)


def fields(content: Content) -> dict[str, list[Block]]:
    """Return the words of each field that is compared, by its name."""
    return {
        "headline": blocks_of_lines([content.headline]),
        "summary": blocks_of_lines([content.summary]),
        "section": blocks_of_lines([content.section]),
        "byline": blocks_of_lines([_person(person) for person in content.authors]),
        "dateline": blocks_of_lines([content.dateline]),
        "body": blocks_of_html(content.body_html),
        "pictures": blocks_of_lines([_caption(image) for image in content.images]),
        "contributors": blocks_of_lines([_person(person) for person in content.contributors]),
        "related": blocks_of_lines([related.title for related in content.related]),
        "tags": blocks_of_lines(content.tags),
    }


_ALWAYS = {"headline", "body"}
_Marked = tuple[Mark, Word]


def _person(person: Person) -> str:
    return ", ".join(filter(None, (person.name, person.role, person.location)))


def _caption(image: Image) -> str:
    credit = f"({image.credit})" if image.credit else ""
    return " ".join(filter(None, (image.title, image.caption, credit)))


def _passages(older: Sequence[Block], newer: Sequence[Block]) -> tuple[Passage, ...]:
    paragraphs: list[list[_Marked]] = []
    for segment in segments(older, newer):
        for parts, mark, word in _marked(segment):
            if parts:
                paragraphs.append([])
            paragraphs[-1].append((mark, word))
    return tuple(map(_passage, paragraphs))


def _marked(segment: Segment) -> Iterator[tuple[bool, Mark, Word]]:
    """Yield whether a word begins a paragraph of the comparison, its mark, and the word.

    Paragraphs begin where they do in the newer text, and where one that went
    away did; what takes the place of one paragraph's start stays beside it.
    """
    if segment.alike:
        yield from ((bool(word.block), Mark.KEPT, word) for word in segment.new)
        return
    yield from ((bool(word.block), Mark.REMOVED, word) for word in segment.old)
    beside = [at for at, word in enumerate(segment.old) if word.block] == [0]
    for at, word in enumerate(segment.new):
        yield bool(word.block) and not (beside and at == 0), Mark.ADDED, word


def _passage(paragraph: Sequence[_Marked]) -> Passage:
    tags = [word.block for mark, word in paragraph if word.block]
    runs = (
        _run(mark, [word for _, word in members])
        for mark, members in groupby(paragraph, key=lambda pair: pair[0])
    )
    return Passage(tag=tags[-1], runs=tuple(runs))


def _run(mark: Mark, words: Sequence[Word]) -> Run:
    text = "".join(f" {word.text}" if word.space else word.text for word in words)
    return Run(mark=mark, text=text, words=sum(word.counts for word in words))


_TAGS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}


def _run_html(run: Run) -> str:
    text = escape(run.text.strip(), quote=False)
    space = " " if run.text.startswith(" ") else ""
    tag = _TAGS.get(run.mark)
    return f"{space}<{tag}>{text}</{tag}>" if tag else space + text
