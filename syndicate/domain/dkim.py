"""What is a signing key to the world, and what does its DNS record say? (RFC 6376 §3.6)"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from syndicate.errors import AskedWrongly

_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LABELS = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_LONGEST_STRING = 255  # of a TXT record (RFC 1035 §3.3.14)


class KeyKind(StrEnum):
    """What a key is made of. Ed25519 never stands alone: many receivers cannot read it."""

    RSA = "rsa"
    ED25519 = "ed25519"

    @property
    def algorithm(self) -> str:
        """Return what a signature names as `a=`."""
        return f"{self.value}-sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A key just made: the private half as PEM, the public one as DNS has it (base64)."""

    kind: KeyKind
    private: bytes = field(repr=False)
    public: str

    @property
    def record(self) -> str:
        """Return the TXT record's text."""
        return key_record(self.kind, self.public)


def key_record(kind: KeyKind, public: str) -> str:
    """Return what DNS says of a key, given its public half (base64)."""
    return f"v=DKIM1; k={kind}; p={public}"


def key_name(selector: str, domain: str) -> str:
    """Return the DNS name where a key stands."""
    return f"{selector}._domainkey.{domain}"


def labels(what: str, value: str) -> str:
    """Return a selector or domain in its ASCII form as it is, or refuse it."""
    if not _LABELS.fullmatch(value):
        raise AskedWrongly(f"{what} {value!r} is none; write letters, digits, hyphens and dots")
    return value


def zone_line(name: str, record: str) -> str:
    """Return a TXT record as a zone file has it, cut into strings that DNS can carry."""
    cuts = range(0, len(record), _LONGEST_STRING)
    strings = " ".join(f'"{record[start : start + _LONGEST_STRING]}"' for start in cuts)
    return f"{name}. IN TXT ( {strings} )"
