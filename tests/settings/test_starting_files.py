"""Are the files that a new site starts with found, and written without harm?"""

from pathlib import Path

import pytest

from syndicate.errors import CouldNot, Refused
from syndicate.services.init_site import InitSite
from syndicate.settings import load
from syndicate.settings.starting_files import (
    SiteFolder,
    starting_files,
    starting_folder,
    templates_folder,
)

FILES = {"settings.toml": b"[site]\n", "templates/mails/letter.html": b"<p>"}


def test_a_checkout_gives_its_own_files() -> None:
    assert starting_folder() == Path(__file__).resolve().parents[2]
    assert (templates_folder() / "digests" / "default" / "body.html").is_file()
    assert {"settings.toml", "templates/digests/default/body.html"} <= starting_files().keys()


def test_an_empty_folder_becomes_a_site(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    written = InitSite(starting_files=starting_files())(SiteFolder(folder))
    assert set(written) == set(starting_files())
    assert load(folder / "settings.toml").folder == folder
    assert (folder / "var").stat().st_mode & 0o777 == 0o700


def test_a_second_time_writes_nothing(tmp_path: Path) -> None:
    init = InitSite(starting_files=FILES)
    assert init(SiteFolder(tmp_path)) == tuple(FILES)
    assert init(SiteFolder(tmp_path)) == ()


def test_what_is_missing_is_written_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(FILES["settings.toml"])
    init = InitSite(starting_files=FILES)
    assert init(SiteFolder(tmp_path)) == ("templates/mails/letter.html",)


def test_nothing_is_written_over_a_file_of_somebody(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"mine")
    with pytest.raises(Refused, match=r"settings\.toml would be overwritten"):
        InitSite(starting_files=FILES)(SiteFolder(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml"]
    assert (tmp_path / "settings.toml").read_bytes() == b"mine"


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = SiteFolder(tmp_path / "file")
    with pytest.raises(CouldNot, match="cannot be used"):
        folder.read("a")
    with pytest.raises(CouldNot, match="cannot be used"):
        folder.write("a", b"")
    with pytest.raises(CouldNot, match="cannot be used"):
        folder.make("a")
