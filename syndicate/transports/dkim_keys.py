"""Where do signing keys come from, and how are they kept?"""

import os
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from syndicate.domain.dkim import KeyKind, KeyPair, key_record
from syndicate.errors import Refused, SettingsFault
from syndicate.transports.dkim import SigningKey
from syndicate.transports.files import using

RSA_BITS = 2048  # RFC 8301 §3.2; longer ones do not fit into what many DNS editors take
_HASH = utils.Prehashed(hashes.SHA256())
_PADDING = padding.PKCS1v15()


def make_key(kind: KeyKind) -> KeyPair:
    """Make a new key."""
    if kind is KeyKind.ED25519:
        key: RSAPrivateKey | Ed25519PrivateKey = Ed25519PrivateKey.generate()
    else:
        key = generate_private_key(65537, RSA_BITS)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return KeyPair(kind=kind, private=private, public=public_half(key))


def public_half(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    """Return what DNS says of a key (RFC 6376 §3.6.1, RFC 8463 §4)."""
    if isinstance(key, Ed25519PrivateKey):
        return b64encode(key.public_key().public_bytes_raw()).decode()
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(spki).decode()


def keep_key(path: Path, pair: KeyPair) -> None:
    """Write a private key to a new file, for its owner's eyes only.

    Raises Refused where there is a file already: mail may be signed with it.
    """
    with using("the key file", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise Refused(
                f"{path} exists and may be in use; name another file, or move it away first"
            ) from error
        with os.fdopen(number, "wb") as file:
            file.write(pair.private)
            file.flush()
            os.fsync(file.fileno())


def load_key(path: Path, selector: str) -> SigningKey:
    """Read a key to sign with. Raises SettingsFault where the file holds none."""
    key = _private_key(path)
    kind = KeyKind.ED25519 if isinstance(key, Ed25519PrivateKey) else KeyKind.RSA
    record = key_record(kind, public_half(key))
    return SigningKey(selector=selector, kind=kind, record=record, sign=_signing(key))


def _private_key(path: Path) -> RSAPrivateKey | Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as error:
        raise SettingsFault(
            f"the signing key {path} cannot be read: {error.strerror}; make one with"
            " `syndicate mail keygen`, or mend key_file in [mail.dkim]"
        ) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SettingsFault(
            f"{path} holds no private key without a password (PEM); make one with"
            " `syndicate mail keygen`"
        ) from error
    if isinstance(key, Ed25519PrivateKey):
        return key
    if isinstance(key, RSAPrivateKey) and key.key_size >= RSA_BITS:
        return key
    raise SettingsFault(
        f"{path} holds neither an RSA key of {RSA_BITS} bits or more nor an Ed25519 one;"
        " make one with `syndicate mail keygen`"
    )


def _signing(key: RSAPrivateKey | Ed25519PrivateKey) -> Callable[[bytes], bytes]:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign
    return lambda digest: key.sign(digest, _PADDING, _HASH)
