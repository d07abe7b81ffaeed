"""Which number tells that nothing was committed since, here or by another process?"""

from collections.abc import Callable
from typing import Protocol

from syndicate.store.together import Together


class Counted(Protocol):
    """What counts commits made here."""

    @property
    def generation(self) -> int:
        """Return how many there were."""

    def touch(self) -> None:
        """Count one that was made elsewhere."""


class Watch(Protocol):
    """What tells of commits made elsewhere, once each."""

    def changed(self) -> bool:
        """Tell whether there were any since the last time this was asked."""


class Generations:
    """Returns what rises with every commit; any thread may ask.

    A watch tells each commit to one asker only. So nobody is given a number while another
    has yet to raise it. `watch` opens the watch, when it is asked for the first time.
    """

    def __init__(self, store: Counted, watch: Callable[[], Watch]) -> None:
        self._store = store
        self._watch = watch
        self._ask = Together(self._newest)

    def __call__(self) -> int:
        """Return the number of the newest commit that can be seen."""
        return self._ask()

    def _newest(self) -> int:
        if self._watch().changed():
            self._store.touch()
        return self._store.generation
