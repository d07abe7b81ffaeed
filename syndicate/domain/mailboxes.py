"""Which mailbox does "Name <name@example.org>" mean?"""

import re

from syndicate.domain.messages import Mailbox

_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")


def read_mailbox(text: str) -> Mailbox:
    """Read an address, alone or in angle brackets behind a name. Raises AskedWrongly."""
    named = _NAMED.fullmatch(text)
    if named is None:
        return Mailbox(address=text.strip())
    return Mailbox(address=named["address"].strip(), name=_unquoted(named["name"]))


def _unquoted(name: str) -> str:
    """Take a name out of the quotes that a comma in it needs (RFC 5322 §3.2.4)."""
    quoted = len(name) > 1 and name[0] == name[-1] == '"'
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if quoted else name
