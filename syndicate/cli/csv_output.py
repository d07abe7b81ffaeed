"""How is CSV written that a spreadsheet shows, and does not run?"""

import csv
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ESCAPED = tuple(f"'{mark}" for mark in ("'", *_FORMULA))  # what would be read back without it


def print_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table as CSV (RFC 4180), a row at a time."""
    write_csv(sys.stdout, header, rows)


def write_csv(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as CSV; a cell that would be a formula has an apostrophe before it."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_plain(cell) for cell in row] for row in rows)


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA + _ESCAPED) else cell
