"""What does a mail say, and to whom does it go?"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Self

from syndicate.domain.message_ids import check_message_id
from syndicate.errors import AskedWrongly

_ADDRESS = re.compile(r'[^\s<>()\[\]:;,\\"@\x00-\x1f\x7f]+@[^\s<>()\[\]:;,\\"@\x00-\x1f\x7f]+')
_VISIBLE = re.compile(r"[!-;=?-~]+")
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_SHORTEST_PLACEHOLDER, _LONGEST_TOKEN = 16, 72
_LONGEST_WORD = 900  # a header line holds 998 (RFC 5322 §2.1.1) and cannot break inside it
_LONGEST_LOCAL_PART, _LONGEST_ADDRESS = 64, 254  # RFC 5321 §4.5.3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """An address and the name shown beside it; the domain may be in any script."""

    address: str
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse what could break out of a header or an SMTP command."""
        if self.name:
            header_safe("a name", self.name)
        check_address(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingList:
    """What the headers of list mail tell (RFC 2919, 2369, 8058).

    `unsubscribe_url` holds the letter's placeholder where the reader's token
    comes; `unsubscribe_mailto` (a whole `mailto:` address) may hold it too.
    """

    list_id: str
    title: str = ""
    unsubscribe_url: str
    unsubscribe_mailto: str = ""

    def __post_init__(self) -> None:
        """Refuse addresses that a header could not carry as they are."""
        header_safe("a list title", self.title)
        _visible("a list id", self.list_id)
        _visible("an unsubscribe address", self.unsubscribe_url)
        if self.unsubscribe_mailto:
            _visible("an unsubscribe mailto", self.unsubscribe_mailto)
        if not self.unsubscribe_url.startswith(("https://", "http://")):
            raise AskedWrongly(f"{self.unsubscribe_url!r} is no https address to unsubscribe at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What all copies of a mail have in common; `html` may be empty.

    `placeholder` stands in the texts and the list's addresses wherever each
    reader's token comes, and has the tokens' length. `date` is the instant of
    the edition or of the request, so that a copy made again is the same bytes. A `test`
    says in a header that it is one.
    """

    sender: Mailbox
    subject: str
    text: str
    html: str = ""
    language: str
    date: datetime
    reply_to: Mailbox | None = None
    mailing: MailingList | None = None
    feedback_id: str = ""
    placeholder: str = ""
    test: bool = False

    def __post_init__(self) -> None:
        """Refuse what a message could not carry."""
        header_safe("a subject", self.subject)
        header_safe("a feedback id", self.feedback_id)
        _visible("a language", self.language)
        encodable("a text part", self.text)
        encodable("an HTML part", self.html)
        if self.date.tzinfo is None:
            raise AskedWrongly(f"the date {self.date.isoformat()} needs a time zone")
        if self.placeholder:
            _check_token(self.placeholder, _SHORTEST_PLACEHOLDER)
        if self.mailing and (
            not self.placeholder or self.placeholder not in self.mailing.unsubscribe_url
        ):
            raise AskedWrongly("the unsubscribe address lacks the placeholder for the token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What one reader's copy of a letter says differently.

    `references` are the ids of earlier mails of the thread, oldest first; the
    last is the one replied to.
    """

    recipient: Mailbox
    message_id: str
    token: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse ids that are none, and tokens that mail or URLs would have to quote."""
        for identifier in (self.message_id, *self.references):
            check_message_id(identifier)
        if self.token:
            _check_token(self.token, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What is said to the mail server around a message; domains are in ASCII."""

    sender: str
    recipient: str
    message_id: str

    def __post_init__(self) -> None:
        """Refuse what could break out of an SMTP command."""
        for address in (self.sender, self.recipient):
            check_address(address)
            if not address.isascii() and not address.rpartition("@")[2].isascii():
                raise AskedWrongly(f"the domain of {address!r} must be in its ASCII form (xn--…)")
        check_message_id(self.message_id)


class Words(NamedTuple):
    """A message's bytes, in pieces that are joined when they are sent.

    Every line ends with CRLF, and CR or LF stand nowhere else. `size` is how many bytes they
    are, `dotted` tells whether a line may begin with a dot, which SMTP has to double, and
    `plain` whether all are ASCII. A tuple, since one is made for each of a million mails.
    """

    pieces: tuple[bytes, ...]
    size: int
    dotted: bool
    plain: bool

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Look through the bytes, or refuse what a mail server could read as more lines."""
        pairs = data.count(b"\r\n")
        if not data.count(b"\r") == data.count(b"\n") == pairs:
            raise AskedWrongly("a message needs CRLF at the end of each line and nowhere else")
        dotted = data.startswith(b".") or b"\r\n." in data
        return cls((data,), len(data), dotted, data.isascii())

    def __bytes__(self) -> bytes:
        """Return all of them."""
        return b"".join(self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One delivery, ready for a transport."""

    delivery_id: str
    envelope: Envelope
    words: Words

    def __post_init__(self) -> None:
        """Refuse what a mail server could not tell the end of."""
        _visible("a delivery id", self.delivery_id)
        if not self.words.pieces[-1].endswith(b"\r\n"):
            raise AskedWrongly("a message must end with CRLF")

    @property
    def data(self) -> bytes:
        """Return the whole message, with CRLF line ends."""
        return bytes(self.words)

    @property
    def international(self) -> bool:
        """Tell whether only a server that offers SMTPUTF8 (RFC 6531) can take it."""
        envelope = self.envelope
        plain = envelope.sender.isascii() and envelope.recipient.isascii() and self.words.plain
        return not plain


class Acceptance(NamedTuple):
    """A transport took a message; `server_id` is the id it spoke of, if it did.

    In angle brackets it is the Message-ID that the server gave in the place of ours;
    else it is how the server itself calls what it keeps. A tuple, as `Words` are one.
    """

    reply: str
    server_id: str | None = None


def placeholder(length: int) -> str:
    """Return what stands for a token of this length in texts before they are filled."""
    stem = "token-" + hashlib.sha256(b"placeholder of a reader's token").hexdigest()
    value = stem.ljust(_LONGEST_TOKEN, "0")[:length]
    if len(value) != length:
        raise AskedWrongly(f"a placeholder of {length} is longer than {_LONGEST_TOKEN}")
    return _check_token(value, _SHORTEST_PLACEHOLDER)


@lru_cache(maxsize=256)
def check_address(value: str) -> str:
    """Return a mail address as it is, or refuse what could break out of a header or command."""
    if not _ADDRESS.fullmatch(value):
        raise _no_address(header_safe("an address", value))
    if not value.isascii():
        encodable("an address", value)
    if not _fits(value):
        raise _no_address(value)
    return value


def _no_address(value: str) -> AskedWrongly:
    return AskedWrongly(f"{value!r} is no mail address; write it as name@example.org")


def header_safe(what: str, value: str) -> str:
    """Return a header's value as it is, or refuse it for CR, LF, NUL or a lone surrogate."""
    if any(character in value for character in "\r\n\0"):
        raise AskedWrongly(f"{what} must not hold a line break or NUL: {value!r}")
    return encodable(what, value)


def encodable(what: str, value: str) -> str:
    """Return a text as it is, or refuse it for a lone surrogate."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise AskedWrongly(f"{what} holds half a character at {error.start}: {error}") from error
    return value


def _visible(what: str, value: str) -> None:
    if not _VISIBLE.fullmatch(value) or len(value) > _LONGEST_WORD:
        raise AskedWrongly(
            f"{what} must be 1 to {_LONGEST_WORD} visible ASCII characters without <>: {value!r}"
        )


def _check_token(token: str, shortest: int) -> str:
    if not _TOKEN.fullmatch(token) or not shortest <= len(token) <= _LONGEST_TOKEN:
        raise AskedWrongly(
            f"a token must be {shortest} to {_LONGEST_TOKEN} of A-Z a-z 0-9 - _: {token!r}"
        )
    return token


def _fits(address: str) -> bool:
    local = address.rpartition("@")[0]
    return len(local.encode()) <= _LONGEST_LOCAL_PART and len(address.encode()) <= _LONGEST_ADDRESS
