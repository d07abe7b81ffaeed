"""What did the newsroom, the readers and the weather do, and when?

All that an auditor may know beside what left the system. Nothing of it comes from the store.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import takewhile

from syndicate.domain.articles import Severity
from syndicate.domain.changes import Change

SIGNIFICANT = frozenset(
    {
        Change.ORIGINAL,
        Change.UPDATE,
        Change.CORRECTION,
        Change.CLARIFICATION,
        Change.EDITORS_NOTE,
        Change.RETRACTION,
        Change.TAKEDOWN,
    }
)
WITHDRAWALS = frozenset({Change.RETRACTION, Change.TAKEDOWN, Change.UNPUBLISH})
GONE = frozenset({Change.TAKEDOWN, Change.UNPUBLISH})
NOTED = frozenset(
    {
        Change.UPDATE,
        Change.CORRECTION,
        Change.CLARIFICATION,
        Change.EDITORS_NOTE,
        Change.RETRACTION,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done to an article. `at` is when it had been done.

    `number` is the revision that stands afterwards, `words` the one whose words do; without
    marks of ours that is 0. `quiet` acts are imports. `wrong` and `since` name the error of
    a correction; `told` says whether readers are owed a notice, which `repeats`
    the error or not; `noted` whether it has a note. `identity` is the article's id, for good.
    """

    at: datetime
    article: int
    change: Change
    number: int
    words: int = 0
    noted: bool = False
    severity: Severity | None = None
    wrong: tuple[str, ...] = ()
    since: int = 0
    told: bool = False
    repeats: bool = False
    quiet: bool = False
    slug: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time; without an end it goes on."""

    begin: datetime
    end: datetime | None = None

    def holds(self, instant: datetime) -> bool:
        """Tell whether an instant is in it."""
        return self.begin <= instant and (self.end is None or instant < self.end)

    def touches(self, begin: datetime, end: datetime) -> bool:
        """Tell whether it has an instant in common with another stretch."""
        return self.begin <= end and (self.end is None or begin < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """A newsletter as its readers know it; without `weekday` it comes daily."""

    name: str
    hour: int
    timezone: str
    weekday: int | None = None
    reader_time: bool = False


@dataclass(slots=True)
class Diary:
    """Everything that was done, in its order, `until` the end of the replay."""

    until: datetime
    acts: list[Act] = field(default_factory=list)
    by_article: dict[int, list[Act]] = field(default_factory=lambda: defaultdict(list))
    letterheads: dict[str, Letterhead] = field(default_factory=dict)
    rests: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    memberships: dict[tuple[str, str], list[Span]] = field(
        default_factory=lambda: defaultdict(list)
    )
    zones: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    troubles: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    dead: dict[str, datetime] = field(default_factory=dict)

    def note(self, act: Act) -> None:
        """Write down what was done."""
        self.acts.append(act)
        self.by_article[act.article].append(act)

    def joined(self, reader: str, newsletter: str, at: datetime) -> None:
        """Write down that a reader has confirmed."""
        if not self.subscribed(reader, newsletter, at):
            self.memberships[reader, newsletter].append(Span(begin=at))

    def left(self, reader: str, newsletter: str, at: datetime) -> None:
        """Write down that a reader has ended it."""
        spans = self.memberships[reader, newsletter]
        if spans and spans[-1].end is None:
            spans[-1] = Span(begin=spans[-1].begin, end=at)

    def subscribed(self, reader: str, newsletter: str, at: datetime) -> bool:
        """Tell whether a reader had a newsletter then."""
        return any(span.holds(at) for span in self.memberships[reader, newsletter])

    def accepting(self, reader: str, begin: datetime, end: datetime) -> bool:
        """Tell whether a reader had one newsletter for the whole of a stretch of time."""
        spans = (self.memberships[reader, name] for name in self.letterheads)
        return any(s.holds(begin) and s.holds(end) for each in spans for s in each)

    def alive(self, reader: str, until: datetime) -> bool:
        """Tell whether a reader's address had taken everything until then."""
        return reader not in self.dead or until < self.dead[reader]

    def hindered(self, reader: str, begin: datetime, end: datetime) -> bool:
        """Tell whether mail to a reader could not go out for a while of a stretch of time."""
        spans = (*self.troubles[reader], *self.troubles[EVERYBODY])
        return any(span.touches(begin, end) for span in spans)

    def zone_at(self, reader: str, instant: datetime) -> tuple[datetime, str]:
        """Return a reader's zone, and since when it was that."""
        moves = self.zones[reader]
        place = bisect_right([at for at, _ in moves], instant)
        return moves[max(place - 1, 0)]

    def before(self, article: int, instant: datetime) -> Sequence[Act]:
        """Return what had been done to an article by then."""
        return [act for act in self.by_article[article] if act.at <= instant]

    def standing(self, instant: datetime) -> dict[int, Act]:
        """Return how each article stood: its last act, with the slug of a rename after it."""
        found: dict[int, Act] = {}
        for act in takewhile(lambda act: act.at <= instant, self.acts):
            before = found.get(act.article)
            if before is not None and act.change is Change.RENAME:
                act = replace(before, slug=act.slug)  # noqa: PLW2901 - the same under another slug
            found[act.article] = act
        return found

    def article_of(self, identity: str) -> int:
        """Return the article with an id; -1 where there is none."""
        return next((act.article for act in self.acts if act.identity == identity), -1)

    def readers(self) -> Iterator[tuple[str, str, Sequence[Span]]]:
        """Yield each reader's memberships: the reader, the newsletter, since when till when."""
        for (reader, newsletter), spans in sorted(self.memberships.items()):
            yield reader, newsletter, spans


EVERYBODY = "*"
