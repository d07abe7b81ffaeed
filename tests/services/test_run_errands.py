"""Are requests to programs outside made and written down, whatever one of them answers?"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from syndicate.clock import FixedClock
from syndicate.domain.errands import Errand, Reply, Request
from syndicate.services.run_errands import Result, RunErrands

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Answers:
    """A way out where each address answers with itself."""

    def line(self) -> "Answers":
        return self

    def send(self, request: Request) -> Reply:
        return Reply(status=200, said=request.url)

    def close(self) -> None:
        pass


@dataclass(slots=True)
class Notes:
    """Errands of which every answer is noted, unless `fails` for it."""

    fails: Callable[[Reply], bool]
    waiting: list[int] = field(default_factory=lambda: list(range(6)))
    noted: dict[int, Reply] = field(default_factory=dict)

    def due(self, now: datetime) -> bool:
        del now
        return bool(self.waiting)

    def take(
        self, limit: int, busy: Collection[int], full: Collection[str], now: datetime
    ) -> Sequence[Errand[int]]:
        del full, now
        free = [each for each in self.waiting if each not in busy]
        return [Errand(id=each, host=f"h{each}", about=each) for each in free[:limit]]

    def request(self, errand: Errand[int]) -> Request:
        return Request(method="GET", url=f"http://h{errand.id}/")

    def settle(self, results: Sequence[Result], now: datetime) -> None:
        del now
        if any(self.fails(reply) for _, reply in results):
            raise OverflowError("too much")
        for errand, reply in results:
            self.noted[errand.id] = reply
            self.waiting.remove(errand.id)


@contextmanager
def always() -> Iterator[Callable[[], bool]]:
    yield lambda: True


def running(kind: Notes) -> RunErrands:
    return RunErrands(
        kinds=[kind],
        egress=Answers(),
        turn=always,
        clock=FixedClock(NOW),
        connections=4,
        per_host=1,
    )


def test_an_answer_that_cannot_be_written_down_is_put_off_alone() -> None:
    notes = Notes(fails=lambda reply: reply.said == "http://h3/")
    assert running(notes)() == 6
    assert {each: reply.status for each, reply in notes.noted.items()} == {
        **dict.fromkeys(range(6), 200),
        3: 0,
    }
    assert notes.noted[3].said == "the answer could not be kept"


def test_where_nothing_can_be_written_down_no_more_is_sent() -> None:
    notes = Notes(fails=lambda _: True)
    with pytest.raises(OverflowError, match="too much"):
        running(notes)()
