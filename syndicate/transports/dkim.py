"""How does a copy of a letter prove that its words and headers are ours? (RFC 6376, 8463)

Relaxed/relaxed, every header field that we write, From once more than it stands
(§5.4), no `l=`. What all copies share is canonicalised and hashed once a letter; a
copy adds its own fields and its token.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from syndicate.domain.dkim import KeyKind
from syndicate.errors import SettingsFault

_FIELD_END = re.compile(rb"\r\n(?![ \t])")
_SPACES = re.compile(rb"[ \t]+")
_TOKEN_MARK = b"\xff"  # stands for the token while a body is canonicalised: bodies are seven-bit
_ROW = 72
_FOLD = "\r\n "


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key and where its public half stands in DNS.

    `sign` takes the SHA-256 digest of what is signed; `record` is what DNS has to say.
    """

    selector: str
    kind: KeyKind
    record: str
    sign: Callable[[bytes], bytes] = field(repr=False)


class Dkim:
    """Signs for one domain, with one or more keys: a signature each.

    Raises SettingsFault when all keys are of Ed25519, which many receivers cannot verify.
    """

    def __init__(self, domain: str, keys: Sequence[SigningKey]) -> None:
        if all(key.kind is KeyKind.ED25519 for key in keys):
            raise SettingsFault(
                "[mail.dkim] key_file: an Ed25519 key never signs alone, for Gmail and others"
                " cannot verify it; make an RSA key with `syndicate mail keygen`, and let this"
                " one be the second"
            )
        self._domain = domain
        self._keys = tuple(keys)

    def __call__(self, head: bytes, pieces: Sequence[bytes], date: datetime) -> "Seal":
        """Make ready to sign the copies of a letter.

        `head` are the header lines which all copies share, `pieces` the seven-bit body
        cut at each token, `date` what signatures give as their time.
        """
        first, *rest = relaxed_body(_TOKEN_MARK.join(pieces)).split(_TOKEN_MARK)
        names, shared = relaxed(head)
        return Seal(
            domain=self._domain,
            keys=self._keys,
            shared_names=tuple(map(bytes.decode, names)),
            shared=hashlib.sha256(shared),
            body_start=hashlib.sha256(first),
            body_rest=(b"", *rest),
            time=int(date.timestamp()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Signs the copies of one letter; `shared` and `body_start` are saved hash states."""

    domain: str
    keys: tuple[SigningKey, ...]
    shared_names: tuple[str, ...]
    shared: "hashlib._Hash"
    body_start: "hashlib._Hash"
    body_rest: tuple[bytes, ...]
    time: int
    _forms: dict[tuple[str, tuple[bytes, ...]], tuple[str, bytes]] = field(
        default_factory=dict, init=False
    )

    def headers(self, own: bytes, token: bytes) -> bytes:
        """Return the signature fields of the copy that has these header lines of its own."""
        names, fields = relaxed(own)
        signed, body = self.shared.copy(), b64encode(self._body_hash(token))
        signed.update(fields)
        return b"".join([self._signature(key, signed.copy(), names, body) for key in self.keys])

    def _body_hash(self, token: bytes) -> bytes:
        state = self.body_start.copy()
        state.update(token.join(self.body_rest))
        return state.digest()

    def _signature(
        self, key: SigningKey, signed: "hashlib._Hash", names: tuple[bytes, ...], body: bytes
    ) -> bytes:
        shown, bare = self._form(key, names)
        signed.update(bare + body + b"; b=")
        value = b64encode(key.sign(signed.digest())).decode()
        rows = [value[start : start + _ROW] for start in range(0, len(value), _ROW)]
        return f"{shown}{body.decode()};\r\n b={_FOLD.join(rows)}\r\n".encode()

    def _form(self, key: SigningKey, names: tuple[bytes, ...]) -> tuple[str, bytes]:
        """Return a signature field up to its body hash: as it is sent, and as it is hashed.

        All copies whose own fields have these names have the same.
        """
        known = self._forms.get((key.selector, names))
        if known is None:
            listed = ":".join((*self.shared_names, *map(bytes.decode, names), "from"))
            tags = f"v=1; a={key.kind.algorithm}; c=relaxed/relaxed;"
            place = f"d={self.domain}; s={key.selector}; t={self.time};"
            rows = [f"DKIM-Signature: {tags}", place, *_rows(f"h={listed};"), "bh="]
            shown = _FOLD.join(rows)
            known = shown, relaxed(shown.encode())[1].removesuffix(b"\r\n")
            self._forms[key.selector, names] = known
        return known


def relaxed(lines: bytes) -> tuple[tuple[bytes, ...], bytes]:
    """Return the names of header lines, in their order, and their relaxed canonical form (§3.4.2).

    Of all white space, blanks and tabs alone are folded.
    """
    names, canonical = [], []
    for each in _FIELD_END.split(lines.removesuffix(b"\r\n")):
        name, _, value = each.partition(b":")
        words = value.replace(b"\r\n", b"").replace(b"\t", b" ").split(b" ")
        names.append(name.rstrip().lower())
        canonical.append(b"%b:%b\r\n" % (names[-1], b" ".join(filter(None, words))))
    return tuple(names), b"".join(canonical)


def relaxed_body(body: bytes) -> bytes:
    """Return a body in the relaxed canonical form (§3.4.4)."""
    lines = _SPACES.sub(b" ", body).replace(b" \r\n", b"\r\n").rstrip(b"\r\n")
    return lines + b"\r\n" if lines else b""


def _rows(listed: str) -> Iterable[str]:
    """Fold the list of fields after its colons (§3.5: FWS is allowed there)."""
    row = ""
    for name in re.findall(r"[^:]+:?", listed):
        if len(row) + len(name) > _ROW:
            yield row
            row = ""
        row += name
    yield row
