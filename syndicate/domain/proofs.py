"""What does the site put its signature under, so that others can hold it to its word?

A statement is a few lines of ASCII, each ended by a line feed; the first says what it is
about, so that no signature can pass for one under something else.
"""

from dataclasses import dataclass
from uuid import UUID

from syndicate.domain.log import LogHead


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An Ed25519 key of 32 bytes, and the signature of the key before it; none of the first."""

    key: bytes
    signature: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """An Ed25519 signature of 64 bytes, and the public key that it was made with."""

    key: bytes
    signature: bytes


def succession(old: bytes, new: bytes) -> bytes:
    """Return what an old key signs of the new one that follows it."""
    return _statement("key", old.hex(), new.hex())


def of_log(head: LogHead) -> bytes:
    """Return what is signed of the whole log."""
    return _statement("log", head.size, head.log_hash.hex())


def of_chain(article_id: UUID, number: int, chain_hash: bytes) -> bytes:
    """Return what is signed of an article whose newest revision is `number`."""
    return _statement("article", article_id, number, chain_hash.hex())


def _statement(about: str, *facts: object) -> bytes:
    return "".join(f"{fact}\n" for fact in (f"syndicate {about}", *facts)).encode()
