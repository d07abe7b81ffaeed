"""How does every step of an exchange end by one deadline?

Of looking a name up, of connecting to one address after the other, and of each byte that
drips in: whatever the other side does, an exchange is over by then.
"""

import io
import socket
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Deadline:
    """The moment by which an exchange is over; each step of it may have a shorter time, too."""

    def __init__(self, seconds: float, step: float | None = None) -> None:
        self._seconds = seconds
        self._step = seconds if step is None else step
        self.begin()

    def begin(self) -> None:
        """Count the seconds of an exchange from now."""
        self._until = time.monotonic() + self._seconds

    def left(self) -> float:
        """Return how many seconds the next step has. Raises TimeoutError where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return min(left, self._step)


class Finding(Generic[T]):
    """Something that is looked for on a thread of its own, as it cannot be broken off.

    Whoever waits for it may give up; the system ends a look-up by its own time limits.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._found: SimpleQueue[T | OSError | ValueError] = SimpleQueue()
        Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        try:
            self._found.put(self._find())
        except (OSError, ValueError) as error:
            self._found.put(error)

    def within(self, seconds: float) -> T:
        """Return what is found, or raise what was. Raises TimeoutError after so many seconds."""
        try:
            found = self._found.get(timeout=seconds)
        except Empty:
            raise TimeoutError("timed out") from None
        if isinstance(found, OSError | ValueError):
            raise found
        return found


class Timed:
    """A socket, as far as http.client uses one, whose every step ends by a deadline.

    http.client closes it before it has read an answer whose end is the connection's: it
    stays open until the file that it is read by is closed too.
    """

    def __init__(self, opened: socket.socket, left: Callable[[], float]) -> None:
        self._socket = opened
        self._left = left
        self._readers = 0
        self._ending = False

    def sendall(self, data: Any) -> None:  # noqa: ANN401 - anything that is bytes
        """Send everything, or raise TimeoutError."""
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._left())
            rest = rest[self._socket.send(rest) :]

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return a file to read the answer by."""
        del mode
        self._readers += 1
        return io.BufferedReader(_Reader(self))

    def receive(self, buffer: Any) -> int:  # noqa: ANN401 - anything to write bytes to
        """Read some bytes."""
        self._socket.settimeout(self._left())
        return self._socket.recv_into(buffer)

    def close(self) -> None:
        """Close, once nobody reads any more."""
        self._ending = True
        self._end()

    def closed_by_reader(self) -> None:
        """Note that one who read is done."""
        self._readers -= 1
        self._end()

    def _end(self) -> None:
        if self._ending and self._readers <= 0:
            self._socket.close()


class _Reader(io.RawIOBase):
    def __init__(self, timed: Timed) -> None:
        self._timed = timed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - as above
        return self._timed.receive(buffer)

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._timed.closed_by_reader()
