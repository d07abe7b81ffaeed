"""Is a backup whole, or nothing of it there?"""

from pathlib import Path

import pytest

from syndicate.store.backup import copy_out
from syndicate.store.engines import Engines

NO_NAME = "\ud800"
"""A lone surrogate, which no database takes."""


@pytest.mark.parametrize("name", ["backup.db", "backup[1].db", "*.db"])
def test_a_backup_that_fails_leaves_no_secret_beside_its_place(
    engines: Engines, tmp_path: Path, name: str
) -> None:
    place = tmp_path / "backups" / name
    place.parent.mkdir()
    with pytest.raises(UnicodeEncodeError):
        copy_out(engines, place, {"secret": b"of the site", NO_NAME: b""}, lambda *_: None)
    assert list(place.parent.iterdir()) == []
