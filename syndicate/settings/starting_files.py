"""Where are the files that a new site starts with?

A wheel carries them in `syndicate/defaults/`; in a checkout they stand beside the package.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from syndicate.errors import Broken, CouldNot

_SINGLE_FILES = ("settings.toml", "scheduler.py")
_TEMPLATES = "templates"


def starting_folder() -> Path:
    """Return the folder that holds settings.toml, scheduler.py and templates/."""
    package = Path(__file__).parent.parent
    packed = package / "defaults"
    folder = packed if packed.is_dir() else package.parent
    if not (folder / _SINGLE_FILES[0]).is_file():
        raise Broken(f"the starting files are not in {folder}; install syndicate again")
    return folder


def templates_folder() -> Path:
    """Return the templates to fall back on where a site has none of its own."""
    return starting_folder() / _TEMPLATES


def starting_files() -> Mapping[str, bytes]:
    """Return the contents of all starting files, by path below the site's folder."""
    folder = starting_folder()
    return {str(path.relative_to(folder)): path.read_bytes() for path in _paths(folder)}


def _paths(folder: Path) -> Iterator[Path]:
    yield from (folder / name for name in _SINGLE_FILES if (folder / name).is_file())
    for path in sorted((folder / _TEMPLATES).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


class SiteFolder:
    """The folder of a site, as `syndicate init` sees it. Its failures are CouldNot."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None where there is no such file."""
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unusable(self.path / name, error) from error

    def write(self, name: str, data: bytes) -> None:
        """Write a file that is not there yet, with the folders above it."""
        target = self.path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise _unusable(target, error) from error

    def make(self, name: str) -> None:
        """Make a folder for its owner's eyes only, unless it is there."""
        try:
            (self.path / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(self.path / name, error) from error


def _unusable(path: Path, error: OSError) -> CouldNot:
    return CouldNot(f"{path} cannot be used: {error.strerror}; name another folder, or allow it")
