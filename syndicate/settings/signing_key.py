"""With which key does the site sign what it published, and which did it have before?

The keys lie in a file for its owner's eyes only: the seed of the one in force, and the
public half of each, oldest first, every newer one signed by the one before it (Ed25519,
RFC 8032). Whoever remembers an old key can follow to the one in force.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from syndicate.domain.proofs import PublicKey, Signature, succession
from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings.private_files import make_once, replace_with


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """The site's keys; `public` ends with the one in force, which signs."""

    seed: bytes = field(repr=False)
    public: tuple[PublicKey, ...]

    def sign(self, statement: bytes) -> Signature:
        """Sign a statement with the key in force; the same statement has one signature."""
        made = Ed25519PrivateKey.from_private_bytes(self.seed).sign(statement)
        return Signature(key=self.public[-1].key, signature=made)

    def succeeded(self) -> "SigningKeys":
        """Return the keys with a new one in force, signed by the one that it follows."""
        key = Ed25519PrivateKey.generate()
        public = key.public_key().public_bytes_raw()
        signed = self.sign(succession(self.public[-1].key, public))
        followed = PublicKey(key=public, signature=signed.signature)
        return replace(self, seed=key.private_bytes_raw(), public=(*self.public, followed))


def verified(signature: Signature, statement: bytes) -> bool:
    """Tell whether the holder of a key signed a statement."""
    try:
        key = Ed25519PublicKey.from_public_bytes(signature.key)
        key.verify(signature.signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def load_keys(path: Path) -> SigningKeys:
    """Return the keys kept in a file; where there is none, make it, with a first key.

    Processes that start together get the same. Raises SettingsFault when the file holds
    something else, CouldNot when it cannot be made or read.
    """
    try:
        if not path.exists():
            make_once(path, _written(_first()))
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError as error:
        raise _unusable(path, error) from error
    return _read(path, text)


def renew_key(path: Path) -> SigningKeys:
    """Put a new key in force, signed by the old one, which stays listed. Raises as `load_keys`."""
    renewed = load_keys(path).succeeded()
    try:
        replace_with(path, _written(renewed))
    except OSError as error:
        raise _unusable(path, error) from error
    return renewed


def _first() -> SigningKeys:
    key = Ed25519PrivateKey.generate()
    public = PublicKey(key=key.public_key().public_bytes_raw())
    return SigningKeys(seed=key.private_bytes_raw(), public=(public,))


def _written(keys: SigningKeys) -> str:
    listed = [{"key": p.key.hex(), "signature": p.signature.hex()} for p in keys.public]
    return json.dumps({"seed": keys.seed.hex(), "keys": listed}, indent=1) + "\n"


def _read(path: Path, text: str) -> SigningKeys:
    try:
        held: Mapping[str, Any] = json.loads(text)
        seed = bytes.fromhex(held["seed"])
        keys = SigningKeys(seed=seed, public=tuple(_listed(held["keys"])))
        own = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
        sound = keys.public[-1].key == own
    except (ValueError, TypeError, LookupError):
        sound = False
    if not sound:
        raise SettingsFault(
            f"{path} does not hold the site's signing keys; restore it from a backup, or remove "
            "it: whoever remembers the old key will then be told that it was changed"
        )
    return keys


def _listed(keys: Iterable[Mapping[str, str]]) -> Iterable[PublicKey]:
    for each in keys:
        yield PublicKey(key=bytes.fromhex(each["key"]), signature=bytes.fromhex(each["signature"]))


def _unusable(path: Path, error: OSError) -> CouldNot:
    return CouldNot(
        f"the site's signing keys {path} cannot be used: {error.strerror}; let the user this "
        "runs as read and write there, or name another file as security.signing_key_file"
    )
