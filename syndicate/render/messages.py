"""Which bytes are a letter's copies, when all but a few headers and a token are shared?

The texts are encoded once a letter (RFC 2045, 2046); a copy joins the pieces
between the holes with its reader's token and puts its own headers in front.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Protocol

import idna

from syndicate.domain.messages import Copy, Envelope, Letter, Mailbox, MailingList, Outgoing, Words
from syndicate.errors import AskedWrongly
from syndicate.render.mime import HOLE, field, header, phrase, quoted_printable, unstructured


class Seal(Protocol):
    """Signs the copies of one letter."""

    def headers(self, own: bytes, token: bytes) -> bytes:
        """Return what stands above a copy's own header lines."""
        ...


class Signer(Protocol):
    """Makes ready to sign the copies of letters."""

    def __call__(self, head: bytes, pieces: Sequence[bytes], date: datetime) -> Seal:
        """Take what the copies of one letter share; `pieces` is cut at each token."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A letter serialised but for what is each reader's.

    `shared` are the header lines and the body, each placeholder a piece of its own; `holes`
    are their places behind the copy's own header lines. `unsubscribe` is the header line that
    holds it, cut at each token, if there is one.
    """

    letter: Letter
    shared: Words
    holes: range
    unsubscribe: tuple[str, ...]
    seal: Seal | None = None

    def fill(self, copy: Copy) -> bytes:
        """Return one reader's message, CRLF line ends throughout."""
        return bytes(self._words(copy, _mailbox("To", copy.recipient)))

    def _words(self, copy: Copy, to: str) -> Words:
        if len(copy.token) != len(self.letter.placeholder):
            raise AskedWrongly(
                f"a token of {len(copy.token)} does not fit a placeholder"
                f" of {len(self.letter.placeholder)}; all tokens need one length"
            )
        own, token = self._own_headers(copy, to).encode(), copy.token.encode()
        head = Words.of(self.seal.headers(own, token) + own if self.seal else own)
        pieces = [*head.pieces, *self.shared.pieces]
        for hole in self.holes:
            pieces[hole] = token
        return Words(
            pieces=tuple(pieces),
            size=head.size + self.shared.size,
            dotted=head.dotted or self.shared.dotted,
            plain=head.plain and self.shared.plain,
        )

    def _own_headers(self, copy: Copy, to: str) -> str:
        fields = field("Message-ID", copy.message_id) + to
        if copy.references:
            fields += field("In-Reply-To", copy.references[-1])
            fields += header("References", copy.references)
        return fields + copy.token.join(self.unsubscribe)

    def outgoing(self, delivery_id: str, sender: str, copy: Copy) -> Outgoing:
        """Return one reader's message with its envelope; `sender` is where bounces go."""
        recipient = wire_address(copy.recipient.address)
        return Outgoing(
            delivery_id=delivery_id,
            envelope=Envelope(
                sender=wire_address(sender), recipient=recipient, message_id=copy.message_id
            ),
            words=self._words(copy, _mailbox("To", copy.recipient, recipient)),
        )


def prepare(letter: Letter, signer: Signer | None = None) -> Form:
    """Serialise a letter once for all its readers, signed where there is a signer."""
    headers, body = _multipart(letter) if letter.html else _single(letter)
    head, pieces = (_shared_headers(letter) + headers).encode(), tuple(body.split(HOLE))
    shared = _cut((head + b"\r\n" + pieces[0], *pieces[1:]), letter.placeholder.encode())
    return Form(
        letter=letter,
        shared=shared,
        holes=range(2, len(shared.pieces) + 1, 2),
        unsubscribe=tuple(_unsubscribe(letter).split(letter.placeholder or None)),
        seal=signer(head, pieces, letter.date) if signer else None,
    )


def _cut(pieces: Sequence[bytes], placeholder: bytes) -> Words:
    """Return what copies share, with the placeholder as a piece of its own between the others."""
    cut = [piece for each in pieces for piece in (placeholder, each)][1:]
    dotted = any(Words.of(piece).dotted for piece in pieces)
    return Words.of(b"".join(cut))._replace(pieces=tuple(cut), dotted=dotted)


def wire_address(address: str) -> str:
    """Return an address with its domain in the ASCII form of IDNA 2008 (RFC 5891)."""
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise AskedWrongly(f"{address!r} has no valid domain: {error}; correct it") from error


def _shared_headers(letter: Letter) -> str:
    fields = [
        _mailbox("From", letter.sender),
        header("Subject", unstructured(letter.subject, "Subject")),
        header("Date", [format_datetime(letter.date)]),
        header("Content-Language", [letter.language]),
        header("Auto-Submitted", ["auto-generated"]),
    ]
    if letter.test:
        fields.append(header("X-Syndicate-Test", ["yes;", "no", "edition"]))
    if letter.reply_to:
        fields.append(_mailbox("Reply-To", letter.reply_to))
    if letter.mailing:
        fields.append(_list_id(letter.mailing))
        fields.append(header("List-Unsubscribe-Post", ["List-Unsubscribe=One-Click"]))
    if letter.feedback_id:
        fields.append(header("Feedback-ID", unstructured(letter.feedback_id, "Feedback-ID")))
    return "".join([*fields, header("MIME-Version", ["1.0"])])


def _mailbox(name: str, mailbox: Mailbox, address: str = "") -> str:
    """Write a mailbox; whoever knows its address as it goes over the wire says so."""
    address = address or wire_address(mailbox.address)
    if not mailbox.name:
        return field(name, address)
    return header(name, [*phrase(mailbox.name, name), f"<{address}>"])


def _list_id(mailing: MailingList) -> str:
    title = phrase(mailing.title, "List-Id") if mailing.title else []
    return header("List-Id", [*title, f"<{mailing.list_id}>"])


def _unsubscribe(letter: Letter) -> str:
    """Return the header field, as it is but for the token; tokens are as long as placeholders."""
    if letter.mailing is None:
        return ""
    addresses = [letter.mailing.unsubscribe_url, letter.mailing.unsubscribe_mailto]
    words = ", ".join(f"<{address}>" for address in addresses if address)
    return header("List-Unsubscribe", words.split())


def _single(letter: Letter) -> tuple[str, bytes]:
    body = quoted_printable(letter.text, letter.placeholder)
    return _part_headers("plain"), body if body.endswith(b"\r\n") else body + b"\r\n"


def _multipart(letter: Letter) -> tuple[str, bytes]:
    text = quoted_printable(letter.text, letter.placeholder)
    html = quoted_printable(letter.html, letter.placeholder)
    boundary = _boundary(text, html)
    parts = _part(boundary, "plain", text) + _part(boundary, "html", html)
    kind = header("Content-Type", ["multipart/alternative;", f'boundary="{boundary}"'])
    return kind, parts + f"--{boundary}--\r\n".encode()


def _part(boundary: str, subtype: str, body: bytes) -> bytes:
    return f"--{boundary}\r\n{_part_headers(subtype)}\r\n".encode() + body + b"\r\n"


def _part_headers(subtype: str) -> str:
    return header("Content-Type", [f"text/{subtype};", "charset=utf-8"]) + header(
        "Content-Transfer-Encoding", ["quoted-printable"]
    )


def _boundary(text: bytes, html: bytes) -> str:
    """Return a boundary that is the content's own; "=_" is in no quoted-printable line."""
    return "=_" + hashlib.sha256(text + b"\0" + html).hexdigest()[:32]
