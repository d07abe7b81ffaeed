"""How does a message get into a local Maildir, whole and only once?

A message is written to `tmp`, forced to disk and renamed into `new`, so that a
reader of the mailbox never sees half of one. Its file name comes from its
Message-ID: what is delivered again is found there and not added.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from syndicate.domain.messages import Acceptance, Outgoing
from syndicate.errors import Closed
from syndicate.transports.files import using


class Maildir:
    """The way out into a folder; the folder is made when it is first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def connect(self) -> "MaildirSession":
        """Make the folders where they are missing. Raises Temporary when that fails."""
        with using("the Maildir", self.path):
            for folder in ("tmp", "new", "cur"):
                (self.path / folder).mkdir(parents=True, exist_ok=True)
        return MaildirSession(self.path)


class MaildirSession:
    """A stretch of deliveries into one Maildir."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_names: frozenset[str] = frozenset()
        self._read_stamp = -1
        self.usable = True

    def __enter__(self) -> Self:
        """Return the session itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        self.close()

    def send(
        self,
        outgoing: Outgoing,
        before_commit: Callable[[], None],
        following: Outgoing | None = None,
    ) -> Acceptance:
        """Deliver one message; `before_commit` runs just before it becomes visible.

        When `before_commit` raises, nothing is delivered. Raises Temporary when
        the disk is full or may not be written. There is no use for `following` here.
        """
        del following
        if not self.usable:
            raise Closed(f"the session with {self._path} is closed; connect again")
        name = _name(outgoing.envelope.message_id)
        with using("the Maildir", self._path):
            written = None if self._holds(name) else self._write(name, outgoing.data)
        try:
            before_commit()
        except BaseException:
            _discard(written)
            raise
        if not written:
            return Acceptance(reply=f"already in {self._path} as {name}", server_id=name)
        return self._show(written, name)

    def close(self) -> None:
        """End the session; there is nothing to let go of."""
        self.usable = False

    def _show(self, written: Path, name: str) -> Acceptance:
        with using("the Maildir", self._path):
            try:
                written.rename(self._path / "new" / name)
            except OSError:
                _discard(written)
                raise
            _force(self._path / "new")
        return Acceptance(reply=f"delivered to {self._path} as {name}", server_id=name)

    def _write(self, name: str, data: bytes) -> Path:
        number, path = tempfile.mkstemp(prefix=f"{name}.", dir=self._path / "tmp")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            _discard(Path(path))
            raise
        return Path(path)

    def _holds(self, name: str) -> bool:
        return (self._path / "new" / name).exists() or name in self._names_read()

    def _names_read(self) -> frozenset[str]:
        """Return the names under `cur`, where mail readers put flags after a colon."""
        folder = self._path / "cur"
        stamp = folder.stat().st_mtime_ns
        if stamp != self._read_stamp:
            self._read_names = frozenset(file.name.partition(":")[0] for file in folder.iterdir())
            self._read_stamp = stamp
        return self._read_names


def _name(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:32] + ".syndicate"


def _discard(written: Path | None) -> None:
    if written:
        written.unlink(missing_ok=True)


def _force(folder: Path) -> None:
    """Make a rename last through a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
