"""What can be done about a file that cannot be used?"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from syndicate.errors import Temporary

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def using(what: str, path: Path) -> Iterator[None]:
    """Turn a failure of the file system into Temporary, saying where and what to do."""
    try:
        yield
    except OSError as error:
        raise unusable(what, path, error) from error


def force(folder: Path) -> None:
    """Force the names of a folder to disk: what was renamed into it or removed from it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def unusable(what: str, path: Path, error: OSError) -> Temporary:
    """Say of a failure of the file system where it was and what to do."""
    return Temporary(f"{what} {path} cannot be used: {error.strerror}; {_advice(error.errno)}")


def _advice(number: int | None) -> str:
    if number in _NO_ROOM:
        return "make room on its disk"
    if number in _NO_RIGHT:
        return "let the user this runs as write there"
    return "check that the path is right and its folder can be used"
