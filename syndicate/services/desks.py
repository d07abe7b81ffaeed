"""How does one job of mail get sent? From a desk that is kept for the next one."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from threading import Lock

from syndicate.services.deliver import Deliver, Desk, threads_for
from syndicate.services.hand_over import Worker


@dataclass(frozen=True, slots=True)
class _Open:
    """A desk, and how it is given up."""

    desk: Desk
    leave: ExitStack


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Sends a batch for each job, as many at once as there are threads for.

    `hire` holds a worker's lock and journal. A desk is kept as long as there is anything
    to send; one that lost its line or its lock is given up. `seek` has jobs added
    where none waits though mail is due, `rest` sees through what waits for all mail to have gone.
    """

    deliver: Deliver
    hire: Callable[[], AbstractContextManager[Worker]]
    mails_a_job: int
    seek: Callable[[], object]
    rest: Callable[[], object]
    _idle: list[_Open] = field(default_factory=list, init=False)
    _lines: list[int] = field(default_factory=list, init=False)
    _turn: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        self._lines.extend(threads_for(self.deliver.connections))

    def __call__(self) -> int:
        """Send what one job is for, if it is due still; return how many were accepted."""
        count = self._send() if self.deliver.due() else 0
        if self.deliver.due():
            self.seek()
        else:
            self.close()
            self.rest()
        return count

    def close(self) -> None:
        """Give up all desks that nobody sends from."""
        with self._turn:
            idle = list(self._idle)
            self._idle.clear()
        with ExitStack() as leaving:  # what fails at one keeps no other
            for each in idle:
                leaving.push(each.leave)

    def _send(self) -> int:
        taken = self._take()
        with ExitStack() as leaving:
            leaving.enter_context(taken.leave)
            count = self.deliver.batch(taken.desk, self.mails_a_job)
            if taken.desk.fit:
                leaving.pop_all()
                with self._turn:
                    self._idle.append(taken)
        return count or 0

    def _take(self) -> _Open:
        with self._turn:
            while self._idle:
                last = self._idle.pop()
                if last.desk.fit:
                    return last
                last.leave.close()
        with ExitStack() as opening:
            worker = opening.enter_context(self.hire())
            with self._turn:
                lines = self._lines.pop()
            opening.callback(self._lines.append, lines)
            desk = opening.enter_context(self.deliver.desk(worker, lines))
            return _Open(desk, opening.pop_all())
