"""How does a file come to be that only its owner may read, and nobody ever sees half of?"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def make_once(path: Path, text: str) -> None:
    """Put a new file in its place, unless another process was quicker. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _finished(path, text) as name, suppress(FileExistsError):
        os.link(name, path)


def replace_with(path: Path, text: str) -> None:
    """Put other contents in the place of a file, all at once. Raises OSError."""
    with _finished(path, text) as name:
        name.replace(path)


@contextmanager
def _finished(path: Path, text: str) -> Iterator[Path]:
    """Yield a whole, synced file beside the place where it is wanted."""
    handle, made = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    name = Path(made)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield name
    finally:
        name.unlink(missing_ok=True)
