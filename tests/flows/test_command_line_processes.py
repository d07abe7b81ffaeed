"""Does the program behave as a process should: pipes, signals, several at once?"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx
import pytest

from tests.cli.site_folder import STORY, SiteFolder
from tests.flows.command_line import ROOT, ask, environment, start, wait_for

PATIENCE = 20


def test_json_stands_alone_on_stdout(site: SiteFolder) -> None:
    site.publish_story()
    code, out, err = ask(site.path, "article", "list", "--json")
    assert (code, err) == (0, "")
    assert out.startswith("[\n{")


def test_a_reader_that_leaves_early_is_no_trouble(site: SiteFolder) -> None:
    file = site.write("long.txt", "\n\n".join(f"Line {n} of a long story." for n in range(9000)))
    with start(site.path, "article", "import", file, "--dry-run") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (1, "")


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Let what is started be interrupted, which is ignored where tests run in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_ends_with_130_and_no_traceback(site: SiteFolder) -> None:
    pipe = site.path / "never.txt"
    os.mkfifo(pipe)
    with start(site.path, "article", "import", "never.txt") as process:
        # Python notices a signal that comes just before read(2) when the read returns.
        with pipe.open("wb"), suppress(subprocess.TimeoutExpired):
            process.send_signal(signal.SIGINT)
            process.wait(timeout=1)
        _, told = process.communicate(timeout=PATIENCE)
    assert (process.returncode, told) == (130, "")


def test_the_scheduler_mails_what_comes_due_until_it_is_told_to_stop(site: SiteFolder) -> None:
    site.add_newsletter("ada@example.org")
    site.done("subscriber", "add", "bob@example.org", "--newsletter", "morning")
    with scheduler(site.path) as process:
        wait_for(lambda: len(site.mails()) == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert site.done("status", "--json").json["deliveries"]["claimed"] == 0


def test_a_scheduler_without_settings_says_so(tmp_path: Path) -> None:
    with scheduler(tmp_path) as process:
        _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert told.startswith("error: there are no settings at ")


def test_two_writers_at_once_lose_nothing(site: SiteFolder) -> None:
    files = [
        site.write(f"{n}.md", STORY.format(words=f"witness {n}").replace("Harbour", f"Port {n}"))
        for n in range(4)
    ]
    writers = [start(site.path, "article", "new", file) for file in files]
    for writer in writers:
        with writer:
            _, told = writer.communicate(timeout=60)
        assert (writer.returncode, told) == (0, "")
    assert len(site.done("article", "list", "--json").json) == 4


def scheduler(folder: Path) -> subprocess.Popen[str]:
    """Start `python scheduler.py` in a folder."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, str(ROOT / "scheduler.py")],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_serving_answers_and_stops_cleanly_when_told(site: SiteFolder) -> None:
    slug = site.publish_story()
    port = free_port()
    with start(site.path, "serve", "--port", str(port)) as process:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}" in process.stdout.readline()
        assert answers(port)
        feed = httpx.get(f"http://127.0.0.1:{port}/feeds/all.atom")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert feed.status_code == 200
    assert slug in feed.text


def test_serving_at_a_port_that_is_taken_is_refused_in_one_line(site: SiteFolder) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        code, out, err = ask(site.path, "serve", "--port", str(port))
    assert (code, out) == (1, "")
    assert err == (
        f"error: port {port} of 127.0.0.1 cannot be had: Address already in use; "
        "take another with --port\n"
    )


def free_port() -> int:
    """Find a port that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port: int = listening.getsockname()[1]
    return port


def answers(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with closing(socket.socket()) as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0
