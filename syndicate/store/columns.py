"""How do values that databases spell differently go in and come out?"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, String, Text, TypeDecorator
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it naive, so that text order is time order."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use timestamptz on PostgreSQL."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        return dialect.type_descriptor(DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} at the store: instants are aware")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


E_ = TypeVar("E_", bound=StrEnum)


class Word(TypeDecorator[E_]):
    """A StrEnum kept as its value, so that rows read well and members may be added."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[E_]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E_ | None, dialect: Dialect) -> str | None:
        """Write the member's value."""
        del dialect
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E_ | None:
        """Read the member."""
        del dialect
        return None if value is None else self.kind(value)


class Packed(TypeDecorator[Sequence[Any]]):
    """Many values as one array, for PostgreSQL alone, which is handed over as one text.

    The driver looks at each value of a list by itself, and takes 2 µs for a word.
    """

    impl = postgresql.ARRAY
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__(kind)
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[Sequence[Any] | None], str]:
        """Write an array as PostgreSQL reads it (its manual, 8.15.2)."""
        fits = self.kind.dialect_impl(dialect).bind_processor(dialect) or _as_it_is
        return lambda values: "{" + ",".join([_packed(fits(each)) for each in values or ()]) + "}"


def _as_it_is(value: object) -> object:
    return value


def _packed(value: object) -> str:
    if value is None:
        return "NULL"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


class Strings(TypeDecorator[tuple[str, ...]]):
    """A short list of strings kept as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Write a JSON array."""
        del dialect
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read a JSON array."""
        del dialect
        return tuple(json.loads(value or "[]"))
