"""Which options do several commands take?"""

import getpass
import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from syndicate.cli.instants import read_date, read_instant, read_zone
from syndicate.errors import AskedWrongly
from syndicate.importers.cleaning import clean_line

_SHOWN = 40


def login_name() -> str:
    """Return under which name the user of this machine is logged in, if any."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def read_number(given: str | int) -> int:
    """Read a number that something has, or how many: from 1 on, and as far as a store counts.

    What nobody gave comes here too, as the number that it is.
    """
    text = f"{given}"
    if not re.fullmatch("0*[1-9][0-9]{0,17}", text):
        raise AskedWrongly(f"{text[:_SHOWN]!r} is no number; write a whole one, from 1 on")
    return int(text)


class Format(StrEnum):
    """How a file is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


class ImportFormat(StrEnum):
    """How what is imported is written: a story a file, or many with their whole past."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    HISTORY = "history"
    GIT = "git"


Slug = Annotated[str, typer.Argument(parser=clean_line, metavar="SLUG", help="The article's slug.")]
FileName = Annotated[str, typer.Argument(metavar="FILE", help="Text, Markdown or HTML.")]
Editor = Annotated[
    str,
    typer.Option(
        parser=clean_line,
        metavar="NAME",
        envvar="SYNDICATE_EDITOR",
        help="Who edits, for the newsroom alone; else the name of the login.",
        default_factory=login_name,
        show_default=False,
    ),
]
FileFormat = Annotated[
    Format | None, typer.Option("--format", help="Else what the file's name tells.")
]
Imports = Annotated[
    ImportFormat | None,
    typer.Option("--format", help="Else what the file's name tells; git takes a folder."),
]
NotesFromMessages = Annotated[
    bool,
    typer.Option("--notes-from-messages", help="Of a history: show its messages as notes."),
]
SiteWide = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=1,
        help="Of git: commits that touch more posts make minor changes only.",
    ),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--date", parser=read_date, metavar="D", help="Completes times without a date: 2016-10-18."
    ),
]
Zone = Annotated[
    ZoneInfo | None,
    typer.Option(
        "--timezone",
        parser=read_zone,
        metavar="Z",
        help="Completes times without a zone: America/Los_Angeles.",
    ),
]
ReaderZone = Annotated[
    ZoneInfo | None,
    typer.Option(
        "--timezone",
        parser=read_zone,
        metavar="Z",
        help="Where the reader lives, else the newsletter's: America/Los_Angeles.",
    ),
]
Section = Annotated[str | None, typer.Option(metavar="S", help="Else what the file tells.")]
Announce = Annotated[
    bool, typer.Option("--announce", help="Tell readers of digests; an import is quiet else.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would happen.")]
Moment = Annotated[
    datetime | None,
    typer.Option(parser=read_instant, metavar="INSTANT", help="As in 2026-10-01T07:00+02:00."),
]
