"""What does a wheel carry beside the code?

The starting files of a site (`templates/`, `settings.toml`, `scheduler.py`) stand at the top of the
checkout, where people edit them. A wheel holds packages only, so building one copies them to
`syndicate/defaults/`; an editable install reads them where they stand and gets no copy.
pyproject.toml names this class as setuptools' `build_py`.
"""

from pathlib import Path

from setuptools.command.build_py import build_py

SINGLE_FILES = ("scheduler.py", "settings.toml")


def starting_files() -> list[str]:
    """Return the files to carry, sorted, relative to the checkout's root, where builds run."""
    templates = (path for path in Path("templates").rglob("*") if path.is_file())
    return [*SINGLE_FILES, *sorted(str(path) for path in templates if path.name[0] != ".")]


class BuildWithDefaults(build_py):
    """Builds the package, and for a wheel `syndicate/defaults/` inside it."""

    def run(self) -> None:
        """Build as ever, then copy the starting files unless the install is editable."""
        super().run()
        if not self.editable_mode:
            self._copy_starting_files()

    def get_source_files(self) -> list[str]:
        """Return all sources, so that a source archive builds the same wheel."""
        sources: list[str] = super().get_source_files()  # type: ignore[no-untyped-call]  # its stub
        return [*sources, *starting_files(), "scripts/wheel.py"]

    def _copy_starting_files(self) -> None:
        for name in starting_files():
            target = Path(self.build_lib, "syndicate", "defaults", name)
            self.mkpath(str(target.parent))
            self.copy_file(name, str(target))
