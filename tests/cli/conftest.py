"""Which site do tests of the command line ask?"""

import shutil
from pathlib import Path

import pytest

from tests.cli.site_folder import SETTINGS, SiteFolder


@pytest.fixture
def site(tmp_path: Path, migrated_file: Path, capsys: pytest.CaptureFixture[str]) -> SiteFolder:
    """Give a site of the test's own, with an empty store."""
    folder = tmp_path / "site"
    (folder / "var").mkdir(parents=True)
    (folder / "settings.toml").write_text(SETTINGS)
    shutil.copyfile(migrated_file, folder / "var" / "syndicate.db")
    return SiteFolder(folder, capsys)
