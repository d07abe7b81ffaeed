"""Which messages had a worker handed over when it died? Kept in a file beside the database.

One line a step; a step of one mail, or one that several take together, is written by one
`write`, so that `kill -9` loses no line and leaves at most the last one torn:

    cohort <number> <what its mails tell, as JSON>
    intent <delivery> <cohort> <subscriber>
    accepted <delivery> <server's id or "-"> <reply>
    refused <delivery> <reason>
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from syndicate.domain.handovers import Handover, Intent, Stage
from syndicate.domain.messages import Acceptance
from syndicate.errors import Broken, Temporary
from syndicate.transports.files import unusable, using

_COHORT = "cohort"
_INTENT, _ACCEPTED, _REFUSED = (
    stage.value for stage in (Stage.INTENT, Stage.ACCEPTED, Stage.REFUSED)
)
_LONGEST_REPLY = 500


class Journal:
    """One worker's record, open for appending; only the holder of its lock may open it.

    A torn last line, which was never finished and so never acted on, is cut off
    first. With `durable`, every line is forced to disk: it then survives the
    machine's end too, at the price of one fsync a line. `told` returns what a cohort's
    mails tell, which is written before the first of them, for the chronicle.
    """

    def __init__(
        self, path: Path, *, durable: bool = False, told: Callable[[int], str] | None = None
    ) -> None:
        self.path = path
        self._durable = durable
        self._told = told
        self._cohorts: set[int] = set()
        self._turn = Lock()  # the worker's connections write from threads of their own
        with using("the journal", path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            os.ftruncate(self._file, path.read_bytes().rfind(b"\n") + 1)

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        self.close()

    def intent(self, delivery_id: str, cohort_id: int = 0, subscriber_id: int = 0) -> None:
        """Write that the final dot is about to be sent, of whose mail, to whom."""
        self.intents(((delivery_id, cohort_id, subscriber_id),))

    def intents(self, mails: Sequence[Intent]) -> None:
        """Write this of several mails, over as many connections, at once."""
        for cohort_id in dict.fromkeys(mail[1] for mail in mails):
            self._introduce(cohort_id)
        self._append_whole("\n".join(f"{_INTENT} {each[0]} {each[1]} {each[2]}" for each in mails))

    def accepted(self, delivery_id: str, acceptance: Acceptance) -> None:
        """Write that the transport has the message."""
        known = acceptance.server_id or "-"
        self._append(f"{_ACCEPTED} {delivery_id} {known} {acceptance.reply}")

    def refused(self, delivery_id: str, reason: str) -> None:
        """Write that the transport does not have the message."""
        self._append(f"{_REFUSED} {delivery_id} {reason}")

    def clear(self) -> None:
        """Start over, once everything in it stands in the store."""
        with using("the journal", self.path):
            os.ftruncate(self._file, 0)
            os.fsync(self._file)

    def close(self) -> None:
        """Force what was written to disk and close; a second time does nothing."""
        if self._file < 0:
            return
        number, self._file = self._file, -1
        with using("the journal", self.path):
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def _introduce(self, cohort_id: int) -> None:
        if self._told is not None and cohort_id not in self._cohorts:
            self._append_whole(f"{_COHORT} {cohort_id} {self._told(cohort_id)}")
            self._cohorts.add(cohort_id)

    def _append(self, text: str) -> None:
        self._append_whole(" ".join(text.split())[:_LONGEST_REPLY])

    def _append_whole(self, text: str) -> None:
        line = text.encode("utf-8", "replace") + b"\n"
        with self._turn:
            try:
                self._write(line)
            except OSError as error:
                raise unusable("the journal", self.path, error) from error

    def _write(self, line: bytes) -> None:
        written = os.write(self._file, line)
        if written < len(line):
            self._cut_torn_line(written)
        if self._durable:
            os.fsync(self._file)

    def _cut_torn_line(self, written: int) -> None:
        os.ftruncate(self._file, os.fstat(self._file).st_size - written)
        raise Temporary(f"the journal {self.path} has no room for a line; make room on its disk")


def read_journal(path: Path) -> dict[str, Handover]:
    """Return the last thing a journal says of each delivery; nothing, where there is none.

    Raises Broken for a line that no journal writes.
    """
    if not path.exists():
        return {}
    with using("the journal", path):
        *whole, _torn = path.read_bytes().split(b"\n")
    lines = enumerate((line.decode("utf-8", "replace") for line in whole), 1)
    steps = ((number, line) for number, line in lines if not line.startswith(f"{_COHORT} "))
    return dict(_parse(line, f"{path}:{number}") for number, line in steps)


def _parse(line: str, place: str) -> tuple[str, Handover]:
    match line.split(" ", 3):
        case [Stage.INTENT, delivery, *_]:
            return delivery, Handover(stage=Stage.INTENT)
        case [Stage.ACCEPTED, delivery, server_id, *reply]:
            known = None if server_id == "-" else server_id
            return delivery, Handover(stage=Stage.ACCEPTED, reply=" ".join(reply), server_id=known)
        case [Stage.REFUSED, delivery, *reason]:
            return delivery, Handover(stage=Stage.REFUSED, reply=" ".join(reason))
        case _:
            raise Broken(f"{place}: {line[:80]!r} is no line of a journal; keep the file and look")
