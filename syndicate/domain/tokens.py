"""What may the bearer of a link from a mail do, and for how long?

A token is base64url of a tag and of numbers hidden under it: the tag is a MAC of the
numbers, and it also seeds the mask that hides them (a synthetic initialisation vector,
as in RFC 5297), so that a token tells nobody how many readers there are. Each purpose
has keys of its own: a token for one opens nothing else. All tokens of one purpose have
the same length, and the same reader's unsubscribe token is always the same, until the key
is renewed. New tokens are made by the newest key; what never expires is read by every key
there was, what expires by those that were in force within the longest such time.
"""

import base64
import binascii
import hmac
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Self

from syndicate.domain.audience import SubscriptionKey
from syndicate.errors import NotFound, Refused

CONFIRM_FOR = timedelta(days=7)
PREFERENCES_FOR = timedelta(hours=1)
UNSUBSCRIBE_LENGTH = 43

_TAG = 16
_BLOCK = 64  # of SHA-256; a derived key is shorter
_SHAPES = [f">{count}Q" for count in range(4)]  # of so many numbers
_CONFIRM, _UNSUBSCRIBE, _PREFERENCES = b"confirm", b"unsubscribe", b"preferences"
_FOLLOW, _UNFOLLOW = b"follow", b"unfollow"
_BOUNCE = b"bounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterKey:
    """A key that took the place of the one before it."""

    secret: bytes = field(repr=False)
    made: datetime


def _none_later() -> Sequence[LaterKey]:
    return ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes and reads the tokens of a site, from the secret that only the site knows.

    `later` tells the keys that followed it, oldest first, as they are now: another process
    may have renewed them. What is not in a link stays by the first: fingerprints, salt.
    Reading raises NotFound for what this site never made, Refused for what has expired.
    """

    secret: bytes = field(repr=False)
    later: Callable[[], Sequence[LaterKey]] = _none_later

    def by_keys_of_now(self) -> Self:
        """Return what makes tokens by the keys as they are now, for some in a row."""
        keys = self.later()
        return replace(self, later=lambda: keys)

    @property
    def site_salt(self) -> str:
        """Return what makes this site's message ids its own; it tells nothing of the secret."""
        return sha256(b"message ids" + self.secret).hexdigest()[:16]

    def fingerprint(self, email: str) -> str:
        """Return what a folded address is known again by, that only this site can make."""
        key = _derived(self.secret, b"address")
        return f"hmac:{hmac.digest(key, email.encode(), 'sha256').hex()}"

    def trace(self, address: str) -> str:
        """Return what a network address is known again by, that only this site can make."""
        key = _derived(self.secret, b"network")
        return hmac.digest(key, address.encode(), "sha256").hex()[:32]

    def unsubscribe(self, key: SubscriptionKey) -> str:
        """Return the token that ends a subscription; it never expires (RFC 8058)."""
        return self._seal(_UNSUBSCRIBE, key.subscriber_id, key.newsletter_id)

    def read_unsubscribe(self, token: str) -> SubscriptionKey:
        """Return the subscription that a token ends."""
        subscriber_id, newsletter_id = self._open(_UNSUBSCRIBE, token, 2)
        return SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=newsletter_id)

    def bounce(self, subscriber_id: int) -> str:
        """Return the token in the sender of a reader's envelopes, always the same.

        In base32 and small letters: on its way back a local part may lose its capitals.
        """
        sealed = _decoded(self._seal(_BOUNCE, subscriber_id))
        return base64.b32encode(sealed).decode().strip("=").lower()

    def read_bounce(self, token: str) -> int:
        """Return whose mail came back."""
        padded = token.upper() + "=" * (-len(token) % 8)
        try:
            sealed = base64.b32decode(padded)
        except (binascii.Error, ValueError):  # ValueError: not ASCII
            sealed = b""
        (subscriber_id,) = self._open(_BOUNCE, base64.urlsafe_b64encode(sealed).decode(), 1)
        return subscriber_id

    def confirm(self, key: SubscriptionKey, now: datetime) -> str:
        """Return the token that confirms a subscription, for a week."""
        until = _seconds(now + CONFIRM_FOR)
        return self._seal(_CONFIRM, key.subscriber_id, key.newsletter_id, until)

    def read_confirm(self, token: str, now: datetime) -> SubscriptionKey:
        """Return the subscription that a token confirms."""
        subscriber_id, newsletter_id, until = self._open(_CONFIRM, token, 3, now)
        _refuse_expired(until, now, "subscribe once more to be sent a new one")
        return SubscriptionKey(subscriber_id=subscriber_id, newsletter_id=newsletter_id)

    def preferences(self, subscriber_id: int, now: datetime) -> str:
        """Return the token that opens a reader's preferences, for an hour."""
        return self._seal(_PREFERENCES, subscriber_id, _seconds(now + PREFERENCES_FOR))

    def read_preferences(self, token: str, now: datetime) -> int:
        """Return whose preferences a token opens."""
        subscriber_id, until = self._open(_PREFERENCES, token, 2, now)
        _refuse_expired(until, now, "ask for a new one")
        return subscriber_id

    def follow(self, following_id: int, now: datetime) -> str:
        """Return the token that confirms a following, for a week."""
        return self._seal(_FOLLOW, following_id, _seconds(now + CONFIRM_FOR))

    def read_follow(self, token: str, now: datetime) -> int:
        """Return the number of the following that a token confirms."""
        following_id, until = self._open(_FOLLOW, token, 2, now)
        _refuse_expired(until, now, "ask once more to be sent a new one")
        return following_id

    def unfollow(self, subscriber_id: int, following_id: int) -> str:
        """Return the token that ends a following; it never expires, and is as long as others."""
        return self._seal(_UNFOLLOW, subscriber_id, following_id)

    def read_unfollow(self, token: str) -> int:
        """Return the number of the following that a token ends."""
        return self._open(_UNFOLLOW, token, 2)[1]

    def _seal(self, purpose: bytes, *numbers: int) -> str:
        later = self.later()
        tag_of, mask_of = _macs(later[-1].secret if later else self.secret, purpose)
        plain = struct.pack(_SHAPES[len(numbers)], *numbers)
        tag = tag_of(plain)[:_TAG]
        sealed = tag + _masked(plain, mask_of(tag))
        return base64.urlsafe_b64encode(sealed).decode().strip("=")

    def _open(
        self, purpose: bytes, token: str, count: int, now: datetime | None = None
    ) -> tuple[int, ...]:
        """Return the numbers in a token; of one that expires, by the keys of its time."""
        raw = _decoded(token)
        tag, hidden = raw[:_TAG], raw[_TAG:]
        for secret in self._keys(now and now - CONFIRM_FOR):
            tag_of, mask_of = _macs(secret, purpose)
            plain = _masked(hidden, mask_of(tag))
            genuine = hmac.compare_digest(tag, tag_of(plain)[:_TAG])
            if genuine and len(plain) == struct.calcsize(_SHAPES[count]):
                return struct.unpack(_SHAPES[count], plain)
        raise NotFound("this link is not whole, or none of ours; copy all of it from the mail")

    def _keys(self, in_force_after: datetime | None) -> Iterator[bytes]:
        """Yield the keys, newest first; those alone that were in force after an instant."""
        for key in reversed(self.later()):
            yield key.secret
            if in_force_after is not None and key.made <= in_force_after:
                return
        yield self.secret


def _masked(numbers: bytes, mask: bytes) -> bytes:
    """Hide numbers under a mask, or show them: at most 32 bytes."""
    mask = mask[: len(numbers)]
    return (int.from_bytes(numbers) ^ int.from_bytes(mask)).to_bytes(len(numbers))


@lru_cache(maxsize=256)
def _derived(secret: bytes, label: bytes) -> bytes:
    return hmac.digest(secret, label, "sha256")


@lru_cache(maxsize=256)
def _macs(secret: bytes, purpose: bytes) -> "tuple[_Mac, _Mac]":
    """Return what makes the tags and the masks of one purpose, under one key."""
    return _Mac.by(_derived(secret, b"tag:" + purpose)), _Mac.by(
        _derived(secret, b"mask:" + purpose)
    )


@dataclass(frozen=True, slots=True)
class _Mac:
    """The HMAC-SHA-256 of a message (RFC 2104), at a third of what the library's takes.

    Each of a million mails has tokens of its own; the library prepares the key anew for each.
    """

    inner: bytes = field(repr=False)
    outer: bytes = field(repr=False)

    @classmethod
    def by(cls, key: bytes) -> Self:
        padded = key.ljust(_BLOCK, b"\0")
        return cls(bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded))

    def __call__(self, message: bytes) -> bytes:
        return sha256(self.outer + sha256(self.inner + message).digest()).digest()


def _decoded(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):  # ValueError: not ASCII
        return b""


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _refuse_expired(until: int, now: datetime, remedy: str) -> None:
    if _seconds(now) > until:
        ended = datetime.fromtimestamp(until, UTC)
        raise Refused(f"this link was good until {ended:%Y-%m-%d %H:%M} UTC; {remedy}")
