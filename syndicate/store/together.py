"""How do many threads ask one question of a database, and each get an answer that is new?

Whoever comes while somebody asks cannot have that answer, which may be older than the wish to
know it. But all who come meanwhile can share the next one.
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Asks on one thread at a time, and for all who came before it was asked."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._one_asks = Lock()
        self._begun = 0
        self._done = 0
        self._answer: list[T] = []

    def __call__(self) -> T:
        """Return an answer to a question that was put after this was called."""
        wanted = self._begun + 1
        with self._one_asks:
            if self._done < wanted:
                self._begun += 1
                self._answer = [self._ask()]
                self._done = self._begun
            return self._answer[0]
