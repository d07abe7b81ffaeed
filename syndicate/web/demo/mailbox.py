"""Which mails has the Maildir, and what do they say?"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from syndicate.errors import NotFound

_SHOWN = ("From", "To", "Subject", "Date", "List-Id", "List-Unsubscribe", "Message-ID")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it lies in the Maildir."""

    name: str
    source: bytes
    message: EmailMessage

    @property
    def sent(self) -> datetime:
        """Return the instant in its Date header."""
        stated: datetime = self.message["Date"].datetime
        return stated.astimezone(UTC)

    @property
    def subject(self) -> str:
        """Return the subject as people read it."""
        return str(self.message["Subject"])

    @property
    def recipient(self) -> str:
        """Return whom it is to."""
        return str(self.message["To"])

    @property
    def newsletter(self) -> str:
        """Return the newsletter's title (RFC 2919); empty for other mails."""
        return str(self.message["List-Id"] or "").partition(" <")[0].strip('"')

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Return the headers worth a look."""
        return [(name, str(self.message[name])) for name in _SHOWN if self.message[name]]

    @property
    def text(self) -> str:
        """Return the plain text part."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Return the HTML part; empty where there is none."""
        return self._part("html")

    def _part(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        return str(part.get_content()) if part else ""


class Mailbox:
    """The mails of a Maildir, read or not."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mails(self) -> list[Mail]:
        """Return all mails, newest first."""
        mails = [_read(path) for path in self._files()]
        return sorted(mails, key=lambda mail: (mail.sent, mail.recipient), reverse=True)

    def mail(self, name: str) -> Mail:
        """Return one mail. Raises NotFound."""
        for path in self._files():
            if _name(path) == name:
                return _read(path)
        raise NotFound(f"there is no mail {name!r}")

    def _files(self) -> list[Path]:
        return [path for folder in ("new", "cur") for path in (self._path / folder).glob("*")]


def _name(path: Path) -> str:
    """Return the mail's name without the flags that mail readers add."""
    return path.name.partition(":")[0].removesuffix(".syndicate")


def _read(path: Path) -> Mail:
    source = path.read_bytes()
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(source)
    return Mail(name=_name(path), source=source, message=message)
