"""What did somebody say, without naming a reader? For logs, and for words that are kept."""

import re

_APART = r"\s<>()\[\]{},;:|=\"'"
_ADDRESS = re.compile(rf"[^{_APART}@]{{1,64}}@([^{_APART}@]+)")  # RFC 5321 §4.5.3.1.1


def nameless(said: str) -> str:
    """Return a text of whose mail addresses only the domains are left: "…@example.org"."""
    return _ADDRESS.sub(r"…@\1", said)
