"""What do tests of the command line stand on? A site of their own, asked in-process."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from syndicate.cli import run

SETTINGS = """
[site]
title = "The Harbour Post"
base_url = "https://harbour.example"
timezone = "Europe/Berlin"

[scheduler]
tick_seconds = 1
"""

STORY = """---
title: Harbour bridge opens again
section: Local
summary: After three weeks of repairs.
authors: [Ida Holm]
---
The bridge over the harbour opened on Monday.

Traffic was light, said {words}.
"""

PASTED = """WORLD

Harbour bridge opens again after three weeks of repairs

The bridge over the harbour opened on Monday after three weeks in which ferries carried all.

Traffic was light, said the harbour master, who had expected the opposite all along.

7:50 p.m.: This article was updated with comments from the harbour master.

This article was originally published at 1:35 p.m.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return what stdout holds as JSON."""
        return json.loads(self.out)


_PROGRESS = re.compile(r"[A-Z][\w ]*: [\d,]+ of [\d,]+.*")


class SiteFolder:
    """A site in a folder, and the command line beside it."""

    def __init__(self, path: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.path = path
        self._capture = capture

    def ask(self, *arguments: str) -> Answer:
        """Run one command on this site."""
        self._capture.readouterr()
        code = run(["--settings", str(self.path / "settings.toml"), *arguments])
        printed = self._capture.readouterr()
        return Answer(code=code, out=printed.out, err=printed.err)

    def done(self, *arguments: str) -> Answer:
        """Run one command that must succeed and complain of nothing.

        On a busy machine it may take a second, and then tells how far it is.
        """
        answer = self.ask(*arguments)
        told = [line for line in answer.err.splitlines() if not _PROGRESS.fullmatch(line)]
        assert (answer.code, told) == (0, []), answer
        return answer

    def write(self, name: str, text: str) -> str:
        """Write a file beside the settings; return its path."""
        path = self.path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def publish_story(self, words: str = "the harbour master") -> str:
        """Publish the story that the tests tell; return its slug."""
        file = self.write("bridge.md", STORY.format(words=words))
        slug: str = self.done("article", "new", file, "--json").json["slug"]
        self.done("article", "publish", slug)
        return slug

    def add_newsletter(self, *readers: str) -> str:
        """Add a newsletter with confirmed readers; return its name."""
        words = ("--title", "The Morning", "--schedule", "weekdays 07:00")
        self.done("newsletter", "add", "morning", *words, "--timezone", "Europe/Berlin")
        for reader in readers:
            self.done("subscriber", "add", reader, "--newsletter", "morning", "--confirmed")
        return "morning"

    def mails(self) -> list[Path]:
        """Return the mails in the Maildir."""
        return sorted((self.path / "var" / "mail" / "new").glob("*"))
