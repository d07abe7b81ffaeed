"""The processes of a site on several machines begin, and end when they are told to."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.flows.mail_processes import SlowSink, settings_in
from tests.flows.nodes import shared_settings
from tests.transports.mail_servers import LOOPBACK, SinkServer

PATIENCE = 60


def begun(settings: Path, *command: str) -> subprocess.Popen[str]:
    """Start a command, and wait for its first line."""
    arguments = [sys.executable, "-m", "syndicate", "--settings", str(settings), *command]
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
    assert process.stdout is not None
    assert process.stdout.readline()
    return process


def free_port() -> str:
    """Return a port that nobody listens at just now."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        return str(listener.getsockname()[1])


@pytest.mark.parametrize("command", [["worker"], ["serve", "--web-only"]])
def test_it_ends_well_when_it_is_told_to(
    tmp_path: Path, empty_postgresql_url: str, command: list[str]
) -> None:
    with SinkServer(SlowSink()) as server:
        settings = shared_settings(tmp_path, empty_postgresql_url, server.port)
        port = [] if command == ["worker"] else ["--port", free_port()]
        with begun(settings, *command, *port) as process:
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0


def test_workers_of_jobs_need_postgresql(tmp_path: Path, sqlite_url: str) -> None:
    settings = settings_in(tmp_path, sqlite_url, 25)
    settings.write_text(settings.read_text() + '[workers]\nengine = "procrastinate"\n')
    arguments = [sys.executable, "-m", "syndicate", "--settings", str(settings), "worker"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 2
    assert 'workers.engine: "procrastinate" needs PostgreSQL' in done.stderr


def test_a_site_without_several_workers_imports_nothing_for_them(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = settings_in(tmp_path, sqlite_url, 25)
    program = (
        "import sys; from pathlib import Path; from syndicate.app import App;"
        "from syndicate.settings import load; import syndicate.ticker;"
        f"app = App(load(Path({str(settings)!r}))); app.tick(); app.sweep(); app.send_mail();"
        "print(sorted({'procrastinate', 'psycopg', 'asgiref'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)  # noqa: S603, PLW1510 - ours
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr
