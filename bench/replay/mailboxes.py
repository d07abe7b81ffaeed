"""Where are mails kept until the audit? In one compressed file: there are many, much alike."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench.replay.wire import Arrival

_FASTEST = 1


class MailboxFile:
    """Mails in the order in which they arrived; it is read once everything is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = gzip.open(path, "wb", compresslevel=_FASTEST)  # noqa: SIM115 - until the audit

    def append(self, arrival: Arrival) -> None:
        """Write one mail."""
        head = [arrival.at.isoformat(), arrival.recipient, len(arrival.data)]
        self._file.write(json.dumps(head).encode() + b"\n" + arrival.data)

    def __iter__(self) -> Iterator[Arrival]:
        """Yield every mail."""
        self._file.close()
        with gzip.open(self._path) as file:
            while head := file.readline():
                at, recipient, length = json.loads(head)
                data = file.read(length)
                yield Arrival(at=datetime.fromisoformat(at), recipient=recipient, data=data)
