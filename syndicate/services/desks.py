"""How does one job of mail get sent? From a desk that is kept for the next one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from threading import Lock

from syndicate.services.deliver import Deliver, threads_for
from syndicate.services.hand_over import Worker
from syndicate.services.shared_desk import SharedDesk

JOBS_A_DESK = 2
"""One that sends, and one that writes down what became of the last batch and claims the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """Sends a batch for each job, two at once for each thread that connections are for.

    `hire` holds a worker's lock and journal. A desk is kept as long as there is anything
    to send; one that lost its line or its lock is given up. `seek` tells whether there is more to
    do, and has jobs added where none waits though mail is due; `rest` sees through what waits for
    all mail to have gone.
    """

    deliver: Deliver
    hire: Callable[[], AbstractContextManager[Worker]]
    mails_a_job: int
    seek: Callable[[], bool]
    rest: Callable[[], object]
    _desks: list[SharedDesk] = field(default_factory=list, init=False)
    _choice: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        for lines in threads_for(self.deliver.connections):
            desk = SharedDesk(
                deliver=self.deliver, hire=self.hire, lines=lines, mails_a_job=self.mails_a_job
            )
            self._desks.append(desk)

    def __call__(self) -> int:
        """Send what one job is for, if it is due still; return how many were accepted.

        Where the mail server cannot be reached no other job follows: whoever sweeps adds one later.
        """
        with self._chosen() as desk:
            count = desk()
        if desk.cut_off and not count:
            return 0
        if not self.seek():
            self.close()
            self.rest()
        return count

    def close(self) -> None:
        """Give up all desks that nobody sends from."""
        with ExitStack() as leaving:  # what fails at one keeps no other
            for desk in self._desks:
                leaving.callback(desk.close)

    @contextmanager
    def _chosen(self) -> Iterator[SharedDesk]:
        """Choose the desk that the fewest jobs are at."""
        with self._choice:
            desk = min(self._desks, key=lambda each: each.jobs)
            desk.jobs += 1
        try:
            yield desk
        finally:
            with self._choice:
                desk.jobs -= 1


def jobs_at_once(connections: int) -> int:
    """Return how many jobs of mail a worker takes at a time."""
    return JOBS_A_DESK * len(threads_for(connections))
