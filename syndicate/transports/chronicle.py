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
from syndicate.domain.chronicle import Line
from syndicate.domain.facts import Fact, instant_of
from syndicate.domain.handovers import Stage
from syndicate.errors import NotFound
from syndicate.transports.files import force, using

CLOCKS_DIFFER = timedelta(minutes=1)
"""So far may the clocks of two machines be apart."""

_DATE = len("2026-11-28")


class Chronicle:
    """The chronicle of one site, in a folder; files older than `days` are removed.

    A clock may be wrong for a while, and be put right. What is written goes into the newest
    file whatever the clock says; the days are reckoned from the newest file but one, since a
    clock that runs far ahead would begin one, and take all others for old.
    """

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
        self._append([self._now(), f"{Line.BACKUP} {backup}"])

    def since(self, backup: str) -> Iterator[str]:
        """Yield the lines written since a backup began, of the other machines too.

        What those wrote within a minute before it is among them, and every journal of
        that day: a replay of what the backup has changes nothing. Raises NotFound where
        the backup was not made here, or so long ago that it is forgotten.
        """
        marked = f"{Line.BACKUP} {backup}"
        for file in self._files():
            if (instant := _instant_of(marked, file)) is not None:
                yield from self._since(marked, file, instant)
                return
        raise NotFound(f"the chronicle in {self.folder} does not know this backup")

    def _since(self, marked: str, its: Path, instant: datetime) -> Iterator[str]:
        begin = instant - CLOCKS_DIFFER
        clocks: dict[str, datetime] = {}
        for file in self._files():
            if file == its:
                lines: Iterable[str] = dropwhile(lambda line: line != marked, _lines(file))
                lines = islice(lines, 1, None)
            elif file.name[:_DATE] >= begin.date().isoformat():
                lines = _written_after(begin, file)
            else:
                continue
            yield from _in_order(lines, clocks, file.name[_DATE:])

    def _now(self) -> str:
        return f"{Line.AT} {self._clock.now().isoformat()}"

    def prune(self) -> None:
        """Remove what is older than it is kept."""
        files = self._files()
        days = sorted({day for file in files if (day := _date_of(file.name[:_DATE])) is not None})
        if len(days) == 1 or not days:
            return
        oldest = min(days[-2], self._clock.now().date()) - timedelta(days=self._days)
        with using("the chronicle", self.folder):
            for file in files:
                if file.name < oldest.isoformat():
                    file.unlink(missing_ok=True)

    def _files(self) -> Sequence[Path]:
        with using("the chronicle", self.folder):
            return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    def _append(self, lines: Iterable[str]) -> None:
        path = self.folder / self._day().isoformat()
        with using("the chronicle", path):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            begins = not path.exists()
            with _turn(path) as handle:
                _write(handle, lines)
            if begins:
                self.prune()
                force(self.folder)

    def _day(self) -> date:
        """Return the day whose file is written to: today's, or the newest there is of ours."""
        ours = (day for file in self._files() if (day := _date_of(file.name)) is not None)
        today = self._clock.now().date()
        return max(today, max(ours, default=today))


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
        instant = _told_at(line) or instant
    return None


def _written_after(begin: datetime, file: Path) -> Iterator[str]:
    """Yield the journals in a file, and the facts since an instant."""
    instant = begin
    for line in _lines(file):
        if line.startswith(f"{Line.WORKER} "):
            instant = begin  # a journal is older than the moment at which it was poured
        instant = _told_at(line) or instant
        if instant >= begin:
            yield line


def _told_at(line: str) -> datetime | None:
    """Return when what follows a line was written, if it tells that."""
    word, _, rest = line.partition(" ")
    try:
        return instant_of(rest) if word == Line.AT else None
    except ValueError:  # torn
        return None


def _in_order(lines: Iterable[str], clocks: dict[str, datetime], machine: str) -> Iterator[str]:
    """Yield a machine's lines, no instant before an earlier one: its clock was set back then."""
    for line in lines:
        instant = _told_at(line)
        if instant is None:
            yield line
        else:
            clocks[machine] = max(instant, clocks.get(machine, instant))
            yield f"{Line.AT} {clocks[machine].isoformat()}"


def _day_of(file: Path) -> datetime:
    day = _date_of(file.name[:_DATE])
    return datetime.combine(day, time(), UTC) if day else datetime.fromtimestamp(0, UTC)


def _date_of(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:  # not named by a day, or another machine's
        return None


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
