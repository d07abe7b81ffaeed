"""What can be asked of Syndicate on the command line, and how does it answer failures?

Exit codes: 0 done, 1 it could not be done, 2 it was asked wrongly, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence

import typer

from syndicate.cli.program import program
from syndicate.cli.wrong_usage import what_was_wrong
from syndicate.errors import AskedWrongly, SyndicateError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the arguments ask, and exit with the code that tells how it went."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; return the exit code. Failures are one line each on stderr."""
    try:
        code = program().main(list(arguments), prog_name="syndicate", standalone_mode=False)
        sys.stdout.flush()
    except SyndicateError as error:
        _tell(str(error))
        return 2 if isinstance(error, AskedWrongly) else 1
    except typer.TyperException as error:
        return _refuse(error)
    except typer.Abort:
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    return code if isinstance(code, int) else 0


def _tell(faults: str) -> None:
    for fault in faults.splitlines():
        sys.stderr.write(f"error: {fault}\n")


def _refuse(error: typer.TyperException) -> int:
    """Tell what was asked wrongly; a group without a command shows its help instead."""
    help_of_group = error.format_message()
    if help_of_group.startswith("Usage:"):
        sys.stdout.write(f"{help_of_group}\n")
        return 2
    _tell(what_was_wrong(error))
    return error.exit_code


def _unread() -> int:
    """End quietly when nobody reads on, as `head` does; nothing is left to be flushed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
