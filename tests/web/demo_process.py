"""How is the demonstration run for a test? As the process that people start."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start `syndicate demo` in a folder of its own; it is ended at the latest here."""
    command = [sys.executable, "-m", "syndicate", "demo", "--port", str(port)]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.kill()


def lines_until(process: subprocess.Popen[str], last: str) -> str:
    """Return what was printed up to a line that holds a text."""
    assert process.stdout
    told = []
    for line in process.stdout:
        told.append(line)
        if last in line:
            return "".join(told)
    raise AssertionError("".join(told))
