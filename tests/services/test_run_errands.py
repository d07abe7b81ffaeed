"""Are requests to programs outside made and written down, whatever one of them answers?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from threading import Event, Lock

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.errands import Errand, Reply, Request
from syndicate.services.kinds_of_errands import Kind, Result
from syndicate.services.run_errands import RunErrands
from syndicate.services.run_parts import RunParts

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Answers:
    """A way out where each address answers with itself, once it may; `most` are under way."""

    may: Callable[[], bool] = lambda: True
    under_way: int = 0
    most: int = 0
    opened: int = 0
    counting: Lock = field(default_factory=Lock)

    def line(self) -> "Answers":
        """Return itself."""
        self.opened += 1
        return self

    def send(self, request: Request) -> Reply:
        """Answer."""
        with self.counting:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        assert self.may()
        with self.counting:
            self.under_way -= 1
        return Reply(status=200, said=request.url)

    def close(self) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Notes:
    """Errands to so many hosts, of which every answer is noted, unless `fails` for it."""

    fails: Callable[[Reply], bool] = lambda _: False
    hosts: str = "h"
    many: int = 1000
    waiting: list[int] = field(default_factory=lambda: list(range(6)))
    noted: dict[int, Reply] = field(default_factory=dict)
    over: Event = field(default_factory=Event)
    over_at: int = 0

    def due(self, now: datetime) -> bool:
        """Tell whether anything waits."""
        del now
        return bool(self.waiting)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[int]]:
        """Return what waits."""
        del now
        free = [(one, f"{self.hosts}{one % self.many}") for one in self.waiting if one not in busy]
        some = [(one, host) for one, host in free if host not in full][:limit]
        return [Errand(id=one, host=host, about=one) for one, host in some]

    def request(self, errand: Errand[int]) -> Request:
        """Ask its host."""
        return Request(method="GET", url=f"http://{errand.host}/")

    def settle(self, results: Sequence[Result], now: datetime) -> None:
        """Note the answers."""
        del now
        if any(self.fails(reply) for _, reply in results):
            raise OverflowError("too much")
        for errand, reply in results:
            self.noted[errand.id] = reply
            self.waiting.remove(errand.id)
        if len(self.waiting) <= self.over_at:
            self.over.set()


@contextmanager
def always() -> Iterator[Callable[[], bool]]:
    yield lambda: True


def running(*kinds: Kind) -> RunErrands:
    return RunErrands(kinds=kinds, turn=always, clock=FixedClock(NOW), connections=4, per_host=1)


def alone(notes: Notes) -> RunErrands:
    return running(Kind(errands=notes, egress=Answers(), connections=4, per_host=1))


def test_an_answer_that_cannot_be_written_down_is_put_off_alone() -> None:
    notes = Notes(fails=lambda reply: reply.said == "http://h3/")
    assert alone(notes)() == 6
    assert {each: reply.status for each, reply in notes.noted.items()} == {
        **dict.fromkeys(range(6), 200),
        3: 0,
    }
    assert notes.noted[3].said == "the answer could not be kept"


def test_where_nothing_can_be_written_down_no_more_is_sent() -> None:
    notes = Notes(fails=lambda _: True)
    with pytest.raises(OverflowError, match="too much"):
        alone(notes)()


def test_nobody_is_waited_for_where_nothing_can_be_written_down() -> None:
    notes = Notes(fails=lambda _: True, many=4, waiting=list(range(200)))
    with pytest.raises(OverflowError, match="too much"):
        alone(notes)()


def test_a_run_that_takes_long_gives_back_what_it_has_not_made() -> None:
    moments, notes = count(), Notes(many=1, waiting=list(range(8)))
    lines = Answers()
    run = running(Kind(errands=notes, egress=lines, connections=4, per_host=1))
    assert replace(run, moment=lambda: next(moments) / 4)() == 8
    assert lines.opened > 1
    assert sorted(notes.noted) == list(range(8))


def test_whose_lock_was_lost_makes_no_more_requests_and_what_is_left_stays_owed() -> None:
    answered = Event()
    notes = Notes(waiting=list(range(60)), over=answered, over_at=40)

    @contextmanager
    def until_lost() -> Iterator[Callable[[], bool]]:
        yield lambda: not answered.is_set()

    kind = Kind(errands=notes, egress=Answers(), connections=4, per_host=1)
    made = replace(running(kind), turn=until_lost)()
    assert made == len(notes.noted)
    assert len(notes.waiting) == 60 - made
    assert notes.waiting


def test_a_kind_that_hangs_has_its_share_of_connections_and_no_other_waits_for_it() -> None:
    quick = Notes()
    hangs = Answers(may=lambda: quick.over.wait(10))
    slow = Kind(errands=Notes(hosts="slow"), egress=hangs, connections=3, per_host=1)
    assert running(slow, Kind(errands=quick, egress=Answers(), connections=4, per_host=1))() == 12
    assert hangs.most == 3


def test_a_part_that_takes_long_lets_those_whom_the_operator_named_go_between() -> None:
    moments, named = count(), Notes(hosts="named", waiting=[])
    strangers = Notes(hosts="stranger", many=1, waiting=list(range(400)))
    left: list[int] = []

    def begins() -> bool:
        if not (named.waiting or named.noted):
            named.waiting.append(0)  # a webhook is owed something now
        return True

    def goes_between() -> bool:
        left.append(len(strangers.waiting))
        return True

    first = running(Kind(errands=named, egress=Answers(goes_between), connections=4, per_host=1))
    other = running(Kind(errands=strangers, egress=Answers(begins), connections=4, per_host=1))
    slow = replace(other, moment=lambda: next(moments) / 4, seconds=10.0)
    assert RunParts(parts=[first, slow])() == 401
    assert left[0] > 0
    assert not strangers.waiting
