"""How do flows run a site's processes as an operator does, and read what each has logged?"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.flows.command_line import ROOT, environment, wait_for

PATIENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A process that goes on until the test has seen enough; it logs to a file, as JSON."""

    process: subprocess.Popen[str]
    file: Path

    @property
    def log(self) -> list[dict[str, Any]]:
        """Return its whole lines so far."""
        lines = self.file.read_text(encoding="utf-8").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, event: str, fits: Callable[[dict[str, Any]], bool] = bool) -> dict[str, Any]:
        """Wait for an event that fits; return its line."""

        def found() -> list[dict[str, Any]]:
            return [line for line in self.log if line["event"] == event and fits(line)]

        wait_for(lambda: bool(found()), PATIENCE)
        return found()[0]


@contextmanager
def running(settings: Path, *command: str) -> Iterator[Running]:
    """Run a command of a site for the time of a with statement, once it is at work."""
    with _logging_to(
        settings.with_name(f"{command[0]}.log"),
        "-m",
        "syndicate",
        "--settings",
        str(settings),
        *command,
    ) as begun:
        assert begun.process.stdout is not None
        assert begun.process.stdout.readline()  # it says so
        yield begun


@contextmanager
def ticker(settings: Path) -> Iterator[Running]:
    """Run `python scheduler.py` for the time of a with statement, once it is at work."""
    program = (str(ROOT / "scheduler.py"), "--settings", str(settings))
    with _logging_to(settings.with_name("scheduler.log"), *program) as begun:
        begun.wait_for("ticking")
        yield begun


@contextmanager
def _logging_to(file: Path, *program: str) -> Iterator[Running]:
    """Run Python until SIGTERM, by which it must end well."""
    with file.open("w") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, *program],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    with process:
        try:
            yield Running(process=process, file=file)
            process.terminate()
            assert process.wait(PATIENCE) == 0, file.read_text()
        finally:
            process.kill()
