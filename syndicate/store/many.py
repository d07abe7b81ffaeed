"""How is one statement run for very many rows, at the driver's own pace?

SQLAlchemy goes through the values of each row in Python; for each of a million mails
that costs more than the driver takes to run them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Update

Row = Mapping[str, Any]
_Process = Callable[[Any], Any]


class Many:
    """A statement with named parameters, made ready once for each kind of database."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Sequence[str] | None, Mapping[str, _Process]]] = {}

    def __call__(self, connection: Connection, shared: Row, rows: Sequence[Row]) -> None:
        """Run it for each row; `shared` are the values that all rows have."""
        text, places, processes = self._made_ready(connection.dialect)
        same = _processed(shared, processes)
        values = [same | _processed(row, processes) for row in rows]
        if places is None:
            connection.exec_driver_sql(text, values)
        else:
            tuples = [tuple([row[place] for place in places]) for row in values]
            connection.exec_driver_sql(text, tuples)

    def _made_ready(
        self, dialect: Dialect
    ) -> tuple[str, Sequence[str] | None, Mapping[str, _Process]]:
        if dialect.name not in self._ready:
            compiled = self._statement.compile(dialect=dialect)
            processes = {
                name: process
                for name, bound in compiled.binds.items()
                if (process := bound.type.dialect_impl(dialect).bind_processor(dialect))
            }
            self._ready[dialect.name] = str(compiled), compiled.positiontup, processes
        return self._ready[dialect.name]


def _processed(row: Row, processes: Mapping[str, _Process]) -> dict[str, Any]:
    """Return a row's values as the driver takes them."""
    return {
        name: processes[name](value) if name in processes else value for name, value in row.items()
    }
