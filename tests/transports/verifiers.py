"""Who else says that a signature is good? dkimpy, OpenDKIM and Mail::DKIM, given the keys.

Each takes a message and the keys as DNS has them, and returns the selectors of the
signatures that it found good.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import dkim
import pytest

Records = Mapping[str, str]
Verifier = Callable[[bytes, Records, Path], list[str]]

_PERL = Path(__file__).with_name("mail_dkim.pl")
_CONFIGURATION = "Mode v\nTestPublicKeys {keys}\nTemporaryDirectory {folder}\nUserID {user}\n"
_PASSED = re.compile(r"dkim=pass [^;]*header\.s=(\S+)")


def dkimpy(message: bytes, records: Records, _: Path) -> list[str]:
    """Ask dkimpy."""

    def look_up(name: bytes, timeout: int = 0) -> bytes | None:
        del timeout
        record = records.get(name.decode().rstrip("."))
        return record.encode() if record else None

    def good(number: int) -> bool:
        try:
            return bool(dkim.DKIM(message).verify(number, dnsfunc=look_up))
        except dkim.DKIMException:
            return False

    selectors = re.findall(
        rb"^DKIM-Signature:(?:.*\r\n[ \t])*.*? s=([^;]+);", message, re.MULTILINE
    )
    return [each.decode() for number, each in enumerate(selectors) if good(number)]


def opendkim(message: bytes, records: Records, folder: Path) -> list[str]:
    """Ask the OpenDKIM filter, in its mode for tests."""
    program = needed("opendkim")
    keys, configuration, mail = folder / "keys", folder / "opendkim.conf", folder / "mail.eml"
    keys.write_text("".join(f"{name} {record}\n" for name, record in records.items()))
    configuration.write_text(
        _CONFIGURATION.format(keys=keys, folder=folder, user=f"{os.getuid()}:{os.getgid()}")
    )
    mail.write_bytes(message)
    return _PASSED.findall(_said([program, "-x", str(configuration), "-vv", "-t", str(mail)]))


def mail_dkim(message: bytes, records: Records, folder: Path) -> list[str]:
    """Ask Mail::DKIM, which SpamAssassin uses."""
    program = needed("perl", "-MMail::DKIM::Verifier", "-e", "1")
    keys, mail = folder / "keys", folder / "mail.eml"
    keys.write_text("".join(f"{name} {record}\n" for name, record in records.items()))
    mail.write_bytes(message)
    told = _said([program, str(_PERL), str(keys), str(mail)])
    return [line.split()[0] for line in told.splitlines() if line.endswith(" pass")]


def _said(command: list[str]) -> str:
    answer = subprocess.run(  # noqa: S603 - programs of ours and Debian's, on files of ours
        command, capture_output=True, text=True, check=True
    )
    return answer.stdout + answer.stderr


def needed(program: str, *probe: str) -> str:
    """Return where a program is; it must be there, and pass a probe, where REQUIRE_VERIFIERS=1."""
    found = shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin")
    if found is None or (probe and subprocess.run([found, *probe], check=False).returncode):  # noqa: S603 - as above
        reason = f"{program} {' '.join(probe)} is not installed".replace("  ", " ")
        if os.environ.get("REQUIRE_VERIFIERS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found
