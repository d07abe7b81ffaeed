"""What does only this site know? The secret that its links are signed with, made on first use.

The file's first line is the secret that everything of the site grows from. Each further one
is a key that took its place in new links, with the instant from which on.
"""

import fcntl
import os
import secrets
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from syndicate.domain.tokens import LaterKey
from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings.private_files import make_once, replace_with

_BYTES = 32


def load_secret(path: Path) -> bytes:
    """Return the secret kept in a file; where there is none, make one, for its owner's eyes only.

    Processes that start together get the same. Raises SettingsFault when the file holds
    something else, CouldNot when it cannot be made or read.
    """
    try:
        if not path.exists():
            make_once(path, secrets.token_hex(_BYTES) + "\n")
        return _read(path)[0]
    except OSError as error:
        raise _unusable(path, error) from error


def renew_links(path: Path, now: datetime) -> Sequence[LaterKey]:
    """Add a key by which new links are made; return all later keys. Raises as `load_secret`."""
    load_secret(path)
    try:
        with closing(_Lock(path)):
            kept = path.read_text(encoding="ascii").rstrip("\n")
            line = f"{secrets.token_hex(_BYTES)} {now.isoformat()}"
            replace_with(path, f"{kept}\n{line}\n")
        return _read(path)[1]
    except OSError as error:
        raise _unusable(path, error) from error


class LaterKeys:
    """The keys that followed the secret in its file, read again whenever that has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int], Sequence[LaterKey]] = (0, 0), ()

    def __call__(self) -> Sequence[LaterKey]:
        """Return them, oldest first. Raises as `load_secret`."""
        try:
            now = self._path.stat()
            seen = now.st_ino, now.st_mtime_ns
            if self._read[0] != seen:
                self._read = seen, _read(self._path)[1]
        except OSError as error:
            raise _unusable(self._path, error) from error
        return self._read[1]


class _Lock:
    """Keeps others from renewing at the same time; it ends with its holder."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def close(self) -> None:
        """Let the next one."""
        os.close(self._handle)


def _read(path: Path) -> tuple[bytes, Sequence[LaterKey]]:
    try:
        first, *rest = path.read_text(encoding="ascii").splitlines() or [""]
        secret, later = bytes.fromhex(first), tuple(map(_later, rest))
        sound = all(len(key) >= _BYTES for key in (secret, *(each.secret for each in later)))
    except ValueError:
        sound = False
    if not sound:
        raise SettingsFault(
            f"{path} does not hold the site's secret ({2 * _BYTES} hexadecimal digits); restore "
            "it from a backup, or remove it: links in mails already sent will then fail"
        )
    return secret, later


def _later(line: str) -> LaterKey:
    key, made = line.split(" ")
    instant = datetime.fromisoformat(made)
    if instant.tzinfo is None:
        raise ValueError(f"{made} has no offset")
    return LaterKey(secret=bytes.fromhex(key), made=instant)


def _unusable(path: Path, error: OSError) -> CouldNot:
    return CouldNot(
        f"the site's secret {path} cannot be used: {error.strerror}; let the user this "
        "runs as read and write there, or name another file as security.secret_file"
    )
