"""Is a golden file written only when that was asked for?"""

from pathlib import Path

import pytest

from tests.golden.compare import assert_golden


@pytest.fixture(autouse=True)
def no_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UPDATE_GOLDEN", raising=False)


def test_the_same_bytes_pass(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"<feed/>\r\n")
    assert_golden("feed.xml", b"<feed/>\r\n", tmp_path)


@pytest.mark.parametrize("held", [b"<feed/>\n", b""])
def test_other_bytes_fail_and_nothing_is_written(tmp_path: Path, held: bytes) -> None:
    (tmp_path / "feed.xml").write_bytes(held)
    with pytest.raises(AssertionError, match="UPDATE_GOLDEN=1"):
        assert_golden("feed.xml", b"<feed/>\r\n", tmp_path)
    assert (tmp_path / "feed.xml").read_bytes() == held


def test_a_missing_file_fails(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"new\.xml differs"):
        assert_golden("new.xml", b"<feed/>", tmp_path)


def test_the_flag_writes_the_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPDATE_GOLDEN", "1")
    assert_golden("feeds/new.xml", b"<feed/>\r\n", tmp_path)
    assert (tmp_path / "feeds" / "new.xml").read_bytes() == b"<feed/>\r\n"
