"""How are the requests that we owe to programs outside made, many at once, and none lost?

One process at a time makes them, or those of its part: what is owed stands in the store, and is
owed until the answer stands there too. Whoever dies in between has others make again what was
under way.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from math import inf
from time import monotonic
from typing import Any, Protocol

import structlog

from syndicate.clock import Clock
from syndicate.domain.errands import Errand, Reply
from syndicate.services.kinds_of_errands import Errands, Kind, Line, Result
from syndicate.services.mailbag import Mailbag
from syndicate.services.shelves import Shelf

log = structlog.get_logger()

BROUGHT_AT = 16
SETTLE_AT = 32
UNSETTLED = SETTLE_AT + 2 * BROUGHT_AT  # at most, but for one a connection
SETTLE_AFTER = 0.05
RUN_SECONDS = 1.0


class Turn(Protocol):
    """Holds the lock of who makes the requests; asked, tells whether it is held."""

    def __call__(self) -> AbstractContextManager[Callable[[], bool]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RunErrands:
    """Makes what is due, of every kind, and leaves the rest for its moment.

    `connections` are open at once, `per_host` of them to one host. After so many `seconds` no
    more is begun: the turn is somebody else's.
    """

    kinds: Sequence[Kind]
    turn: Turn
    clock: Clock
    connections: int
    per_host: int
    seconds: float = inf
    moment: Callable[[], float] = monotonic

    def __call__(self) -> int:
        """Make what is due now; return how many requests were made."""
        if not self.owed(self.clock.now()):
            return 0
        with self.turn() as going:
            if not going():
                return 0
            with (
                ThreadPoolExecutor(self.connections) as pool,
                closing(_Round(run=self, pool=pool, going=going)) as underway,
            ):
                return underway.to_the_end()

    def owed(self, now: datetime) -> bool:
        """Tell whether any request is to be made now."""
        return any(kind.errands.due(now) for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class _Over:
    """Told by a run at its end: a connection of a kind, to a host, is free again."""

    place: int
    host: str


_Told = tuple[int, Errand[Any], Reply | None]


@dataclass(slots=True, kw_only=True)
class _Round:
    """What is under way: runs of errands to one host each, over a connection each."""

    run: RunErrands
    pool: Executor
    going: Callable[[], bool]
    _shelves: list[Shelf] = field(init=False)
    _until: float = field(init=False)
    _goes: bool = True
    _told: Mailbag[_Told | _Over] = field(default_factory=lambda: Mailbag(most=BROUGHT_AT))
    _answered: list[_Told] = field(default_factory=list)
    _since: float = 0.0
    _runs: Counter[str] = field(default_factory=Counter)
    _own: Counter[tuple[int, str]] = field(default_factory=Counter)
    _held: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        moment = self.run.moment
        self._until = moment() + self.run.seconds
        self._shelves = [Shelf(errands=kind.errands, moment=moment) for kind in self.run.kinds]

    def close(self) -> None:
        """Have runs end, and wait for nobody, whatever has become of whom they would tell."""
        self._goes = False
        self._told.close()

    def to_the_end(self) -> int:
        """Start runs and settle what they bring, until nothing more is due, or time is over."""
        made = 0
        while True:
            self._goes = self.run.moment() < self._until and self.going()
            if self._goes:
                self._start()
            if not (self._runs or self._answered):
                return made
            self._gather()
            made += self._settle_in_time()

    def _start(self) -> None:
        """Start as many runs as there are connections free, of each kind as many as it may have."""
        for place, kind in enumerate(self.run.kinds):
            while (free := self._free(place, kind)) and (errands := self._next(place, free)):
                self._begin(place, errands[0].host)
                self.pool.submit(self._carry_out, place, kind, errands)

    def _free(self, place: int, kind: Kind) -> int:
        """Return how many more connections a kind may have now."""
        free = self.run.connections - self._runs.total()
        return max(0, min(free, kind.connections - self._held[place]))

    def _next(self, place: int, free: int) -> Sequence[Errand[Any]]:
        """Return the errands of a run to start, none where there are none for now."""
        load, shelf = partial(self._load, place), self._shelves[place]
        if run := shelf.run(load, free):
            return run
        full = [host for host in self._runs if load(host) is None]
        shelf.fill(full, self.run.clock.now(), at_once=not self._runs)
        return shelf.run(load, free)

    def _load(self, place: int, host: str) -> int | None:
        """Return how many runs a host has, None where it has as many as it, or a kind, may."""
        runs = self._runs[host]
        own = self._own[place, host]
        full = runs >= self.run.per_host or own >= self.run.kinds[place].per_host
        return None if full else runs

    def _begin(self, place: int, host: str) -> None:
        self._runs[host] += 1
        self._own[place, host] += 1
        self._held[place] += 1

    def _end(self, place: int, host: str) -> None:
        self._runs -= Counter([host])  # which forgets whom nothing is left of
        self._own -= Counter([(place, host)])
        self._held -= Counter([place])

    def _carry_out(self, place: int, kind: Kind, errands: Sequence[Errand[Any]]) -> None:
        """Make the requests of one run, over one connection, as many as its time is enough for."""
        until = self.run.moment() + RUN_SECONDS
        try:
            with closing(kind.egress.line()) as line:
                for errand in errands:
                    goes = self._goes and self.run.moment() < until
                    reply = self._make(kind.errands, errand, line) if goes else None
                    self._told.put((place, errand, reply))
        finally:
            self._told.put_urgently(_Over(place, errands[0].host))

    def _make(self, kind: Errands, errand: Errand[Any], line: Line) -> Reply:
        try:
            request = kind.request(errand)
            return line.send(request) if request else _NOTHING_TO_TELL
        except Exception as error:
            log.exception("errand_failed", host=errand.host, error=repr(error))
            return Reply(status=0, said=type(error).__name__)

    def _gather(self) -> None:
        """Wait for what runs bring: for some answers, for a moment, or for a run's end."""
        for told in self._told.take(SETTLE_AFTER if self._runs else 0):
            if isinstance(told, _Over):
                self._end(told.place, told.host)
            else:
                self._answered.append(told)

    def _settle_in_time(self) -> int:
        """Settle answers once they are many, or a moment old, or no more come; return how many."""
        moment = self.run.moment()
        many = len(self._answered) >= SETTLE_AT
        if not many and self._runs and moment < self._since + SETTLE_AFTER:
            return 0
        answered, self._answered, self._since = self._answered, [], moment
        return self._settle(answered)

    def _settle(self, answered: Sequence[_Told]) -> int:
        for place, shelf in enumerate(self._shelves):
            own = [(errand, reply) for at, errand, reply in answered if at == place]
            results = [(errand, reply) for errand, reply in own if reply]
            if results:
                self._write_down(shelf.errands, results)
            shelf.under_way.difference_update(errand.id for errand, _ in own)
        return sum(reply is not None for _, _, reply in answered)

    def _write_down(self, kind: Errands, results: Sequence[Result]) -> None:
        """Settle answers together; where that fails, one by one, so that one harms no other."""
        try:
            kind.settle(results, self.run.clock.now())
        except Exception as error:
            log.exception("errands_not_settled", answers=len(results), error=repr(error))
            for errand, reply in results:
                self._write_one(kind, errand, reply)

    def _write_one(self, kind: Errands, errand: Errand[Any], reply: Reply) -> None:
        """Settle one answer, or else that there was none, which puts the errand off.

        Raises what even that meets: then the store is at fault, and nothing more is to be sent.
        """
        try:
            kind.settle([(errand, reply)], self.run.clock.now())
        except Exception as error:
            log.exception("errand_not_settled", host=errand.host, error=repr(error))
            kind.settle([(errand, _UNREADABLE)], self.run.clock.now())


_UNREADABLE = Reply(status=0, said="the answer could not be kept")
_NOTHING_TO_TELL = Reply(status=0, said="there is nothing to tell now")
