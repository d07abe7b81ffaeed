"""In which format is an outside story, and who reads it?"""

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePath
from zoneinfo import ZoneInfo

from syndicate.domain.stories import Story
from syndicate.errors import AskedWrongly, Unreadable
from syndicate.importers.cleaning import clean_content
from syndicate.importers.html import read_html
from syndicate.importers.markdown import read_markdown
from syndicate.importers.text import read_text

FORMATS = ("text", "markdown", "html")

_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?(?:---\s*\n\w[\w-]*:|\+\+\+\s*\n\w[\w-]*\s*=)")
_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


def format_of(name: str) -> str:
    """Return the format that a file's name tells; what is not known is pasted text."""
    return _SUFFIXES.get(PurePath(name).suffix.lower(), "text")


def _format_told(data: bytes, name: str) -> str:
    """Return the format that the name tells; what opens with front matter is no pasted text."""
    told = format_of(name)
    return "markdown" if told == "text" and _FRONT_MATTER.match(data) else told


def read_story(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the word of the command line
    date: date | None = None,
    timezone: ZoneInfo | None = None,
    section: str | None = None,
    language: str | None = None,
) -> Story:
    """Return the story in the bytes, clean, whatever its format.

    `date` and `timezone` complete what the source states in part. Raises
    Unreadable, beginning with the file's name, and AskedWrongly for a format
    that is none.
    """
    chosen = format or _format_told(data, name)
    if chosen not in FORMATS:
        raise AskedWrongly(f'"{chosen}" is no format: choose one of {", ".join(FORMATS)}')
    try:
        story = _read(data, chosen, name, date, timezone, section, language)
    except Unreadable as fault:
        told = str(fault)
        raise Unreadable(told if told.startswith(name) else f"{name}: {told}") from fault
    return replace(story, content=clean_content(story.content))


def _read(
    data: bytes,
    chosen: str,
    name: str,
    day: date | None,
    timezone: ZoneInfo | None,
    section: str | None,
    language: str | None,
) -> Story:
    if chosen == "text":
        return read_text(data, date=day, timezone=timezone, section=section, language=language)
    read = read_markdown if chosen == "markdown" else read_html
    return read(data, name=name, timezone=timezone, section=section, language=language)
