"""Is the site's secret made once, kept to its owner, and never half read?"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings import load_secret


def test_it_is_made_on_first_use_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret"
    made = load_secret(path)
    assert len(made) == 32
    assert load_secret(path) == made
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    load_secret(tmp_path / "secret")
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_all_who_start_together_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(load_secret, [tmp_path / "var" / "secret"] * 64))
    assert len(made) == 1


@pytest.mark.parametrize("held", ["", "abc", "not hexadecimal", "ab" * 31, "é"])
def test_a_file_that_holds_something_else_is_not_replaced(tmp_path: Path, held: str) -> None:
    path = tmp_path / "secret"
    path.write_text(held, encoding="utf-8")
    with pytest.raises(SettingsFault, match="does not hold the site's secret"):
        load_secret(path)
    assert path.read_text(encoding="utf-8") == held


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CouldNot, match=r"security\.secret_file"):
        load_secret(tmp_path / "file" / "secret")
