"""Which rows does a table have that some program wrote as CSV?

In UTF-8, or in UTF-16 where its mark says so; with any of four delimiters. It is read a row
at a time, and may be larger than the memory. A line that is no row spoils no other, nor does
one whose quotation mark is closed only far below: a row of several lines has a bound.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper

from syndicate.errors import Unreadable

LONGEST = 1024 * 1024  # characters of a row
MOST_LINES = 100  # of a row
_DELIMITERS = ",;\t|"
_BLANK = " \r\n"
_SAID = "sep="  # Excel's way to say the delimiter, in a line before the header
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_QUOTES = "has a quotation mark that is not closed, or not where its cell ends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row, and the number of its first line."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRow:
    """A line that is no row, and why."""

    line: int
    why: str


class Table:
    """The rows of a file; the first one names the columns. It says nothing of what they mean."""

    def __init__(self, file: BufferedReader) -> None:
        self._lines = _Lines(_text(file))
        self._delimiter = ","

    def header(self) -> Row:
        """Return the first row. Raises Unreadable where there is none."""
        self._delimiter = self._find_delimiter()
        header = next(iter(self), None)
        if header is None:
            raise Unreadable("is empty; its first line has to name the columns")
        if isinstance(header, NoRow):
            raise Unreadable(header.why)
        if any("\0" in cell for cell in header.cells):
            raise Unreadable("is not written in UTF-8; save it as CSV in UTF-8")
        return header

    def _find_delimiter(self) -> str:
        """Return what stands between cells: as a line says, or the commonest in the header."""
        first = self._lines.find()
        if not first.lower().startswith(_SAID):
            return _commonest(first)
        said = next(self._lines)[len(_SAID) :].strip(_BLANK)
        header = self._lines.find()
        return said if said and said in _DELIMITERS else _commonest(header)

    def __iter__(self) -> Iterator[Row | NoRow]:
        """Yield the rows that were not yielded yet, and what is none of them."""
        rows = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        while True:
            number = self._lines.begin()
            try:
                cells = next(rows, None)
            except csv.Error as fault:
                yield self._alone(number, fault)
                continue
            if cells is None:
                return
            yield Row(line=number, cells=cells)

    def _alone(self, number: int, fault: csv.Error) -> Row | NoRow:
        """Judge the first of the lines that make no row together; the others are read again.

        Programs that do not double a quotation mark in a cell are heard, as long as it
        opens nothing that the line does not close.
        """
        line = self._lines.first_alone()
        if len(line) > LONGEST:
            return NoRow(line=number, why=f"is longer than {LONGEST} characters")
        one = csv.reader([line, ""], delimiter=self._delimiter)
        try:
            cells = next(one)
        except csv.Error:
            return NoRow(line=number, why=f"is no line of CSV: {fault}")
        if one.line_num > 1:
            return NoRow(line=number, why=_QUOTES)
        return Row(line=number, cells=cells)


class _Lines:
    """The lines of a text, of which those given for one row can be given again."""

    def __init__(self, text: TextIOWrapper) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._given: list[str] = []
        self._length = 0
        self._number = 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._give()
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > LONGEST or len(self._given) > MOST_LINES:
            raise csv.Error("it is too long")
        return line

    def _give(self) -> str:
        line = self._waiting.popleft() if self._waiting else self._read()
        if line:
            self._given.append(line)
        return line

    def begin(self) -> int:
        """Begin the next row; return the number of its first line."""
        self._number += len(self._given)
        self._given.clear()
        self._length = 0
        return self._number

    def first_alone(self) -> str:
        """Take back the lines given for this row but its first, and return that."""
        first, *others = self._given
        self._waiting.extendleft(reversed(others))
        del self._given[1:]
        return first

    def find(self) -> str:
        """Return the next line that is not blank, and leave it to be given; empty at the end."""
        while line := self._give():
            if line.strip(_BLANK + _DELIMITERS):
                self._waiting.appendleft(self._given.pop())
                break
        return line

    def _read(self) -> str:
        line = more = self._text.readline(LONGEST + 1)
        while len(more) > LONGEST and not more.endswith(("\r", "\n")):
            more = self._text.readline(LONGEST + 1)
        return line


def _commonest(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _text(file: BufferedReader) -> TextIOWrapper:
    encoding = "utf-16" if file.peek(2).startswith(_UTF16_MARKS) else "utf-8-sig"
    return TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
