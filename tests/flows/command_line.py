"""What do flows of the command line stand on? The program as a process of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """Return an environment in which nothing but the settings named counts."""
    kept = {name: value for name, value in os.environ.items() if "SYNDICATE" not in name}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start `syndicate` in a folder."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "syndicate", *arguments],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ask(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run `syndicate` in a folder; return exit code, stdout and stderr."""
    with start(folder, *arguments) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def wait_for(happened: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something has happened; fail when it does not."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen")
        time.sleep(0.05)
