"""How do the mails to one person leave a Maildir?"""

from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import default as modern
from pathlib import Path

from syndicate.transports.files import using

_FOLDERS = ("new", "cur", "tmp")


def sweep(maildir: Path, address: str) -> int:
    """Delete the mails to a folded address; return how many there were.

    None where there is no such Maildir. Raises Temporary when one cannot be deleted.
    """
    swept = 0
    with using("the Maildir", maildir):
        for file in _mails(maildir):
            if address in _recipients(file):
                file.unlink(missing_ok=True)
                swept += 1
    return swept


def _mails(maildir: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        if (maildir / folder).is_dir():
            yield from (maildir / folder).iterdir()


def _recipients(file: Path) -> frozenset[str]:
    """Return to whom a mail is; nobody, when somebody else was quicker to take it away."""
    try:
        with file.open("rb") as opened:
            to = BytesHeaderParser(policy=modern).parse(opened)["To"]
    except FileNotFoundError:
        return frozenset()
    return frozenset(each.addr_spec.lower() for each in to.addresses) if to else frozenset()
