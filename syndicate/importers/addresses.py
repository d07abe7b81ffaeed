"""Which mail address did a person mean?"""

import re
from contextlib import suppress
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from syndicate.errors import Unreadable

_SHOWN = 80
_LOST = "\N{REPLACEMENT CHARACTER}"  # what stands for bytes that are not in UTF-8
_PLAIN = re.compile(r"([a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*)@([a-z0-9.-]+)", re.IGNORECASE | re.ASCII)
"""What needs no rule but its length before the @, as nearly all addresses do."""
_LONGEST, _LONGEST_LOCAL_PART = 254, 64  # RFC 5321 §4.5.3.1


def read_address(text: str) -> str:
    """Return an address in its one folded form, so that one person is one row.

    Small letters throughout, the domain in ASCII (RFC 5890), no question to the DNS.
    Raises Unreadable.
    """
    plain = _PLAIN.fullmatch(text.strip())
    if plain and len(plain[0]) <= _LONGEST and len(plain[1]) <= _LONGEST_LOCAL_PART:
        with suppress(Unreadable):  # read whole once more, to say what was given
            return f"{plain[1].lower()}@{_domain(plain[2].lower())}"
    return _read(text)


@lru_cache(maxsize=4096)
def _domain(name: str) -> str:
    """Return a domain's one form; a million addresses have a few thousand domains."""
    return _read(f"x@{name}").partition("@")[2]


def _read(text: str) -> str:
    if _LOST in text:
        raise Unreadable(
            f"{text[:_SHOWN]!r} is no mail address: a letter of it could not be read; "
            "write it as name@example.org, in UTF-8"
        )
    try:
        read = validate_email(text.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise Unreadable(
            f"{shown!r} is no mail address: {str(error).rstrip('.')}; write it as name@example.org"
        ) from error
    return f"{read.local_part.lower()}@{read.ascii_domain.lower()}"
