"""Which stories, with all their states, does a file of histories tell?

JSON Lines, plain or gzipped, one story a line:
`{"story": KEY, "revisions": [{"at": INSTANT, "action": "write" or "delete", "path": …,
"message": …, "text": …}, …]}`, the revisions in any order, deletions without path and text.
"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from syndicate.domain.histories import PastState, PastStory
from syndicate.errors import AskedWrongly, Unreadable
from syndicate.importers.cleaning import clean_line

LONGEST_LINE = 64 * 2**20
LONGEST_KEY = 1000
_GZIPPED = b"\x1f\x8b"
_FORM = '{"story": …, "revisions": [{"at": …, "action": …, "path": …, "text": …}]}'


class HistoryFile:
    """A file of histories, read a line at a time; it may be larger than the memory.

    A line that cannot be understood is yielded as its fault, and the others go on.
    `timezone` is that of instants that name none.
    """

    def __init__(self, name: str, timezone: tzinfo | None = None) -> None:
        self._name = name
        self._timezone = timezone

    def __len__(self) -> int:
        """Return how many stories there are, broken ones counted."""
        return self._stories

    def __iter__(self) -> Iterator[PastStory | Unreadable]:
        """Yield the stories. Raises AskedWrongly where the file cannot be read."""
        for number, line in self._lines():
            where = f"{self._name}:{number}"
            try:
                yield _story(line, where, self._timezone)
            except Unreadable as fault:
                yield fault

    @cached_property
    def _stories(self) -> int:
        return sum(1 for _ in self._lines())

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        with _opened(self._name) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE:
                    raise Unreadable(f"{self._name}:{number}: no story is this long: {_FORM}")
                if line.strip():
                    yield number, line


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    """Open a file, gzipped or not. Raises AskedWrongly for whatever comes of reading it."""
    try:
        with Path(name).open("rb") as plain:
            gzipped = plain.read(len(_GZIPPED)) == _GZIPPED
            plain.seek(0)
            if gzipped:
                with gzip.open(plain) as file:
                    yield cast("BinaryIO", file)
            else:
                yield plain
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise Unreadable(f"{name}: the gzipped file is broken: {fault}; fetch it again") from fault
    except OSError as fault:
        raise AskedWrongly(
            f"{name}: cannot be read: {fault.strerror}; name a file of yours"
        ) from fault


def _story(line: bytes, where: str, timezone: tzinfo | None) -> PastStory:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"{where}: no JSON ({fault}): a line is {_FORM}") from fault
    key = raw.get("story") if isinstance(raw, dict) else None
    states = raw.get("revisions") if isinstance(raw, dict) else None
    if not isinstance(key, str) or not clean_line(key) or not isinstance(states, list):
        raise Unreadable(f"{where}: no story: a line is {_FORM}")
    if len(key) > LONGEST_KEY:
        raise Unreadable(f"{where}: the story's key is longer than {LONGEST_KEY} characters")
    told = [_state(state, f"{where}: revision {n}", timezone) for n, state in enumerate(states, 1)]
    return PastStory.of(clean_line(key), told)


def _state(raw: object, where: str, timezone: tzinfo | None) -> PastState:
    if not isinstance(raw, dict) or raw.get("action") not in {"write", "delete"}:
        raise Unreadable(f'{where}: its action must be "write" or "delete"')
    text = raw.get("text") if raw["action"] == "write" else None
    if raw["action"] == "write" and not isinstance(text, str):
        raise Unreadable(f"{where}: it writes no text")
    return PastState(
        at=_instant(raw.get("at"), where, timezone),
        text=text,
        path=clean_line(str(raw.get("path") or "")),
        message=clean_line(str(raw.get("message") or "")),
    )


def _instant(stated: object, where: str, timezone: tzinfo | None) -> datetime:
    try:
        at = datetime.fromisoformat(str(stated))
        aware = at if at.tzinfo else at.replace(tzinfo=timezone)
        if aware.tzinfo is not None:
            return aware.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise Unreadable(f'{where}: "{stated}" is no ISO instant') from fault
    raise Unreadable(f'{where}: "{stated}" has no offset: give --timezone')
