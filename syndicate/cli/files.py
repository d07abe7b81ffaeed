"""How are the files that a command names read and written?"""

from pathlib import Path

from syndicate.errors import AskedWrongly, CouldNot


def read_file(name: str) -> bytes:
    """Return what a file holds. Raises AskedWrongly where it cannot be read."""
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise AskedWrongly(
            f"{name}: cannot be read: {error.strerror}; name a file of yours"
        ) from error


def write_file(path: Path, data: bytes) -> None:
    """Write a file, with the folders above it. Raises CouldNot."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise CouldNot(
            f"{path}: cannot be written: {error.strerror}; name another place, or allow it"
        ) from error
