"""Are the signing keys made once, kept to their owner, never shown, and never forgotten?"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from syndicate.domain.proofs import succession
from syndicate.errors import CouldNot, SettingsFault
from syndicate.settings import load_keys, renew_key
from syndicate.settings.signing_key import verified


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a place where no keys are yet."""
    return tmp_path / "var" / "signing-key"


def test_a_first_key_is_made_on_first_use_and_stays(path: Path) -> None:
    keys = load_keys(path)
    assert len(keys.public) == 1
    assert keys.public[0].signature == b""
    assert load_keys(path) == keys
    assert [entry.name for entry in path.parent.iterdir()] == ["signing-key"]


def test_only_their_owner_can_read_them_renewed_or_not(path: Path) -> None:
    for make in (load_keys, renew_key):
        make(path)
        assert path.stat().st_mode & 0o777 == 0o600


def test_all_who_start_together_get_the_same(path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        assert len({keys.public for keys in pool.map(load_keys, [path] * 64)}) == 1


def test_the_seed_is_in_no_text_of_theirs(path: Path) -> None:
    keys = load_keys(path)
    assert keys.seed.hex() not in repr(keys)
    assert repr(keys.seed) not in repr(keys)


def test_what_is_signed_can_be_verified_and_nothing_else(path: Path) -> None:
    signature = load_keys(path).sign(b"twelve")
    assert verified(signature, b"twelve")
    assert not verified(signature, b"thirteen")
    assert not verified(replace(signature, key=b"short"), b"twelve")
    assert not verified(replace(signature, signature=b"short"), b"twelve")


def test_the_same_statement_has_one_signature(path: Path) -> None:
    assert load_keys(path).sign(b"twelve") == load_keys(path).sign(b"twelve")


def test_a_new_key_is_signed_by_the_one_before_which_stays_listed(path: Path) -> None:
    first = load_keys(path)
    renewed = renew_key(path)
    old, new = renewed.public
    assert old == first.public[0]
    assert renewed == load_keys(path)
    followed = replace(first.sign(succession(old.key, new.key)), signature=new.signature)
    assert verified(followed, succession(old.key, new.key))
    assert verified(renewed.sign(b"twelve"), b"twelve")
    assert renewed.sign(b"twelve").key == new.key


@pytest.mark.parametrize("held", ["", "{}", "rubbish", "é", '{"seed": "ab", "keys": []}', "[]"])
def test_a_file_that_holds_something_else_is_not_replaced(path: Path, held: str) -> None:
    path.parent.mkdir()
    path.write_text(held, encoding="utf-8")
    for use in (load_keys, renew_key):
        with pytest.raises(SettingsFault, match="does not hold the site's signing keys"):
            use(path)
    assert path.read_text(encoding="utf-8") == held


def test_a_seed_that_is_not_that_of_the_last_key_is_refused(path: Path, tmp_path: Path) -> None:
    load_keys(path)
    other = json.loads(path.read_text()) | {"seed": load_keys(tmp_path / "other").seed.hex()}
    path.write_text(json.dumps(other))
    with pytest.raises(SettingsFault):
        load_keys(path)


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CouldNot, match=r"security\.signing_key_file"):
        load_keys(tmp_path / "file" / "keys")
