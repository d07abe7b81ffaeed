"""How do answers get from those who carry out errands to the one who writes them down?

Some at a time: whoever is woken for each one does little else. And never too many: what was
answered and is not written down yet is what a process that is killed has told in vain.
"""

from dataclasses import dataclass, field
from threading import Condition
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Mailbag(Generic[T]):
    """Things that many threads put in, and one takes out, `most` of them at a time."""

    most: int
    _held: list[T] = field(default_factory=list)
    _urgent: bool = False
    _closed: bool = False
    _changed: Condition = field(default_factory=Condition)

    def put(self, thing: T) -> None:
        """Put in one; wait while there are too many, unless nobody takes them any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._held) < self.most)
            self._held.append(thing)
            if len(self._held) == self.most:
                self._changed.notify_all()

    def put_urgently(self, thing: T) -> None:
        """Put in one that is to be seen at once, however many there are."""
        with self._changed:
            self._held.append(thing)
            self._urgent = True
            self._changed.notify_all()

    def take(self, seconds: float) -> list[T]:
        """Take out all, once there are many, or one is urgent, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._urgent or len(self._held) >= self.most, seconds)
            held, self._held, self._urgent = self._held, [], False
            self._changed.notify_all()
        return held

    def close(self) -> None:
        """Let nobody wait any more: what is put in from now on is taken by nobody."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
