"""What did a witness of a site see the last time? Kept in a file of the witness's own."""

import json
import os
import tempfile
from pathlib import Path

from syndicate.domain.witness import Seen, seen_account, seen_of
from syndicate.errors import Unreadable
from syndicate.transports.files import using


class Notebook:
    """One file about one site."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Seen | None:
        """Return what was seen; None before the first time. Raises Unreadable, or CouldNot."""
        with using("the file to remember in", self._path):
            if not self._path.exists():
                return None
            text = self._path.read_text(encoding="utf-8", errors="replace")
        try:
            return seen_of(json.loads(text))
        except (ValueError, TypeError, LookupError) as error:
            raise Unreadable(
                f"{self._path} does not hold what was seen of a site; name another file, which "
                "then begins anew"
            ) from error

    def write(self, seen: Seen) -> None:
        """Keep what was seen now, in the place of what was; never half of it. Raises CouldNot."""
        text = json.dumps(seen_account(seen), ensure_ascii=False, separators=(",", ":"))
        with using("the file to remember in", self._path):
            handle, name = tempfile.mkstemp(prefix=f".{self._path.name}-", dir=self._path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self._path)
