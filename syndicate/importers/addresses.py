"""Which mail address did a person mean?"""

from email_validator import EmailNotValidError, validate_email

from syndicate.errors import Unreadable

_SHOWN = 80


def read_address(text: str) -> str:
    """Return an address in its one folded form, so that one person is one row.

    Small letters throughout, the domain in ASCII (RFC 5890), no question to the DNS.
    Raises Unreadable.
    """
    try:
        read = validate_email(text.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        raise Unreadable(
            f"{shown!r} is no mail address: {str(error).rstrip('.')}; write it as name@example.org"
        ) from error
    return f"{read.local_part.lower()}@{read.ascii_domain.lower()}"
