"""By which id is a mail known, and which mail of ours does an id name?"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from syndicate.errors import AskedWrongly

_LONGEST = 254  # as an address is (RFC 5321 §4.5.3.1)
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_OURS = re.compile(rb"<([emn])(\d{1,18})\.s(\d{1,18})\.[0-9a-f]{16}@([A-Za-z0-9.-]{1,200})>")
_MOST_NAMED = 20


def message_id(
    edition_id: object, subscriber_id: object, host: str, *, prefix: str = "e", salt: str = ""
) -> str:
    """Derive the one Message-ID of an edition (or, by `prefix`, a notice) for a subscriber.

    `salt` is the site's own: without it, a store set up anew under the same
    host would use ids again, and mailboxes drop the second mail of an id.
    """
    key = f"{salt}|{prefix}{edition_id}|{subscriber_id}|{host}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return check_message_id(f"<{prefix}{edition_id}.s{subscriber_id}.{digest}@{host}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a Message-ID tells: the number of an edition ("e"), a notice ("n") or a mail ("m")."""

    kind: str
    number: int
    subscriber_id: int


def identities(data: bytes, salt: str) -> Iterator[Identity]:
    """Yield what a mail names of those that a site sent, wherever it does: made up by nobody else.

    Servers return headers, or whole mails, in forms of their own.
    """
    for found in islice(_OURS.finditer(data), _MOST_NAMED):
        kind, number, subscriber_id, host = (each.decode() for each in found.groups())
        ours = message_id(number, subscriber_id, host, prefix=kind, salt=salt)
        if ours.encode() == found[0]:
            yield Identity(kind=kind, number=int(number), subscriber_id=int(subscriber_id))


@lru_cache(maxsize=256)
def check_message_id(value: str) -> str:
    """Return a message id as it is, or refuse it (RFC 5322 §3.6.4, without comments)."""
    if not is_message_id(value):
        raise AskedWrongly(f"{value!r} is no message id; it must look like <id@example.org>")
    return value


def is_message_id(value: str) -> bool:
    """Tell whether this is a message id, and one that a header and SMTP can carry."""
    return bool(_MESSAGE_ID.fullmatch(value)) and len(value) <= _LONGEST
