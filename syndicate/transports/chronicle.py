"""What happened that a restored store must learn? Kept in files outside the database, one a day.

Many processes write to the same file: a block of lines each time, under a lock, forced to
disk. Nothing in it names a person but by a number or a keyed fingerprint. Files of other
machines may be put beside ours, under names that begin with their day.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import dropwhile, islice
from pathlib import Path

from syndicate.clock import Clock
from syndicate.domain.chronicle import Fact, Line
from syndicate.domain.handovers import Stage
from syndicate.errors import NotFound
from syndicate.transports.files import force, using

CLOCKS_DIFFER = timedelta(minutes=1)
"""So far may the clocks of two machines be apart."""

_BACKUP = "backup"
_DATE = len("2026-11-28")


class Chronicle:
    """The chronicle of one site, in a folder; files older than `days` are removed."""

    def __init__(self, folder: Path, clock: Clock, days: int) -> None:
        self.folder = folder
        self._clock = clock
        self._days = days

    def record(self, facts: Sequence[Fact]) -> None:
        """Write down what is about to be committed. Raises Temporary where there is no room."""
        self._append([self._now(), *(fact.line() for fact in facts)])

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
        self._append([self._now(), f"{_BACKUP} {backup}"])

    def since(self, backup: str) -> Iterator[str]:
        """Yield the lines written since a backup began, of the other machines too.

        What those wrote within a minute before it is among them, and every journal of
        that day: a replay of what the backup has changes nothing. Raises NotFound where
        the backup was not made here, or so long ago that it is forgotten.
        """
        marked = f"{_BACKUP} {backup}"
        for file in self._files():
            if (instant := _instant_of(marked, file)) is not None:
                yield from self._since(marked, file, instant)
                return
        raise NotFound(f"the chronicle in {self.folder} does not know this backup")

    def _since(self, marked: str, its: Path, instant: datetime) -> Iterator[str]:
        begin = instant - CLOCKS_DIFFER
        for file in self._files():
            if file == its:
                after = dropwhile(lambda line: line != marked, _lines(file))
                yield from islice(after, 1, None)
            elif file.name[:_DATE] >= begin.date().isoformat():
                yield from _written_after(begin, file)

    def _now(self) -> str:
        return f"{Line.AT} {self._clock.now().isoformat()}"

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
                force(self.folder)


def journal_lines(journal: Path) -> Iterator[str]:
    """Yield the lines of a worker's journal as a chronicle keeps them."""
    yield f"{Line.WORKER} {journal.name}"
    for line in _lines(journal):
        word, _, rest = line.partition(" ")
        yield line if word in {Line.COHORT, Stage.INTENT} else f"{word} {rest.partition(' ')[0]}"


def _instant_of(mark: str, file: Path) -> datetime | None:
    """Return when a line was written into a file; None where it was not."""
    instant = _day_of(file)
    for line in _lines(file):
        if line == mark:
            return instant
        instant = _written(line, instant)
    return None


def _written_after(begin: datetime, file: Path) -> Iterator[str]:
    """Yield the journals in a file, and the facts since an instant."""
    instant = begin
    for line in _lines(file):
        if line.startswith(f"{Line.WORKER} "):
            instant = begin  # a journal is older than the moment at which it was poured
        instant = _written(line, instant)
        if instant >= begin:
            yield line


def _written(line: str, before: datetime) -> datetime:
    """Return when what follows a line was written, if it tells that."""
    word, _, rest = line.partition(" ")
    try:
        return datetime.fromisoformat(rest) if word == Line.AT else before
    except ValueError:  # torn
        return before


def _day_of(file: Path) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(file.name[:_DATE]), time(), UTC)
    except ValueError:  # not named by a day
        return datetime.fromtimestamp(0, UTC)


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
