"""The ticker calls at once and again, one work never twice at a time, whatever fails."""

from threading import Event, Lock

from syndicate.clock import SystemClock
from syndicate.ticker import Ticker

PATIENCE = 20


class Work:
    """A work that counts how often it was called, and how many were in it at once."""

    def __init__(self, *, enough: int = 3) -> None:
        self.calls = 0
        self.most_at_once = 0
        self.done = Event()
        self._enough = enough
        self._inside = 0
        self._turn = Lock()

    def __call__(self) -> None:
        """Work."""
        with self._turn:
            self.calls += 1
            self._inside += 1
            self.most_at_once = max(self.most_at_once, self._inside)
            if self.calls >= self._enough:
                self.done.set()
        self.act()
        with self._turn:
            self._inside -= 1

    def act(self) -> None:
        """Do what takes time, or fails."""


class Failing(Work):
    """A work that always fails."""

    def act(self) -> None:
        """Fail."""
        with self._turn:
            self._inside -= 1
        raise ValueError("no")


class Slow(Work):
    """A work that takes several ticks."""

    def act(self) -> None:
        """Wait."""
        Event().wait(0.05)


def test_a_work_is_called_at_once_and_again() -> None:
    work = Work(enough=2)
    ticker = Ticker({"work": work}, seconds=0.01, clock=SystemClock())
    ticker.start()
    assert work.done.wait(PATIENCE)
    ticker.stop()


def test_a_work_that_fails_is_called_again_and_stops_no_other() -> None:
    failing, other = Failing(), Work()
    ticker = Ticker({"failing": failing, "other": other}, seconds=0.01, clock=SystemClock())
    ticker.start()
    assert failing.done.wait(PATIENCE)
    assert other.done.wait(PATIENCE)
    ticker.stop()


def test_a_work_that_takes_longer_than_a_tick_is_not_called_twice_at_once() -> None:
    slow, other = Slow(), Work(enough=20)
    ticker = Ticker({"slow": slow, "other": other}, seconds=0.01, clock=SystemClock())
    ticker.start()
    assert slow.done.wait(PATIENCE)
    assert other.done.wait(PATIENCE)
    ticker.stop()
    assert slow.most_at_once == 1


def test_stopping_waits_for_what_is_under_way() -> None:
    slow = Slow(enough=1)
    ticker = Ticker({"slow": slow}, seconds=0.01, clock=SystemClock())
    ticker.start()
    assert slow.done.wait(PATIENCE)
    ticker.stop()
    assert slow.calls >= 1
    assert slow._inside == 0  # noqa: SLF001 - the test's own
