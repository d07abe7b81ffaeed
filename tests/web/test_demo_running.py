"""How does the demonstration begin and end as a process?"""

import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.web.demo_process import free_port, lines_until, running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_where_to_look_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    with running(tmp_path, port) as process:
        told = lines_until(process, "Ctrl-C")
        assert f"http://127.0.0.1:{port}/demo/\n" in told
        assert (tmp_path / "var/demo/settings.toml").exists()
        with urlopen(f"http://127.0.0.1:{port}/demo/") as answer:
            assert answer.status == 200
        process.send_signal(number)
        rest, faults = process.communicate(timeout=30)
        assert (process.returncode, rest, faults) == (0, "Stopped.\n", "")


def test_it_stops_when_told_before_it_is_ready(tmp_path: Path) -> None:
    with running(tmp_path, free_port()) as process:
        lines_until(process, "Making the demonstration")
        process.send_signal(signal.SIGTERM)
        rest, faults = process.communicate(timeout=30)
        assert (process.returncode, rest, faults) == (0, "Stopped.\n", "")


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(tmp_path, port) as process:
            _, faults = process.communicate(timeout=30)
    assert process.returncode == 1
    assert faults.startswith(f"error: port {port} of 127.0.0.1 cannot be had")
    assert faults.count("\n") == 1
