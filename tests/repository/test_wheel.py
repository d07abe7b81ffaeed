"""Is a site's start (templates, settings, scheduler) inside the wheel?"""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]

STARTING_FILES = {
    "scheduler.py": "start = True\n",
    "settings.toml": "[site]\n",
    "templates/digests/default/subject.txt": "{{ title }}\n",
    "templates/pages/front.html": "<h1>",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Lay out a checkout with a small package and few starting files."""
    for name in ("pyproject.toml", "scripts/wheel.py", "LICENSE"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, target)
    for name, text in {"README.md": "", "syndicate/web/site.css": "a{}", **STARTING_FILES}.items():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    for name in ("syndicate/__init__.py", "syndicate/__pycache__/old.pyc", "templates/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    return tmp_path


def run_hook(checkout: Path, hook: str) -> None:
    """Run one of the build backend's hooks; what it makes is in `out`."""
    program = f"import setuptools.build_meta as backend; backend.{hook}('out')"
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)  # noqa: S603


def packed(checkout: Path, hook: str) -> set[str]:
    """Build a wheel and return what it holds of the package."""
    run_hook(checkout, hook)
    (wheel,) = (checkout / "out").glob("*.whl")
    return {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_code_its_data_and_the_starting_files(checkout: Path) -> None:
    held = packed(checkout, "build_wheel")
    defaults = {f"syndicate/defaults/{name}" for name in STARTING_FILES}
    assert held == {"syndicate/__init__.py", "syndicate/web/site.css", *defaults}


def test_an_editable_install_copies_nothing(checkout: Path) -> None:
    assert all(name.startswith("__editable__") for name in packed(checkout, "build_editable"))
    assert not (checkout / "syndicate" / "defaults").exists()


def test_a_source_archive_holds_what_the_wheel_is_built_from(checkout: Path) -> None:
    run_hook(checkout, "build_sdist")
    (archive,) = (checkout / "out").glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        held = {name.partition("/")[2] for name in opened.getnames()}
    assert {*STARTING_FILES, "scripts/wheel.py", "syndicate/web/site.css"} <= held


def test_a_wheel_without_its_starting_files_is_not_built(checkout: Path) -> None:
    (checkout / "settings.toml").unlink()
    with pytest.raises(subprocess.CalledProcessError):
        run_hook(checkout, "build_wheel")
