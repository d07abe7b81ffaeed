"""Is a person at a terminal asked for what is missing, and shown tables?"""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tests.cli.site_folder import PASTED, SiteFolder
from tests.flows.command_line import ask, environment

CLEAR = "\x1b[H\x1b[2J"
CTRL_C = "\x03"


@contextmanager
def terminal(folder: Path, *arguments: str, columns: int = 120) -> Iterator["Terminal"]:
    """Run `syndicate` at a terminal of its own."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "syndicate", *arguments],
        cwd=folder,
        env=environment() | {"COLUMNS": f"{columns}", "TERM": "xterm"},
        preexec_fn=partial(os.login_tty, theirs),  # noqa: PLW1509 - no thread of ours holds a lock
    ) as process:
        os.close(theirs)
        yield Terminal(process, ours)
        os.close(ours)


class Terminal:
    """A terminal as a person sees it."""

    def __init__(self, process: subprocess.Popen[bytes], number: int) -> None:
        self._process = process
        self._number = number
        self.shown = ""

    def answer(self, question: str, words: str) -> None:
        """Wait for a question, then type an answer."""
        while question not in self.shown:
            self._read()
        os.write(self._number, f"{words}\n".encode())

    def see(self, words: str) -> str:
        """Wait until the newest screen shows words, whole lines of it; return that screen."""
        while words not in self.screen or not self.screen.endswith("\r\n"):
            self._read()
        return self.screen

    @property
    def screen(self) -> str:
        """Return what was shown since the screen was cleared last."""
        return self.shown.rpartition(CLEAR)[2]

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._number, key.encode())

    def end(self) -> int:
        """Read until the program ends; return its exit code."""
        while self._read():
            pass
        return self._process.wait(20)

    def _read(self) -> bool:
        try:
            data = os.read(self._number, 4096)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.shown += data.decode()
        return bool(data)


def test_an_import_asks_for_the_date_and_zone_that_publishing_needs(site: SiteFolder) -> None:
    site.write("story.txt", PASTED)
    with terminal(site.path, "article", "import", "story.txt", "--publish") as person:
        person.answer("of which date", "2016-10-18")
        person.answer("in which time zone", "America/Los_Angeles")
        assert person.end() == 0
    _, out, _ = ask(site.path, "article", "list", "--json")
    (article,) = json.loads(out)
    assert article["first_published"] == "2016-10-18T20:35:00Z"


def test_a_bad_answer_is_refused_and_saves_nothing(site: SiteFolder) -> None:
    site.write("story.txt", PASTED)
    with terminal(site.path, "article", "import", "story.txt", "--publish") as person:
        person.answer("of which date", "yesterday")
        assert person.end() == 2
    assert "write it as in 2016-10-18" in person.shown
    assert ask(site.path, "article", "list", "--json")[1] == "[]\n"


def test_a_table_on_a_terminal_is_ruled(site: SiteFolder) -> None:
    site.publish_story()
    with terminal(site.path, "article", "list") as person:
        assert person.end() == 0
    assert "───" in person.shown
    assert "harbour-bridge-opens-again" in person.shown


def test_status_is_watched_until_ctrl_c_and_shows_what_changes_meanwhile(site: SiteFolder) -> None:
    site.publish_story()
    with terminal(site.path, "status", "--watch") as person:
        before = person.see("until Ctrl-C.")
        assert "articles:            1 published" in before
        site.add_newsletter("ada@example.org")
        after = person.see("readers:             1\r\n")
        assert "again every 2 seconds" in person.see("until Ctrl-C.")
        assert before.count("articles:") == after.count("articles:") == 1
        person.press(CTRL_C)
        assert person.end() == 0
    assert person.shown.endswith("^C\r\n")
    assert "Traceback" not in person.shown


def test_a_long_value_stands_beneath_itself_on_a_narrow_terminal(site: SiteFolder) -> None:
    with terminal(
        site.path,
        "newsletter",
        "add",
        "port",
        "--title",
        "Port and " * 12 + "Harbour",
        "--schedule",
        "daily 07:00",
        "--timezone",
        "UTC",
        columns=60,
    ) as person:
        assert person.end() == 0
    lines = person.shown.splitlines()
    (first,) = (n for n, line in enumerate(lines) if line.startswith("title:"))
    begin = lines[first].index("Port")
    assert lines[first + 1].startswith(" " * begin + "and Port")
    assert max(map(len, lines)) <= 60
