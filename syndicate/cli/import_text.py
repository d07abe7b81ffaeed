"""How is a person shown what became of imported files?"""

import shlex
from collections.abc import Sequence

from syndicate.cli.output import print_table, say
from syndicate.services.bring_in import Brought, Source

_PLACEHOLDERS = {"date": "YYYY-MM-DD", "timezone": "Area/City"}


def print_import(brought: Sequence[Brought], *, dry_run: bool) -> None:
    """Print what became of each file, in a dry run line by line."""
    for one in brought:
        print_brought(one, dry_run=dry_run)


def print_brought(brought: Brought, *, dry_run: bool) -> None:
    """Print what became of a file."""
    if dry_run:
        _print_lines(brought)
    if not brought.new:
        _print_known(brought, dry_run=dry_run)
        return
    done = "would become" if dry_run else "is"
    say(f"{brought.source.name} {done} {brought.slug}, {brought.status}.")
    if brought.unknown:
        say(f"Not told by the file: {', '.join(brought.unknown)}.")
    if brought.status == "draft" and not dry_run:
        say(f"Publish it: syndicate article publish {brought.slug}")


def _print_known(brought: Brought, *, dry_run: bool) -> None:
    if dry_run:
        say(f"{brought.slug} is {brought.status} already; it would be left as it is.")
    else:
        say(f"{brought.slug}: nothing new")


def corrected(source: Source, missing: Sequence[str], *, announce: bool) -> str:
    """Return the command that imports and publishes a file, with what is missing named."""
    given = {
        "format": source.format,
        "date": source.day,
        "timezone": source.timezone,
        "section": source.section,
    }
    words = ["syndicate", "article", "import", source.name]
    for name, value in given.items():
        if name in missing:
            words += [f"--{name}", _PLACEHOLDERS[name]]
        elif value:
            words += [f"--{name}", str(value)]
    return shlex.join([*words, "--publish", *(["--announce"] if announce else [])])


def _print_lines(brought: Brought) -> None:
    rows = [
        (line.line, line.field.value, "" if line.sure else "unsure", _short(line.text), line.why)
        for line in brought.story.lines
    ]
    none = f"{brought.source.name} is not read line by line."
    print_table(("line", "field", "", "text", "why"), rows, none=none)


def _short(text: str, longest: int = 48) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
