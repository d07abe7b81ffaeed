"""Disks are told once each, with what is free of them."""

from pathlib import Path

from syndicate.transports.disks import disks_of


def test_folders_of_one_disk_are_one(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    (disk,) = disks_of([tmp_path, below, tmp_path / "not there"])
    assert disk.path == str(tmp_path)
    assert 0 < disk.free <= disk.total


def test_what_is_not_there_is_on_no_disk(tmp_path: Path) -> None:
    assert disks_of([tmp_path / "not there"]) == []
