"""Does the hub serve a subscriber that we did not write? Flask-WebSub, over real sockets.

`.ci/run` makes it an environment of its own.
"""

import json
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syndicate.domain.articles import Kind
from tests.flows.hub_site import LOOPBACK
from tests.transports.verifiers import needed
from tests.web.newsroom import BRIDGE, FERRY, Newsroom, newsroom_of, settings_in
from tests.web.serving import serving

PYTHON = Path(__file__).parents[2] / ".venv-foreign" / "bin" / "python"
PROGRAM = Path(__file__).with_name("foreign_subscriber.py")


class Foreigner:
    """The subscriber's process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._commands, self._told = process.stdin, process.stdout

    def ask(self, command: str) -> str:
        """Have it ask the hub for something; return the callback it is known by."""
        self._commands.write(f"{command}\n")
        self._commands.flush()
        what, _, callback = self.heard()
        assert what == "asked"
        return callback

    def heard(self) -> list[str]:
        """Return the next thing that it tells: what, of which topic, and what was said."""
        told: list[str] = json.loads(self._told.readline())
        return told


@pytest.fixture
def foreigner(tmp_path: Path) -> Iterator[Foreigner]:
    """Run the subscriber."""
    python = needed(str(PYTHON), "-c", "import flask_websub")
    with subprocess.Popen(  # noqa: S603 - a program of ours
        [python, PROGRAM, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Foreigner(process)


@contextmanager
def served(folder: Path, url: str) -> Iterator[tuple[Newsroom, str]]:
    """Serve a site of one article at the address that it names itself by."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place, address = settings_in(folder, url, LOOPBACK), f"http://127.0.0.1:{port}"
    place.write_text(re.sub('base_url = ".*"', f'base_url = "{address}"', place.read_text()))
    with newsroom_of(place) as newsroom:
        newsroom.publish(FERRY)
        with serving(newsroom, port):
            yield newsroom, address


def pushed(newsroom: Newsroom, foreigner: Foreigner) -> list[str]:
    """Make what requests are owed, unless the server did; return what the subscriber tells."""
    newsroom.app.run_errands()
    return foreigner.heard()


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_websub_a_foreign_subscriber_finds_the_hub_subscribes_is_told_and_leaves(
    tmp_path: Path, sqlite_url: str, foreigner: Foreigner, suffix: str
) -> None:
    with served(tmp_path, sqlite_url) as (newsroom, address):
        topic = f"{address}/feeds/all.{suffix}"
        callback = foreigner.ask(f"subscribe {topic}")
        assert pushed(newsroom, foreigner) == ["subscribe", topic, ""]
        newsroom.publish(BRIDGE)
        what, of, content = pushed(newsroom, foreigner)
        assert (what, of) == ("content", topic)
        assert content == newsroom.visitor.get(f"/feeds/all.{suffix}").text
        foreigner.ask(f"unsubscribe {callback}")
        assert pushed(newsroom, foreigner) == ["unsubscribe", topic, ""]
        assert list(newsroom.app.show_errands.callbacks()) == []


def test_websub_a_foreign_subscriber_understands_that_a_feed_was_closed(
    tmp_path: Path, sqlite_url: str, foreigner: Foreigner
) -> None:
    with served(tmp_path, sqlite_url) as (newsroom, address):
        topic = f"{address}/articles/ferry-stops-at-noon/revisions.atom"
        foreigner.ask(f"subscribe {topic}")
        assert pushed(newsroom, foreigner) == ["subscribe", topic, ""]
        newsroom.app.revise.withdraw("ferry-stops-at-noon", Kind.TAKEDOWN, "Withdrawn.")
        assert pushed(newsroom, foreigner) == ["denied", topic, "the feed is closed"]
