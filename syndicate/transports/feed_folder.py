"""How do feeds lie in a folder so that another program can serve them at any moment?

Each file comes whole, by renaming, and its time of change is the document's, which rises by
a second at least whenever the bytes change: servers that make tags of times and sizes never
give one tag to two contents. The mark is written last, and one process at a time writes.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

from syndicate.errors import AskedWrongly, Temporary
from syndicate.transports.files import force, using

_MARK = ".exported"
_WRITING = ".writing"  # a folder for what is not whole yet
_PATIENCE = 10.0  # seconds
_LONGEST = 240  # bytes of a name: with suffixes it stays below 255, what file systems take
_READABLE = 0o644


class FeedFolder:
    """A folder of feeds; `suffixes` are those of what is compressed, the dot included."""

    def __init__(self, path: Path, suffixes: Iterable[str], *, patience: float = _PATIENCE) -> None:
        self.path = path
        self._patience = patience
        self._suffixes = ("", *suffixes)

    @contextmanager
    def turn(self) -> Iterator["FeedTree"]:
        """Yield the folder when nobody else writes into it; it is made where it is missing.

        Raises AskedWrongly for a folder that holds something else, Temporary for one that
        cannot be written, or in which another process is at it for longer than some seconds.
        """
        with using("the folder of feeds", self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDONLY)
            try:
                self._lock(handle)
                self._check()
                self._clear()
                yield FeedTree(self.path, self._suffixes)
            finally:
                os.close(handle)

    def _lock(self, handle: int) -> None:
        over = time.monotonic() + self._patience
        while not _locked(handle):
            if time.monotonic() > over:
                raise Temporary(f"another process is writing feeds to {self.path}; try again")
            time.sleep(0.05)

    def _clear(self) -> None:
        """Remove what a process that died had begun to write."""
        (self.path / _WRITING).mkdir(exist_ok=True)
        for file in (self.path / _WRITING).iterdir():
            file.unlink()

    def _check(self) -> None:
        if any(self.path.iterdir()) and not (self.path / _MARK).exists():
            raise AskedWrongly(
                f"{self.path} holds other files, and feeds that are no more are removed from it; "
                "name an empty folder"
            )
        (self.path / _MARK).touch()


class FeedTree:
    """The folder while one process writes."""

    def __init__(self, path: Path, suffixes: tuple[str, ...]) -> None:
        self._path = path
        self._suffixes = suffixes
        self._written: set[Path] = set()
        self._folders: set[Path] = set()

    @property
    def mark(self) -> int | None:
        """Return up to which change the folder was written; None where it never was."""
        text = (self._path / _MARK).read_text(encoding="ascii", errors="replace").strip()
        return int(text) if text.isdecimal() else None

    def write(self, path: str, variants: Mapping[str, bytes], changed: datetime) -> None:
        """Write a document, with its variants by suffix; what is there already is left alone.

        One that no file can be named as is left out.
        """
        place = self._place(path)
        if place is None:
            return
        for suffix, data in variants.items():
            file = place.with_name(place.name + suffix)
            self._written.add(file)
            if not _there(file, len(data), changed):
                self._put(file, data, changed)

    def remove(self, path: str) -> None:
        """Remove a document and its variants, if they are there."""
        place = self._place(path)
        if place is not None:
            self._folders.add(place.parent)
            for suffix in self._suffixes:
                place.with_name(place.name + suffix).unlink(missing_ok=True)

    def finish(self, mark: int, *, prune: bool) -> None:
        """Say up to which change the folder is written; first remove what else is there."""
        if prune:
            for file in self._path.rglob("*"):
                if file.is_file() and file not in self._written and file.name != _MARK:
                    self._folders.add(file.parent)
                    file.unlink()
        for folder in filter(Path.is_dir, self._folders):
            force(folder)
        self._put(self._path / _MARK, f"{mark}\n".encode("ascii"), None)

    def _put(self, file: Path, data: bytes, changed: datetime | None) -> None:
        """Write a file that is either the old one or the new one, whenever the process dies."""
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path / _WRITING)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            os.fchmod(stream.fileno(), _READABLE)
            stream.flush()
            if changed is not None:
                os.utime(stream.fileno(), (changed.timestamp(), changed.timestamp()))
            os.fsync(stream.fileno())
        Path(name).replace(file)
        self._folders.add(file.parent)

    def _place(self, path: str) -> Path | None:
        parts = PurePosixPath(path).parts
        named = path.split("/") == list(parts) and not {".", ".."} & set(parts) and "\0" not in path
        if not named or any(len(os.fsencode(part)) > _LONGEST for part in parts):
            return None
        return self._path.joinpath(*parts)


def _there(file: Path, size: int, changed: datetime) -> bool:
    try:
        found = file.stat()
    except FileNotFoundError:
        return False
    return (found.st_size, found.st_mtime) == (size, changed.timestamp())


def _locked(handle: int) -> bool:
    """Lock a file for this process; tell whether nobody else has it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
