"""How is something told again and again, while a person watches?"""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import typer

from syndicate.errors import Temporary

SECONDS = 2
T = TypeVar("T")

_CLEAR = "\x1b[H\x1b[2J"


def again_and_again(
    look: Callable[[], T], tell: Callable[[T], object], nap: Callable[[float], object]
) -> None:
    """Look, tell and nap, until Ctrl-C, which ends it well.

    A screen is cleared when there is something to take the place of what it shows. A store
    that does not answer is told, and asked again.
    """
    with suppress(KeyboardInterrupt):
        while True:
            _once(look, tell)
            sys.stdout.flush()
            nap(SECONDS)
    if sys.stdout.isatty():
        typer.echo()  # behind the terminal's ^C


def _once(look: Callable[[], T], tell: Callable[[T], object]) -> None:
    try:
        found = look()
    except Temporary as error:
        _clear()
        typer.echo(f"error: {error}", err=True)
        return
    _clear()
    tell(found)


def _clear() -> None:
    if sys.stdout.isatty():
        typer.echo(_CLEAR, nl=False)
