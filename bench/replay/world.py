"""What happens when? The replay: one event after the other, in simulated time."""

import heapq
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path
from random import Random

from bench.replay.audience import Audience, title_of
from bench.replay.chronicle import Chronicle, Happening
from bench.replay.desks import desks_for
from bench.replay.diary import Diary, Letterhead
from bench.replay.newsroom import Newsroom
from bench.replay.occurrences import occurrences
from bench.replay.pages import addresses
from bench.replay.plan import (
    LETTERHEADS,
    ZONES,
    Brought,
    Injected,
    Moment,
    Rates,
    brought,
    life,
    spans,
)
from bench.replay.press import Press, ReplayClock
from bench.replay.shelf import Look, look
from bench.replay.weather import Weather
from bench.replay.wire import Arrival, Killed, Mailboxes, Wire
from syndicate.domain.editions import Newsletter

_TICK = timedelta(seconds=15)
_RETRY = timedelta(minutes=5)
_DAY = timedelta(days=1)
_AFTER_THE_LAST = 9 * _DAY
_WEEKDAYS = ("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")

Event = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How large and how rough a replay is; `looks` is the share of changes looked at in feeds."""

    seed: int = 1
    readers: int = 200
    looks: float = 0.2
    every: float = 300
    rates: Rates = field(default_factory=Rates)
    zones: tuple[str, ...] = ZONES


class World:
    """A replay under way; what is left of it is the diary, the mailboxes and the looks."""

    def __init__(
        self, folder: Path, store: str, chronicle: Chronicle, wishes: Wishes, boxes: Mailboxes
    ) -> None:
        self.chronicle, self.wishes, self.mailboxes = chronicle, wishes, boxes
        self.end = chronicle.end + _AFTER_THE_LAST
        self.diary, self.looks = Diary(until=self.end), list[Look]()
        self.chance = Random(wishes.seed)  # noqa: S311 - repeatable, that is the point
        self.clock = ReplayClock(chronicle.begin)
        self.weather = Weather(
            chance=Random(wishes.seed + 1),  # noqa: S311 - as above
            diary=self.diary,
            now=lambda: self.clock.instant,
            every=wishes.every,
        )
        wire = Wire(
            mailboxes=boxes,
            now=lambda: self.clock.instant,
            fate=self.weather.fate,
            down=self.weather.down,
            after=self._arrived,
        )
        self.press = Press(folder, store, self.clock, wire)
        self.newsroom = Newsroom(
            press=self.press, diary=self.diary, desks=desks_for(len(chronicle.pasts))
        )
        self.audience = Audience(press=self.press, diary=self.diary)
        self.imported = self.mails = self.turns = 0
        self._events: list[tuple[datetime, int, Event]] = []
        self._numbers = count()
        self._midway: deque[tuple[int, Injected]] = deque()
        self._patience = 0
        self._retrying = False

    def run(self, progress: Callable[[str], None]) -> None:
        """Replay everything."""
        with self.press:
            self._prepare()
            month = ""
            while self._events:
                at, _, event = heapq.heappop(self._events)
                self._at(at, event)
                if f"{at:%B %Y}" != month:
                    month = f"{at:%B %Y}"
                    progress(f"{month}: {self.mails} mails so far")

    def _prepare(self) -> None:
        begin, end = self.chronicle.begin, self.chronicle.end
        self.imported = self.newsroom.bring_in(self.chronicle.pasts)
        for letterhead in LETTERHEADS:
            self._found(letterhead)
        lives = [
            list(life(self.chance, n, begin, end, self.wishes.zones))
            for n in range(self.wishes.readers)
        ]
        self.weather.forecast([moments[0].reader for moments in lives], begin, end)
        for moment in (moment for moments in lives for moment in moments):
            self._plan(moment.at, self._taking(moment))
        for number, happening in enumerate(self.chronicle.happenings):
            chance = Random(f"{self.wishes.seed} {number}")  # noqa: S311 - as above
            bringing = brought(chance, self.wishes.rates)
            self._plan(happening.state.at, self._happening(happening, bringing))
        for due in sorted(set(self._dues())):
            self._plan(due, _nothing)
        for restart in spans(self.chance, begin, end, 8 * _DAY, _TICK):
            self._plan(restart.begin, self.press.restart)

    def _found(self, letterhead: Letterhead) -> None:
        """Found a newsletter, and fix the times in which it rests."""
        name = letterhead.name
        day = "daily" if letterhead.weekday is None else _WEEKDAYS[letterhead.weekday]
        self.press.app.newsletters.add(
            Newsletter(
                name=name,
                title=title_of(name),
                schedule=f"{day} {letterhead.hour:02}:00",
                timezone=letterhead.timezone,
                reader_time=letterhead.reader_time,
                created=self.clock.instant,
            )
        )
        self.diary.letterheads[name] = letterhead
        for rest in spans(
            self.chance, self.chronicle.begin, self.chronicle.end, 150 * _DAY, 6 * _DAY
        ):
            self._plan(rest.begin, lambda name=name: self.press.app.newsletters.pause(name))  # type: ignore[misc]
            self._plan(rest.end or rest.begin, lambda name=name: self._resume(name))  # type: ignore[misc]
            self.diary.rests[name].append(rest)

    def _resume(self, name: str) -> None:
        self.press.app.newsletters.resume(name)

    def _dues(self) -> Iterator[datetime]:
        """Yield when any edition is due in any zone."""
        for letterhead in LETTERHEADS:
            others = self.wishes.zones if letterhead.reader_time else ()
            for zone in {letterhead.timezone, *others}:
                yield from occurrences(letterhead, zone, self.chronicle.begin, self.end)

    # One event

    def _plan(self, at: datetime, event: Event) -> None:
        heapq.heappush(self._events, (at, next(self._numbers), event))

    def _at(self, at: datetime, event: Event) -> None:
        """Do what is due, and have the program look around before the next comes."""
        asleep = self.weather.asleep(at)
        if asleep is not None and asleep.end is not None:
            if event is not _nothing:
                self._plan(asleep.end, event)
            return
        self.clock.set(at)
        event()
        if not self._events or self._events[0][0] > self.clock.instant + _TICK:
            self.clock.set(self.clock.instant + self.chance.random() * _TICK)
            self._turn()

    def _turn(self) -> None:
        self.turns += 1
        try:
            self.press.turn()
        except Killed:
            self.press.restart()
            self._plan(self.clock.instant + _RETRY, _nothing)
            self._plan(self.clock.instant + 4 * _RETRY, self.press.resolve)
        if self.audience.letters:
            self.audience.answer()
        if self.press_has_doubts:
            self._plan(self.clock.instant + 4 * _RETRY, self.press.resolve)
        if not self._retrying and self.weather.troubled(self.clock.instant) and self.press.waits():
            self._retrying = True
            self._plan(self.clock.instant + _RETRY, self._retried)

    @property
    def press_has_doubts(self) -> bool:
        """Tell whether an operator has something to resolve."""
        return bool(self.press.doubts())

    def _retried(self) -> None:
        self._retrying = False

    # What the events are

    def _taking(self, moment: Moment) -> Event:
        return lambda: self.audience.take(moment)

    def _happening(self, happening: Happening, bringing: Brought) -> Event:
        def event() -> None:
            revised = self.newsroom.happen(
                happening.story, happening.state, wrong=bringing.wrong, headline=bringing.headline
            )
            for injected in bringing.follows if revised else ():
                self._plan(
                    self.clock.instant + injected.after,
                    self._injecting(happening.story, injected),
                )
            self._look(happening.story)

        return event

    def _injecting(self, story: int, injected: Injected) -> Event:
        def event() -> None:
            if self.clock.instant > self.chronicle.end + _DAY:
                return
            if injected.midway:
                self._midway.append((story, injected))
            else:
                self.newsroom.inject(story, injected)
                self._look(story)

        return event

    def _look(self, story: int) -> None:
        """Look at a story that was just changed, another one and what lists them; not always."""
        if self.chance.random() >= self.wishes.looks:
            return
        others = sorted({act.article for act in self.diary.acts if not act.quiet} - {story})
        seen = (story, others[len(self.looks) % len(others)]) if others else (story,)
        visits = chain.from_iterable(addresses(self.diary, each) for each in seen)
        self.looks.append(look(self.press.web, self.clock.instant, visits))

    def _arrived(self, arrival: Arrival) -> None:
        """Have a mail read; where an edition is going out, do what waited for that."""
        self.mails += 1
        if not self.audience.receive(arrival) or not self._midway:
            return
        self._patience = self._patience - 1 if self._patience else self.chance.randrange(20)
        if self._patience == 0:
            story, injected = self._midway.popleft()
            self.newsroom.inject(story, injected)


def _nothing() -> None:
    """Do nothing but look around."""
