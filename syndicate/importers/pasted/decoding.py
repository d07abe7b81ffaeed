"""What text do these bytes hold?"""

import codecs

from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_text

_MOST_CONTROLS = 0.02
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TABS_AND_BREAKS = "\t\n\r\f\v"


def decode(data: bytes, charset: str = "cp1252") -> str:
    """Return the clean text of UTF-8, UTF-16 with a mark, or else the given charset's bytes.

    Raises Unreadable for empty and for binary input.
    """
    text = _decoded(data, charset)
    if "\0" in text or _controls(text) > _MOST_CONTROLS * len(text):
        raise Unreadable("the input is binary, not text: paste or save the story as plain text")
    cleaned = clean_text(text)
    if not cleaned.strip():
        raise Unreadable("the input holds no text: paste the story into it first")
    return cleaned


def _decoded(data: bytes, charset: str) -> str:
    if data.startswith(_WIDE_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _otherwise(data, charset)


def _otherwise(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1")


def _controls(text: str) -> int:
    return sum(text.count(chr(code)) for code in range(32) if chr(code) not in _TABS_AND_BREAKS)
