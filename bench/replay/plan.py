"""What does chance add to real changes? Readers' lives, errors and their corrections, bad days.

The same seed gives the same plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from random import Random

from bench.replay.diary import Letterhead, Span
from bench.replay.wire import Fate

ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "UTC",
)
LETTERHEADS = (
    Letterhead(name="daily", hour=7, timezone="America/New_York", reader_time=True),
    Letterhead(name="weekly", hour=8, timezone="America/New_York", weekday=0),
)
_DAY = timedelta(days=1)


class Deed(Enum):
    """What the plan may do to an article."""

    MINOR = auto()
    CORRECT_MAJOR = auto()
    CORRECT_MINOR = auto()
    CLARIFY = auto()
    ADD_NOTE = auto()
    RETRACT = auto()
    TAKE_DOWN = auto()
    UNPUBLISH = auto()
    REINSTATE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """One deed, so long after the revision that called for it.

    `midway` ones wait on until an edition is going out. A correction names the error
    `by_words`, `by_number` or not at all; `loudly` repeats it, or notifies readers.
    """

    deed: Deed
    after: timedelta
    midway: bool = False
    by_words: bool = False
    by_number: bool = False
    loudly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a revision brings beside its words: an error, and what is to follow."""

    wrong: bool
    headline: bool
    follows: tuple[Injected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often, of a hundred revisions, each thing happens."""

    wrong: float = 25
    minor: float = 10
    clarified: float = 5
    noted: float = 4
    retracted: float = 3
    taken_down: float = 2
    unpublished: float = 3


def brought(chance: Random, rates: Rates) -> Brought:
    """Decide what a revision brings."""
    wrong = _happens(chance, rates.wrong)
    follows = [_correction(chance)] if wrong else []
    for deed, rate in _others(rates):
        if _happens(chance, rate):
            follows += _followed(chance, deed)
    return Brought(wrong=wrong, headline=_happens(chance, 50), follows=tuple(follows))


def _happens(chance: Random, percent: float) -> bool:
    return chance.random() * 100 < percent


def _others(rates: Rates) -> Iterator[tuple[Deed, float]]:
    yield Deed.MINOR, rates.minor
    yield Deed.CLARIFY, rates.clarified
    yield Deed.ADD_NOTE, rates.noted
    yield Deed.RETRACT, rates.retracted
    yield Deed.TAKE_DOWN, rates.taken_down
    yield Deed.UNPUBLISH, rates.unpublished


def _correction(chance: Random) -> Injected:
    by = chance.choice(("words", "words", "words", "number", "nothing"))
    return Injected(
        deed=chance.choice((Deed.CORRECT_MAJOR, Deed.CORRECT_MAJOR, Deed.CORRECT_MINOR)),
        after=_delay(chance),
        midway=_happens(chance, 30),
        by_words=by == "words",
        by_number=by == "number",
        loudly=_happens(chance, 30),
    )


def _followed(chance: Random, deed: Deed) -> list[Injected]:
    first = Injected(
        deed=deed,
        after=_delay(chance),
        midway=_happens(chance, 20),
        loudly=_happens(chance, 50),
    )
    back = _happens(chance, 60) and deed in {Deed.RETRACT, Deed.UNPUBLISH}
    later = Injected(deed=Deed.REINSTATE, after=first.after + _delay(chance))
    return [first, later] if back else [first]


def _delay(chance: Random) -> timedelta:
    """Return from minutes to some weeks; most within three days."""
    return timedelta(minutes=5) + _DAY * min(chance.expovariate(0.7), 30)


class Turn(Enum):
    """What a reader may do."""

    JOIN = auto()
    LEAVE = auto()
    MOVE = auto()
    DIE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A turn in a reader's life; `zone` is where a move leads."""

    at: datetime
    reader: str
    turn: Turn
    newsletters: tuple[str, ...] = ()
    zone: str = ""


def life(
    chance: Random, number: int, begin: datetime, end: datetime, zones: Sequence[str]
) -> Iterator[Moment]:
    """Yield the turns in one reader's life, in their order."""
    reader = f"reader-{number:03}@example.org"
    at = begin if _happens(chance, 60) else begin + chance.random() * (end - begin)
    wanted = chance.choice((("daily",), ("weekly",), ("daily", "weekly"), ("daily", "weekly")))
    zone = chance.choice(zones)
    yield Moment(at=at, reader=reader, turn=Turn.JOIN, newsletters=wanted, zone=zone)
    span = end - begin
    while (at := at + span * chance.expovariate(3)) < end:
        turn = chance.choices((Turn.MOVE, Turn.LEAVE, Turn.DIE), (5, 4, 1))[0]
        zone = chance.choice(zones)
        some = (chance.choice(wanted),)
        if turn is Turn.LEAVE:
            yield Moment(at=at, reader=reader, turn=turn, newsletters=some)
            at += min(span / 10, 40 * _DAY) * chance.random()
            if _happens(chance, 70) and at < end:
                yield Moment(at=at, reader=reader, turn=Turn.JOIN, newsletters=some, zone=zone)
        else:
            yield Moment(at=at, reader=reader, turn=turn, zone=zone)
        if turn is Turn.DIE:
            return


def spans(
    chance: Random, begin: datetime, end: datetime, every: timedelta, longest: timedelta
) -> list[Span]:
    """Return stretches of time, one after the other, that come every so often."""
    found, at = [], begin
    while (at := at + every * chance.expovariate(1)) < end:
        over = at + longest * chance.random() ** 2
        found.append(Span(begin=at, end=over))
        at = over
    return found


ACCIDENTS = (Fate.LOST_IN_DOUBT, Fate.KEPT_IN_DOUBT, Fate.DIES_BEFORE, Fate.DIES_AFTER)
