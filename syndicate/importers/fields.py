"""Of which kind is a field told above a text, and what does it hold?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from syndicate.domain.articles import Image, Person, Related
from syndicate.errors import Unreadable
from syndicate.importers.cleaning import clean_line

_FIRST: Mapping[type, str] = {Person: "name", Image: "url", Related: "title"}
_KNOWN: Mapping[type, set[str]] = {
    Person: {"name", "role", "location"},
    Image: {"url", "title", "alt", "caption", "credit"},
    Related: {"title", "url"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Named values read with types.

    Every method takes names of which the first that is told counts, and raises
    Unreadable, naming file and line, for a value of another kind.
    """

    raw: Mapping[str, object]
    source: str
    name: str

    def text(self, *keys: str) -> str:
        """Return a text as one line, or ""."""
        key, value = self._told(keys)
        if isinstance(value, list | dict):
            raise self._fault(key, "must be one text")
        return "" if value is None else clean_line(str(value))

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Return a list of texts, or the parts of one with commas."""
        key, value = self._told(keys)
        parts = value if isinstance(value, list) else self.text(key).split(",")
        if any(isinstance(entry, list | dict) for entry in parts):
            raise self._fault(key, "must be a list of texts")
        return tuple(text for entry in parts if (text := clean_line(str(entry))))

    def people(self, *keys: str) -> tuple[Person, ...]:
        """Return names, or tables with name, role and location."""
        return tuple(Person(**entry) for entry in self._tables(Person, keys))

    def images(self, *keys: str) -> tuple[Image, ...]:
        """Return addresses, or tables with url, title, alt, caption and credit."""
        tables = self._tables(Image, keys)
        return tuple(
            Image(
                url=entry["url"],
                title=entry.get("title", ""),
                alt=entry.get("alt", ""),
                caption=entry.get("caption", ""),
                credit=entry.get("credit", ""),
            )
            for entry in tables
        )

    def related(self, *keys: str) -> tuple[Related, ...]:
        """Return titles, or tables with title and url."""
        return tuple(
            Related(title=entry["title"], url=entry.get("url"))
            for entry in self._tables(Related, keys)
        )

    def instant(self, zone: tzinfo | None, *keys: str) -> tuple[datetime | None, str]:
        """Return the instant in UTC, None if date, time or zone is wanting, and its words."""
        key, value = self._told(keys)
        if value is None:
            return None, ""
        stated = value if isinstance(value, date) else self._parsed(key)
        if not isinstance(stated, datetime) or (stated.tzinfo or zone) is None:
            return None, str(value)
        return self._in_utc(key, stated, zone), str(value)

    def _in_utc(self, key: str, stated: datetime, zone: tzinfo | None) -> datetime:
        aware = stated if stated.tzinfo else stated.replace(tzinfo=zone)
        try:
            return aware.astimezone(UTC)
        except OverflowError as fault:
            raise self._fault(key, "is out of range") from fault

    def _parsed(self, key: str) -> date:
        text = self.text(key)
        try:
            whole = datetime.fromisoformat(text)
        except ValueError as fault:
            raise self._fault(key, f'"{text}" is no ISO date like 2026-03-01T09:30Z') from fault
        return whole if ":" in text or "T" in text else whole.date()

    def _tables(self, kind: type, keys: tuple[str, ...]) -> list[dict[str, str]]:
        key, value = self._told(keys)
        entries = value if isinstance(value, list) else [] if value is None else [value]
        return [self._table(key, entry, kind) for entry in entries]

    def _table(self, key: str, entry: object, kind: type) -> dict[str, str]:
        first = _FIRST[kind]
        table = entry if isinstance(entry, dict) else {first: entry}
        wrong = any(isinstance(value, list | dict) for value in table.values())
        if wrong or first not in table or not set(table) <= _KNOWN[kind]:
            others = ", ".join(sorted(_KNOWN[kind] - {first}))
            raise self._fault(key, f"must have {first}, and may have {others}")
        return {str(name): clean_line(str(value)) for name, value in table.items()}

    def _told(self, keys: tuple[str, ...]) -> tuple[str, object]:
        told = ((key, self.raw[key]) for key in keys if self.raw.get(key) is not None)
        return next(told, (keys[0], None))

    def _fault(self, key: str, what: str) -> Unreadable:
        lines = enumerate(self.source.split("\n"), 1)
        at = (n for n, line in lines if line.strip(" \"'").lower().startswith(key))
        return Unreadable(f"{self.name}:{next(at, 1)}: {key} {what}")
