"""Which programs read feeds in tests? Four of other people's, each with what it remembers."""

import os
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import feedparser
import reader

from tests.transports.verifiers import needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An entry as a program shows it; `updated` in a form of its own, if it knows."""

    id: str
    title: str
    text: str
    link: str
    updated: str
    read: bool = False


class Program(Protocol):
    """What reads one feed, and remembers what it has read."""

    def poll(self) -> bool:
        """Ask the site; tell whether that brought anything."""
        ...

    def read_all(self) -> None:
        """Note that everything shown was read."""
        ...

    def shown(self) -> list[Shown]:
        """Return what is shown."""
        ...


class ByFeedparser:
    """A program as people write them on feedparser: it keeps entries by their id."""

    def __init__(self, url: str, _: Path) -> None:
        self._url = url
        self._had: Any = {}
        self._kept: dict[str, Shown] = {}
        self._read: set[str] = set()

    def poll(self) -> bool:
        """Ask with what was told last time."""
        told = feedparser.parse(
            self._url, etag=self._had.get("etag"), modified=self._had.get("modified")
        )
        assert not told.get("bozo"), told
        if told.status == 304:
            return False
        assert told.status == 200
        self._had = told
        self._kept |= {
            entry.id: Shown(
                id=entry.id,
                title=entry.title,
                text=entry.content[0].value,
                link=entry.link,
                updated=entry.updated,
            )
            for entry in told.entries
        }
        return True

    def read_all(self) -> None:
        """Note the ids."""
        self._read |= self._kept.keys()

    def shown(self) -> list[Shown]:
        """Return each entry as it was told last."""
        return [replace(entry, read=entry.id in self._read) for entry in self._kept.values()]


class ByReader:
    """The library `reader`."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._reader = reader.make_reader(str(folder / "reader.db"))
        self._reader.add_feed(url)

    def poll(self) -> bool:
        """Update the feed."""
        return self._reader.update_feed(self._url) is not None

    def read_all(self) -> None:
        """Mark every entry."""
        for entry in self._reader.get_entries():
            self._reader.mark_entry_as_read(entry)

    def shown(self) -> list[Shown]:
        """Return its entries."""
        return [
            Shown(
                id=entry.id,
                title=str(entry.title),
                text=entry.content[0].value,
                link=str(entry.link),
                updated=str(entry.updated),
                read=entry.read,
            )
            for entry in self._reader.get_entries()
        ]


class ByNewsboat:
    """newsboat, by its command line and its cache."""

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        self._program = needed("newsboat")
        (folder / "urls").write_text(f"{url}\n")
        (folder / "config").touch()

    def poll(self) -> bool:
        """Reload."""
        before = self.shown()
        self._run("-x", "reload")
        return before != self.shown()

    def read_all(self) -> None:
        """Import a list of what was read."""
        listed = self._folder / "read"
        listed.write_text("".join(f"{entry.id}\n" for entry in self.shown()))
        self._run("-I", str(listed))

    def shown(self) -> list[Shown]:
        """Return what is in its cache; the time is that of publication, it knows no other."""
        cache = self._folder / "cache.db"
        if not cache.exists():
            return []
        asked = "SELECT guid, title, content, url, pubDate, unread FROM rss_item ORDER BY id"
        with closing(sqlite3.connect(cache)) as opened:
            return [
                Shown(
                    id=row[0], title=row[1], text=row[2], link=row[3], updated="", read=not row[5]
                )
                for row in opened.execute(asked)
            ]

    def _run(self, *arguments: str) -> None:
        files = ("urls", "cache.db", "config")
        options = [
            part
            for option, name in zip("ucC", files, strict=True)
            for part in (f"-{option}", str(self._folder / name))
        ]
        run([self._program, *options, *arguments], self._folder)


class BySfeed:
    """sfeed_update, whose file of lines is what the other programs of sfeed show."""

    def __init__(self, url: str, folder: Path) -> None:
        self._program = needed("sfeed_update")
        self._folder = folder
        (folder / "sfeedrc").write_text(
            f'sfeedpath="{folder}/lines"\nfeeds() {{\n    feed harbour "{url}"\n}}\n'
        )

    def poll(self) -> bool:
        """Update."""
        before = self.shown()
        run([self._program, str(self._folder / "sfeedrc")], self._folder)
        return before != self.shown()

    def read_all(self) -> None:
        """Note nothing: what counts as new goes by the date of a line."""

    def shown(self) -> list[Shown]:
        """Return its lines, the newest first."""
        file = self._folder / "lines" / "harbour"
        if not file.exists():
            return []
        rows = [line.split("\t") for line in file.read_text().splitlines()]
        return [
            Shown(id=row[5], title=row[1], text=row[3], link=row[2], updated=row[0]) for row in rows
        ]


def run(command: list[str], home: Path) -> None:
    """Run a program of Debian's, with a home of its own; it must succeed."""
    environment = {**os.environ, "HOME": str(home), "TERM": "dumb"}
    done = subprocess.run(  # noqa: S603 - on files of ours
        command, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
