"""Are these bytes the ones of the golden file? With UPDATE_GOLDEN=1, they become so."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def assert_golden(name: str, data: bytes, folder: Path = FOLDER) -> None:
    """Compare with `tests/golden/<name>`; a difference is meant only if its diff was read."""
    path = folder / name
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    expected = path.read_bytes() if path.exists() else None
    assert data == expected, f"{name} differs; if it is meant to, run again with UPDATE_GOLDEN=1"
