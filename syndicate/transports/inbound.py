"""Which mails have come into a local Maildir for us?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from syndicate.transports.files import using


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that waits: it is deleted once it is dealt with, or kept for a person to read."""

    path: Path

    def read(self) -> bytes:
        """Return the mail. Raises Temporary where it cannot be read."""
        with using("the Maildir", self.path):
            return self.path.read_bytes()

    def delete(self) -> None:
        """Delete the mail; somebody quicker may have."""
        with using("the Maildir", self.path):
            self.path.unlink(missing_ok=True)

    def keep(self) -> None:
        """Move the mail out of the way, to `cur`."""
        kept = self.path.parent.parent / "cur"
        with using("the Maildir", self.path):
            kept.mkdir(exist_ok=True)
            self.path.replace(kept / f"{self.path.name}:2,")


class Inbox:
    """A Maildir that a mail server delivers into; without one nothing comes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Arrival]:
        """Yield what has arrived by now, in the order of names."""
        if self._path is None or not (self._path / "new").is_dir():
            return
        with using("the Maildir", self._path):
            arrived = sorted((self._path / "new").iterdir())
        yield from map(Arrival, arrived)
