"""How do processes on one SQLite file hear at once that somebody has committed?

Whoever listens has a pipe of its own beside the file (mkfifo), and whoever commits writes a byte
into every one. One whose listener was killed takes none, and is removed. Nothing depends on any of
it: who hears nothing looks by itself some time later.
"""

import os
from contextlib import ExitStack, suppress
from errno import ENXIO
from pathlib import Path
from secrets import token_hex

_ROOM = 65_536


def bells_of(file: Path) -> Path:
    """Return the folder of a database's bells."""
    return file.with_name(file.name + "-locks") / "~bells"


def ring(file: Path | None, by: str = "") -> None:
    """Have everybody wake who listens for commits; there is nothing to ring where no file is.

    Those whose name is `by` know of it already.
    """
    if file is None:
        return
    silent = (".", f"{by}-") if by else (".",)
    with suppress(OSError):
        for bell in bells_of(file).iterdir():
            if not bell.name.startswith(silent):
                _ring(bell)


def _ring(bell: Path) -> None:
    with suppress(OSError):
        try:
            handle = os.open(bell, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == ENXIO:  # nobody reads it
                bell.unlink()
            return
        try:
            os.write(handle, b"\0")  # one that is full was rung, too
        finally:
            os.close(handle)


class Bell:
    """One listener's bell: something to read from it is there once it was rung.

    It is put in place when it can be rung, so that nobody takes it for a dead one's. What is
    committed by `but` does not ring it. Raises OSError where there can be no pipes.
    """

    def __init__(self, file: Path, but: str = "") -> None:
        folder = bells_of(file)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{but}-{token_hex(8)}" if but else token_hex(8)
        making, self._path = folder / f".{name}", folder / name
        with ExitStack() as undone:
            os.mkfifo(making, 0o600)
            undone.callback(making.unlink, missing_ok=True)
            self._handle = os.open(making, os.O_RDONLY | os.O_NONBLOCK)
            undone.callback(os.close, self._handle)
            # A pipe that was open for writing and is not any more has something to read: its end.
            self._open = os.open(making, os.O_WRONLY | os.O_NONBLOCK)
            undone.callback(os.close, self._open)
            making.rename(self._path)
            undone.pop_all()

    def fileno(self) -> int:
        """Return what to wait for."""
        return self._handle

    def hush(self) -> None:
        """Have what was rung so far be over."""
        with suppress(BlockingIOError):
            os.read(self._handle, _ROOM)

    def close(self) -> None:
        """Take the bell away."""
        with suppress(OSError):
            self._path.unlink()
        os.close(self._open)
        os.close(self._handle)
