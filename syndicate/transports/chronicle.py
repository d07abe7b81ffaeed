"""What happened that a restored store must learn? Kept in files outside the database, one a day.

Many processes write to the same file: a block of lines each time, under a lock, forced to
disk. Nothing in it names a person but by a number or a keyed fingerprint.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from syndicate.clock import Clock
from syndicate.domain.chronicle import Fact
from syndicate.errors import NotFound
from syndicate.transports.files import using

_BACKUP = "backup"


class Chronicle:
    """The chronicle of one site, in a folder; files older than `days` are removed."""

    def __init__(self, folder: Path, clock: Clock, days: int) -> None:
        self.folder = folder
        self._clock = clock
        self._days = days

    def record(self, facts: Sequence[Fact]) -> None:
        """Write down what is about to be committed. Raises Temporary where there is no room."""
        self._append(fact.line() for fact in facts)

    def pour(self, journal: Path) -> None:
        """Keep what a worker's journal says, without what servers replied, and remove it."""
        with using("the journal", journal):
            if not journal.exists():
                return
            if journal.stat().st_size:
                self._append(journal_lines(journal))
            journal.unlink()

    def mark(self, backup: str) -> None:
        """Write down that a backup begins: it holds everything up to here."""
        self._append([f"{_BACKUP} {backup}"])

    def since(self, backup: str) -> Iterator[str]:
        """Yield the lines written since a backup began.

        Raises NotFound where it was not made here, or so long ago that it is forgotten.
        """
        mark, found = f"{_BACKUP} {backup}", False
        for file in self._files():
            if not found and mark not in _lines(file):
                continue
            for line in _lines(file):
                if found:
                    yield line
                found = found or line == mark
        if not found:
            raise NotFound(f"the chronicle in {self.folder} does not know this backup")

    def prune(self) -> None:
        """Remove what is older than it is kept, also where nothing happens any more."""
        oldest = (self._clock.now().date() - timedelta(days=self._days)).isoformat()
        with using("the chronicle", self.folder):
            for file in self._files():
                if file.name < oldest:
                    file.unlink(missing_ok=True)

    def _files(self) -> Sequence[Path]:
        with using("the chronicle", self.folder):
            return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    def _append(self, lines: Iterable[str]) -> None:
        today = self._clock.now().date()
        path = self.folder / today.isoformat()
        with using("the chronicle", path):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            begins = not path.exists()
            with _turn(path) as handle:
                _write(handle, lines)
            if begins:
                self.prune()
                self._sync()

    def _sync(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def journal_lines(journal: Path) -> Iterator[str]:
    """Yield the lines of a worker's journal as a chronicle keeps them."""
    yield f"worker {journal.name}"
    for line in _lines(journal):
        word, _, rest = line.partition(" ")
        yield line if word in {"cohort", "intent"} else f"{word} {rest.partition(' ')[0]}"


def _lines(file: Path) -> Iterator[str]:
    with using("the chronicle", file), file.open(encoding="utf-8", errors="replace") as text:
        for line in text:
            yield line.removesuffix("\n")


@contextmanager
def _turn(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, lines: Iterable[str]) -> None:
    """Write a block, on a line of its own where a killed process left one torn."""
    size = os.fstat(handle).st_size
    torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
    with os.fdopen(os.dup(handle), "wb") as file:
        if torn:
            file.write(b"\n")
        for line in lines:
            file.write(line.encode("utf-8", "replace") + b"\n")
        file.flush()
    os.fsync(handle)
