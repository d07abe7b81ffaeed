"""Which repositories do tests of git's histories look at? Made for each, commit by commit."""

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2024, 1, 1, 12, tzinfo=UTC)


def post(words: str, title: str = "The harbour") -> str:
    """Return a post's text."""
    return f"---\ntitle: {title}\n---\n{words}\n"


class Repository:
    """A repository in a folder; each commit is made a day after the last one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = 0
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Ida")
        self.git("config", "user.email", "ida@harbour.example")

    def git(self, *arguments: str) -> None:
        """Run git at the moment of the next commit."""
        moment = (START + timedelta(days=self.made)).isoformat()
        dates = {"GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "GIT_COMMITTER_DATE": moment}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        subprocess.run(  # noqa: S603 - git
            ["git", "-C", str(self.folder), *arguments],  # noqa: S607 - as on any PATH
            check=True,
            capture_output=True,
            env={**kept, **dates, "GIT_CONFIG_GLOBAL": os.devnull},
        )

    def commit(self, message: str, **files: str | None) -> None:
        """Write files, or delete those without a text, and commit; `__` in a name is a slash."""
        for name, text in files.items():
            self.write(name.replace("__", "/") + ".md", text)
        self.record(message)

    def write(self, name: str, text: str | None) -> None:
        """Write a file, or delete it."""
        path = self.folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def record(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty-message", "-m", message)
        self.made += 1
