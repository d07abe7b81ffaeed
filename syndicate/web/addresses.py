"""What does an address name?"""

import re

from starlette.requests import Request

from syndicate.errors import NotFound

_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def named(request: Request, part: str) -> str:
    """Return a part of the address that names something. Raises NotFound where none can be."""
    name = str(request.path_params[part])
    if "\0" in name:
        raise NotFound("no name holds NUL")
    return name


def numbered(text: str) -> int:
    """Return the revision that an address counts. Raises NotFound where it does not count."""
    if not _NUMBER.fullmatch(text):
        raise NotFound(f"{text[:20]!r} counts no revision")
    return int(text)
