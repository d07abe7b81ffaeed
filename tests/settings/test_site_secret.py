"""Is the site's secret made once, kept to its owner, and never half read?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings import load_secret
from syndicate.settings.site_secret import LaterKeys, renew_links


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


NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_renewed_key_is_seen_by_who_had_read_the_file_before(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    secret, later = load_secret(path), LaterKeys(path)
    assert later() == ()
    (added,) = renew_links(path, NOW)
    assert (later(), added.made) == ((added,), NOW)
    assert load_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600


def test_keys_renewed_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: renew_links(path, NOW), range(8)))
    assert len({key.secret for key in LaterKeys(path)()}) == 8


@pytest.mark.parametrize("line", ["abc", "ab" * 32, "ab" * 32 + " soon", "ab 2026-03-01T09:00Z"])
def test_a_line_that_is_no_key_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "secret"
    load_secret(path)
    path.write_text(f"{path.read_text()}{line}\n")
    with pytest.raises(SettingsFault, match="does not hold the site's secret"):
        LaterKeys(path)()
