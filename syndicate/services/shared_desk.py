"""How do two jobs share one desk, so that its connections never wait for the store?

While one sends, the other one writes down what became of its batch, and claims and looks at the
next one. What is claimed ahead is looked at again before it goes, as everything is.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, Lock

from syndicate.services.batch import Batch
from syndicate.services.deliver import Deliver, Desk
from syndicate.services.hand_over import Worker
from syndicate.services.looks import Watch

_GLANCE = 1.0
"""Seconds after which who waits for a turn sees whether its worker was stopped."""

_OVER = "its worker was stopped, or lost its lock to another one"


@dataclass(frozen=True, slots=True)
class _Open:
    """A desk, and how it is given up."""

    desk: Desk
    leave: ExitStack


@dataclass(slots=True, kw_only=True, eq=False)
class SharedDesk:
    """A desk with so many `lines`, opened by the first job that finds mail due, and kept.

    One job sends at a time, one more has claimed. A desk that lost its lines or its lock is given
    up by the last job at it; so is one at which something failed, and then as what failed: its
    journal alone tells what became of its batches. `jobs` is how many are at it, or come to it,
    and it is `cut_off` where a line of its was broken when the last one left.
    """

    deliver: Deliver
    hire: Callable[[], AbstractContextManager[Worker]]
    lines: int
    mails_a_job: int
    jobs: int = 0
    cut_off: bool = field(default=False, init=False)
    _inside: int = field(default=0, init=False)
    _open: _Open | None = field(default=None, init=False)
    _fault: BaseException | None = field(default=None, init=False)
    _more: bool = field(default=False, init=False)
    _troubles: int = field(default=0, init=False)
    _door: Condition = field(default_factory=Condition, init=False)
    _next: Lock = field(default_factory=Lock, init=False)
    _turn: Lock = field(default_factory=Lock, init=False)
    _near: Event = field(default_factory=Event, init=False)

    def __post_init__(self) -> None:
        """Begin with nobody sending."""
        self._near.set()

    def __call__(self) -> int:
        """Send what one job is for; return how many were accepted."""
        if not self._more and not self.deliver.due():
            self.cut_off = False
            return 0
        with self._at() as desk:
            if self.deliver.ahead:
                return self._overlapping(desk)
            with self._turn:
                count = self.deliver.batch(desk, self.mails_a_job) if desk.fit else 0
                self._more = count == self.mails_a_job
        return count or 0

    def close(self) -> None:
        """Give the desk up, if nobody is at it."""
        with self._door:
            if self._open and not self._inside:
                self._give_up()

    @contextmanager
    def _at(self) -> Iterator[Desk]:
        """Be at the desk. What fails there ends it for all."""
        with self._door:
            desk = self._entered()
        try:
            yield desk
        except BaseException as fault:
            self._fault = self._fault or fault
            raise
        finally:
            with self._door:
                self.cut_off = len(desk.open) < len(desk.lines)
                self._inside -= 1
                if not self._inside and not self._usable(desk):
                    self._give_up()

    def _entered(self) -> Desk:
        """Come to the desk, or to a new one once that was given up."""
        while self._open and not self._usable(self._open.desk):
            if self._inside:
                self._door.wait()
            else:
                self._give_up()
        if self._open is None:
            self._open = self._opened()
        self._inside += 1
        return self._open.desk

    def _usable(self, desk: Desk) -> bool:
        return self._fault is None and desk.fit

    def _opened(self) -> _Open:
        with ExitStack() as opening:
            worker = opening.enter_context(self.hire())
            desk = opening.enter_context(self.deliver.desk(worker, self.lines))
            return _Open(desk, opening.pop_all())

    def _give_up(self) -> None:
        opened, fault = self._open, self._fault
        self._open, self._fault, self._more = None, None, False
        try:
            if opened and fault:
                opened.leave.__exit__(type(fault), fault, fault.__traceback__)
            elif opened:
                opened.leave.close()
        finally:
            self._door.notify_all()

    def _overlapping(self, desk: Desk) -> int:
        """Claim while another job sends, send when that has, and settle while the next one does."""
        with closing(desk.worker.watch()) as watch:
            with self._next:
                self._near.wait()
                before = self._troubles
                batch = self._claimed(desk, watch)
                if batch is None:
                    return 0
                if self._taken(desk):
                    self._near.clear()
                else:
                    batch.give_back(_OVER)
            if not batch.outcomes:
                self._send(desk, batch, before)
        self.deliver.settle(batch)
        return batch.sent

    def _claimed(self, desk: Desk, watch: Watch) -> Batch | None:
        """Claim a batch; None where nothing can be sent, or is there."""
        batch = self.deliver.claim(desk, self.mails_a_job, watch) if desk.fit else None
        self._more = batch is not None and len(batch.claims) == self.mails_a_job
        return batch if batch and batch.claims else None

    def _taken(self, desk: Desk) -> bool:
        """Wait for the turn to send; tell whether there is one before the worker is stopped."""
        while not self._turn.acquire(timeout=_GLANCE):
            if not desk.worker.still():
                return False
        return True

    def _send(self, desk: Desk, batch: Batch, troubles: int) -> None:
        """Send a batch and give the turn away; what others found out meanwhile holds for it."""
        try:
            if self._troubles != troubles:
                self.deliver.shut(batch)
            self.deliver.send(desk, batch, self._near.set)
            self._troubles += batch.troubled
        finally:
            self._near.set()
            self._turn.release()
