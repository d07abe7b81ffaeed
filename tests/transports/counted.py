"""What do jobs do in tests? They count that they were begun, fail, or take their time."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from threading import Condition, Timer

from syndicate.domain.jobs import Work

PATIENCE = 60
_SOON = 0.2


class Counted:
    """Works that count how often each was begun; the first `failing` of them fail."""

    def __init__(self, failing: int = 0) -> None:
        self._changed = Condition()
        self._begun: Counter[Work] = Counter()
        self._held = False
        self._failing = failing
        self.ended = 0

    @property
    def works(self) -> Mapping[Work, Callable[[], object]]:
        """Return how each kind is carried out."""
        return {work: partial(self._carry_out, work) for work in Work}

    def begun(self, work: Work) -> int:
        """Return how often a kind was begun."""
        return self._begun[work]

    def wait_for(self, work: Work, count: int = 1) -> None:
        """Wait until a kind was begun so often."""
        self._wait(lambda: self._begun[work] >= count)

    def wait_for_end(self, count: int = 1) -> None:
        """Wait until so many works have ended well."""
        self._wait(lambda: self.ended >= count)

    def hold(self) -> None:
        """Have works that begin from now on wait."""
        self._held = True

    def let_go(self) -> None:
        """Let works end."""
        with self._changed:
            self._held = False
            self._changed.notify_all()

    def let_go_soon(self) -> None:
        """Let works end a little later."""
        Timer(_SOON, self.let_go).start()

    def _wait(self, until: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(until, PATIENCE)

    def _carry_out(self, work: Work) -> None:
        with self._changed:
            self._begun[work] += 1
            self._changed.notify_all()
            if self._failing:
                self._failing -= 1
                raise ValueError("no")
            assert self._changed.wait_for(lambda: not self._held, PATIENCE)
            self.ended += 1
            self._changed.notify_all()
