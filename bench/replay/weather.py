"""What goes wrong outside: lines that are down, servers that are busy, processes that die?"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bench.replay.diary import EVERYBODY, Diary, Span
from bench.replay.plan import ACCIDENTS, spans
from bench.replay.wire import Fate

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_AFTERMATH = 2 * _HOUR


@dataclass(slots=True, kw_only=True)
class Weather:
    """Decides about each message, and writes the troubles into the diary.

    `every` is how many messages there are between accidents, about.
    """

    chance: Random
    diary: Diary
    now: Callable[[], datetime]
    every: float
    outages: list[Span] = field(default_factory=list)
    sleeps: list[Span] = field(default_factory=list)
    busy: dict[str, list[Span]] = field(default_factory=dict)
    accidents: dict[Fate, int] = field(default_factory=dict)
    refusals: int = 0
    delays: int = 0
    _next: float = 0

    def forecast(self, readers: list[str], begin: datetime, end: datetime) -> None:
        """Fix the troubles that come at their time."""
        self.outages = spans(self.chance, begin, end, 30 * _DAY, 10 * _HOUR)
        self.sleeps = spans(self.chance, begin, end, 45 * _DAY, 14 * _HOUR)
        self.diary.troubles[EVERYBODY] += [*self.outages, *self.sleeps]
        for reader in readers:
            self.busy[reader] = spans(self.chance, begin, end, 60 * _DAY, 20 * _HOUR)
            self.diary.troubles[reader] += self.busy[reader]
        self._next = self.every * self.chance.expovariate(1)

    def down(self) -> bool:
        """Tell whether the mail server answers nobody."""
        return any(span.holds(self.now()) for span in self.outages)

    def asleep(self, at: datetime) -> Span | None:
        """Return the time in which the program does not run, if it does not."""
        return next((span for span in self.sleeps if span.holds(at)), None)

    def troubled(self, at: datetime) -> bool:
        """Tell whether mail may still wait because of some trouble in the last day."""
        every = [span for each in self.diary.troubles.values() for span in each]
        return any(span.touches(at - _DAY, at) for span in every)

    def fate(self, reader: str) -> Fate:
        """Decide what becomes of a message to a reader."""
        at = self.now()
        if reader in self.diary.dead:
            self.refusals += 1
            return Fate.REFUSED
        if any(span.holds(at) for span in self.busy.get(reader, ())):
            self.delays += 1
            return Fate.LATER
        self._next -= 1
        return Fate.ACCEPTED if self._next > 0 else self._accident(reader, at)

    def _accident(self, reader: str, at: datetime) -> Fate:
        self._next = self.every * self.chance.expovariate(1)
        fate = self.chance.choice(ACCIDENTS)
        self.accidents[fate] = self.accidents.get(fate, 0) + 1
        self.diary.troubles[reader].append(Span(begin=at - _HOUR, end=at + _AFTERMATH))
        return fate
