"""What does git say of a local repository? The only place that runs it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from syndicate.errors import AskedWrongly, CouldNot, Unreadable
from syndicate.importers.cleaning import clean_line
from syndicate.importers.pasted.decoding import decode

_GIT = ("git", "--no-pager", "-c", "core.fsmonitor=false")
_LOG = (
    *("log", "--first-parent", "--diff-merges=first-parent", "--reverse", "-z", "--raw"),
    *("--no-abbrev", "--find-renames", "-l5000", "--no-ext-diff", "--no-textconv"),
    *("--no-show-signature", "--format=%x01%H%x02%cI%x02%s", "--"),
)
_FILE_MODE = "100"  # links and submodules have others
_MISSING = "git is not installed: install it, or give a file of histories with --format history"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """What a commit does to a file: `blob` names its text, None where it is gone.

    `before` is its path before a rename.
    """

    path: str
    blob: str | None
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit and what it does to files."""

    name: str
    at: datetime
    message: str
    touches: tuple[Touch, ...]


def folder_inside(folder: str) -> str:
    """Return where in its repository a folder lies, with a slash behind it."""
    return _run(folder, "rev-parse", "--show-prefix").decode(errors="replace").rstrip("\n")


def commits(folder: str, *patterns: str) -> Iterator[Commit]:
    """Yield the commits of the present branch that touch such files, oldest first.

    What a merge brought counts as done by the merge. Raises AskedWrongly where there is
    no repository, CouldNot where there is no git.
    """
    log = _run(folder, *_LOG, *(f":(top,icase){pattern}" for pattern in patterns))
    told = iter(log.decode(errors="replace").split("\0"))
    opening = next(told)
    while opening.startswith("\x01"):
        name, instant, message = opening.removeprefix("\x01").split("\x02", 2)
        touches, opening = _touches(told)
        yield Commit(
            name=name,
            at=datetime.fromisoformat(instant).astimezone(UTC),
            message=clean_line(message),
            touches=tuple(touches),
        )


def _touches(told: Iterator[str]) -> tuple[list[Touch], str]:
    """Read what `--raw -z` tells: modes, names and status, then a path, or two of a rename.

    Returned with it is what follows: the opening of the next commit, or nothing.
    """
    touches: list[Touch] = []
    for raw in told:
        if not raw.lstrip("\n").startswith(":"):
            return touches, raw
        _, mode, _, blob, status = raw.lstrip("\n").split(" ")
        before = next(told) if status.startswith("R") else ""
        there = mode.startswith(_FILE_MODE)
        touches.append(Touch(path=next(told), blob=blob if there else None, before=before))
    return touches, ""


class Texts:
    """The texts of files, asked for one after the other from one running git."""

    def __init__(self, folder: str) -> None:
        self._git = subprocess.Popen(  # noqa: S603 - git, told by arguments alone
            [*_GIT, "-C", folder, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def of(self, blob: str) -> str:
        """Return a text, clean; empty where it is none. Raises CouldNot where it is missing."""
        if self._git.stdin is None or self._git.stdout is None:
            raise CouldNot("git does not answer")
        self._git.stdin.write(f"{blob}\n".encode())
        self._git.stdin.flush()
        _, _, size = self._git.stdout.readline().decode().partition(" blob ")
        if not size:
            raise CouldNot(f"the repository lacks the text {blob}: fetch all of it, then again")
        data = self._git.stdout.read(int(size) + 1)[:-1]
        try:
            return decode(data)
        except Unreadable:
            return ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._git.communicate()


def _run(folder: str, *arguments: str) -> bytes:
    command = [*_GIT, "-C", folder, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git, told by arguments alone
            command, capture_output=True, check=True, env=_environment()
        )
    except FileNotFoundError as fault:
        raise CouldNot(_MISSING) from fault
    except subprocess.CalledProcessError as fault:
        said = clean_line(fault.stderr.decode(errors="replace")).removeprefix("fatal: ")
        raise AskedWrongly(f"{folder}: {said}; name a folder of a git repository") from fault
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the environment without what points git elsewhere; nothing is fetched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
