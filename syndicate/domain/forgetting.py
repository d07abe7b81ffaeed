"""What is left of a person who asked to be forgotten?

A number, so that what was sent still counts, and a fingerprint of the address that only
this site can make, so that no list brings it back.
"""

from dataclasses import dataclass

NOBODY = "forgotten:"
NOWHERE = "UTC"
FORGOTTEN = "the reader is forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was erased: rows about the person, and mails in the Maildir."""

    known: bool
    consents: int = 0
    deliveries: int = 0
    mails: int = 0


def nobody(subscriber_id: int) -> str:
    """Return what stands for the address of a person who was forgotten; no mail goes there."""
    return f"{NOBODY}{subscriber_id}"
