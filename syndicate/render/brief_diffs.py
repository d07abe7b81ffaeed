"""Which few words tell a reader best what changed since the words that reader was mailed?

The first changes with a little of what stands around them, up to a number of words; the
rest is counted. Words of an error that must not be repeated are never shown, and where
the words taken out may be wrong ones, only what was put in is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, dropwhile, groupby

from markupsafe import Markup

from syndicate.domain.articles import Content
from syndicate.domain.digests import Former
from syndicate.domain.wrong_words import holds
from syndicate.render.diffs import Mark, Passage, Run, compare
from syndicate.render.wording import Word, words

MOST_WORDS = 60
MOST_CHANGES = 4
AROUND = 6
LONGEST_RUN = 24
GAP = "…"
_TELLING = frozenset({"headline", "summary", "body", "pictures"})
_REMEMBERED = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A changed passage, cut down to its changes and a few words around them.

    `part` is the field of the article it stands in: "headline", "body", …
    """

    part: str
    runs: tuple[Run, ...]

    @property
    def html(self) -> Markup:
        """Return its words with <del> and <ins>."""
        passage = Passage(tag="p", runs=self.runs)
        return Markup(passage.html)  # noqa: S704 - escaped by Passage

    @property
    def text(self) -> str:
        """Return its words, as [-taken out-] and {+put in+}."""
        return "".join(map(_marked, self.runs)).strip()

    @property
    def words(self) -> str:
        """Return its words without marks."""
        return "".join(run.text for run in self.runs).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A few of the changes, in the order of the article, and how many are left out."""

    excerpts: tuple[Excerpt, ...] = ()
    more: int = 0


@lru_cache(maxsize=_REMEMBERED)  # readers with different pasts share most of theirs
def brief(former: Former, newer: Content) -> Brief:
    """Tell in a few words what changed; nothing where only markup or spaces did."""
    changed = [
        Excerpt(part=part.name, runs=_shown(passage, former))
        for part in compare(former.content, newer)
        for passage in part.passages
        if passage.changed and part.name in _TELLING
    ]
    tellable = [one for one in changed if _tells(one) and not _repeats(one, former)]
    chosen = tuple(_within(tellable))
    return Brief(excerpts=chosen, more=len(changed) - len(chosen))


def _tells(excerpt: Excerpt) -> bool:
    return any(run.mark is not Mark.KEPT for run in excerpt.runs)


def _repeats(excerpt: Excerpt, former: Former) -> bool:
    return bool(former.unsaid) and holds(excerpt.words, former.unsaid)


def _within(excerpts: Iterable[Excerpt]) -> Iterator[Excerpt]:
    """Choose the first few that keep within the words there are to spend; always one."""
    spent = 0
    for number, excerpt in enumerate(excerpts):
        spent += sum(run.words for run in excerpt.runs)
        if number and (spent > MOST_WORDS or number >= MOST_CHANGES):
            return
        yield excerpt


def _shown(passage: Passage, former: Former) -> tuple[Run, ...]:
    """Return the runs that may be shown, each cut down; neighbours alike become one."""
    may = [run for run in passage.runs if former.removals or run.mark is not Mark.REMOVED]
    runs = _parted([_joined(mark, list(run)) for mark, run in groupby(may, key=_mark)])
    last = len(runs) - 1
    return tuple(
        _kept(run, first=at == 0, last=at == last) if run.mark is Mark.KEPT else _changed(run)
        for at, run in enumerate(runs)
    )


def _mark(run: Run) -> Mark:
    return run.mark


def _parted(runs: Sequence[Run]) -> Sequence[Run]:
    """Part two beginnings of one paragraph, the old and the new, by a space."""
    if [run.mark for run in runs[:2]] != [Mark.REMOVED, Mark.ADDED]:
        return runs
    return [runs[0], replace(runs[1], text=f" {runs[1].text.lstrip()}"), *runs[2:]]


def _joined(mark: Mark, runs: Sequence[Run]) -> Run:
    text = "".join(run.text for run in runs)
    return Run(mark=mark, text=text, words=sum(run.words for run in runs))


def _changed(run: Run) -> Run:
    if run.words <= LONGEST_RUN:
        return run
    beginning = _text(_first(words(run.text), LONGEST_RUN))
    return replace(run, text=f"{beginning} {GAP}", words=LONGEST_RUN)


def _kept(run: Run, *, first: bool, last: bool) -> Run:
    """Keep of what stayed the words beside a change; `first` and `last` have none on one side."""
    sides = 1 if first or last else 2
    if run.words <= sides * AROUND:
        return run
    pieces = list(words(run.text))
    head = "" if first else _text(_first(pieces, AROUND))
    tail = "" if last else _text(_last(pieces, AROUND))
    return replace(run, text=f"{head} {GAP} {tail.lstrip()}", words=sides * AROUND)


def _first(pieces: Iterable[Word], most: int) -> list[Word]:
    """Return the beginning that holds so many words, with the marks that follow the last."""
    listed = list(pieces)
    counted = accumulate(word.counts for word in listed)
    return [word for word, number in zip(listed, counted, strict=True) if number <= most]


def _last(pieces: Sequence[Word], most: int) -> list[Word]:
    """Return the end that holds so many words, and begins with one."""
    ending = _first(reversed(pieces), most)[::-1]
    return list(dropwhile(lambda word: not word.counts, ending))


def _text(pieces: Iterable[Word]) -> str:
    return "".join(f" {word.text}" if word.space else word.text for word in pieces)


def _marked(run: Run) -> str:
    text = run.text.lstrip()
    gap = run.text[: len(run.text) - len(text)]
    around = {Mark.REMOVED: ("[-", "-]"), Mark.ADDED: ("{+", "+}")}
    before, after = around.get(run.mark, ("", ""))
    return f"{gap}{before}{text}{after}"
