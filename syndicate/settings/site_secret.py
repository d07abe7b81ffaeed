"""What does only this site know? The secret that its links are signed with, made on first use."""

import secrets
from pathlib import Path

from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings.private_files import make_once

_BYTES = 32


def load_secret(path: Path) -> bytes:
    """Return the secret kept in a file; where there is none, make one, for its owner's eyes only.

    Processes that start together get the same. Raises SettingsFault when the file holds
    something else, CouldNot when it cannot be made or read.
    """
    try:
        if not path.exists():
            make_once(path, secrets.token_hex(_BYTES) + "\n")
        return _read(path)
    except OSError as error:
        raise CouldNot(
            f"the site's secret {path} cannot be used: {error.strerror}; let the user this "
            "runs as read and write there, or name another file as security.secret_file"
        ) from error


def _read(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        secret = b""
    if len(secret) < _BYTES:
        raise SettingsFault(
            f"{path} does not hold the site's secret ({2 * _BYTES} hexadecimal digits); restore "
            "it from a backup, or remove it: links in mails already sent will then fail"
        )
    return secret
