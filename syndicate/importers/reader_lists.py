"""Which readers does a list from elsewhere name, and what does it say of them?

CSV with a header line, of any program: the columns are found by their names, as
Mailchimp's, listmonk's and our own exports have them, or as the operator maps them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from syndicate.domain.intake import Applicant, RefusedLine, Told
from syndicate.domain.zones import zone_named
from syndicate.errors import AskedWrongly, Unreadable
from syndicate.importers.addresses import read_address
from syndicate.importers.tables import NoRow, Table

FIELDS = ("email", "timezone", "newsletter", "status", "at")
_COLUMNS: Mapping[str, Sequence[str]] = {
    "email": ("email", "e-mail", "email address", "e-mail address", "address", "mail"),
    "timezone": ("timezone", "time zone", "tz"),
    "newsletter": ("newsletter", "newsletters", "lists"),
    "status": ("status", "subscription_status", "state"),
    "at": ("since",),  # of how a reader stands: when one came, as others tell, is not when one left
    "unsub_time": ("unsub_time",),
    "clean_time": ("clean_time",),
}
_TOLD = {
    Told.SUBSCRIBED: {"subscribed", "active", "confirmed", "yes"},
    Told.UNSUBSCRIBED: {"unsubscribed", "ended", "disabled", "inactive", "no"},
    Told.UNCONFIRMED: {"pending", "unconfirmed"},
    Told.BOUNCED: {"bounced", "cleaned"},
    Told.COMPLAINED: {"complained", "spam", "abuse"},
    Told.BARRED: {"suppressed", "blocklisted", "blocked", "barred"},
}
_PERSONS = "enabled"  # in listmonk, also whoever left the list that is exported
_BY_WORD = {word: told for told, words in _TOLD.items() for word in words}
_MAILCHIMPS = re.compile(r"(unsubscribed|cleaned|nonsubscribed)_(?:\w+_)?export_", re.IGNORECASE)
_BY_NAME = {
    "unsubscribed": Told.UNSUBSCRIBED,
    "cleaned": Told.BOUNCED,
    "nonsubscribed": Told.UNCONFIRMED,  # who bought something, and never asked for mail
}
_BY_CELL = {"unsub_time": Told.UNSUBSCRIBED, "clean_time": Told.BOUNCED}
_ESCAPED = ("'=", "'+", "'-", "'@", "''")
_ZIPPED = b"PK\x03\x04"


class Standing(StrEnum):
    """By which subscription status listmonk exported a list: no cell of a line says that."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where each field stands in a line; None where the list has none of it."""

    at: Mapping[str, int | None]

    def of(self, cells: Sequence[str], field: str) -> str:
        index = self.at[field]
        return cells[index].strip() if index is not None and index < len(cells) else ""


class ReaderList:
    """A list of readers in a file. `mapping` names the list's own columns by our fields.

    Mailchimp writes a file for each standing, and of those who never asked for mail its name
    alone tells: what no cell of a line says is as the name of its file has it. listmonk tells
    how a person stands, and not how on a list: that is as `standing` has it.
    """

    def __init__(
        self,
        name: str,
        mapping: Mapping[str, str] | None = None,
        standing: Standing | None = None,
    ) -> None:
        self._name = name
        self._mapping = mapping or {}
        self._untold = _told_by_name(Path(name).name)
        self._listed = None if standing is None else _BY_WORD[standing]
        self._read = 0

    @property
    def size(self) -> int:
        """Return how many bytes the list has."""
        with _reading(self._name):
            return Path(self._name).stat().st_size

    @property
    def read(self) -> int:
        """Return how many bytes of it were read by now."""
        return self._read

    def __iter__(self) -> Iterator[Applicant | RefusedLine]:
        """Yield what each line says. Raises AskedWrongly for what is no such list at all."""
        with _reading(self._name), Path(self._name).open("rb") as file:
            if file.peek(len(_ZIPPED)).startswith(_ZIPPED):
                raise AskedWrongly(
                    f"{self._name} is a ZIP archive; unpack it and import each list in it"
                )
            table = Table(file)
            columns = self._columns(self._header(table))
            for row in table:
                self._read = file.tell()
                if isinstance(row, NoRow):
                    yield RefusedLine(line=row.line, why=row.why)
                elif any(cell.strip() for cell in row.cells):
                    yield _applicant(row.line, row.cells, columns, self._untold, self._listed)

    def _header(self, table: Table) -> Sequence[str]:
        try:
            header = table.header()
        except Unreadable as fault:
            raise AskedWrongly(f"{self._name}:1: {fault}") from fault
        if any("@" in cell for cell in header.cells):
            raise AskedWrongly(
                f"{self._name}:{header.line}: has to name the columns, and is an address; "
                "write a line above it: email"
            )
        return header.cells

    def _columns(self, header: Sequence[str]) -> _Columns:
        names = [" ".join(cell.lower().split()) for cell in header]
        at = {field: self._column(field, names) for field in _COLUMNS}
        if at["email"] is None:
            raise AskedWrongly(
                f"{self._name}:1: no column is named email; name yours: --map email=COLUMN "
                f"(there are: {', '.join(cell.strip() for cell in header)[:200]})"
            )
        return _Columns(at=at)

    def _column(self, field: str, names: Sequence[str]) -> int | None:
        mapped = self._mapping.get(field)
        known = _COLUMNS[field] if mapped is None else (" ".join(mapped.lower().split()),)
        found = next((name for name in known if name in names), None)
        if found is None and mapped is not None:
            raise AskedWrongly(f"{self._name}:1: no column is named {mapped!r}; see --map")
        if found is not None and names.count(found) > 1:
            raise AskedWrongly(
                f"{self._name}:1: two columns are named {found!r}: rename the one not meant"
            )
        return None if found is None else names.index(found)


def _told_by_name(file: str) -> Told:
    found = _MAILCHIMPS.match(file)
    return _BY_NAME[found[1].lower()] if found else Told.SUBSCRIBED


def _applicant(
    number: int, cells: Sequence[str], columns: _Columns, untold: Told, listed: Told | None
) -> Applicant | RefusedLine:
    try:
        zone, unknown = _zone(columns.of(cells, "timezone"))
        told, at = _told(cells, columns, untold, listed)
        return Applicant(
            line=number,
            email=read_address(_unescaped(columns.of(cells, "email"))),
            told=told,
            newsletters=tuple(columns.of(cells, "newsletter").replace(",", " ").split()),
            timezone=zone,
            zone_unknown=unknown,
            at=_instant(at),
        )
    except Unreadable as fault:
        return RefusedLine(line=number, why=str(fault))


def _told(
    cells: Sequence[str], columns: _Columns, untold: Told, listed: Told | None
) -> tuple[Told, str]:
    """Return how a reader stands, and since when: a moment of leaving tells, an empty cell nothing.

    Lists are put together of Mailchimp's three, so a column is not of every line.
    """
    for field, told in _BY_CELL.items():
        if moment := columns.of(cells, field):
            return told, moment
    status = columns.of(cells, "status")
    word = status.lower()
    if not word:
        return listed or untold, columns.of(cells, "at")
    if word == _PERSONS:
        return _of_person(listed), columns.of(cells, "at")
    if word not in _BY_WORD:
        known = ", ".join(sorted(_BY_WORD))
        raise Unreadable(f"{status!r} is no standing of a reader; known are {known}")
    return _BY_WORD[word], columns.of(cells, "at")


def _of_person(listed: Told | None) -> Told:
    if listed is None:
        raise Unreadable(
            f"{_PERSONS!r} is how a person stands in listmonk, also who left this list: "
            f"export it by subscription status, and say by which: --standing {', '.join(Standing)}"
        )
    return listed


def _zone(name: str) -> tuple[str, str]:
    """Return a zone's name and nothing, or nothing and what is no zone."""
    try:
        return (zone_named(name).key if name else ""), ""
    except AskedWrongly:
        return "", name


def _instant(text: str) -> datetime | None:
    """Read an instant; one without a zone is UTC, as both programs export it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _unescaped(cell: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from seeing a formula."""
    return cell[1:] if cell.startswith(_ESCAPED) else cell


@contextmanager
def _reading(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AskedWrongly(f"{name}: cannot be read: {error.strerror}") from error
