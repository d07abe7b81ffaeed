"""How is one statement run for very many rows, at the driver's own pace?

SQLAlchemy goes through the values of each row in Python; for each of a million mails
that costs more than the driver takes to run them.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Update

Row = Mapping[str, Any]
_Process = Callable[[Any], Any]


class Many:
    """A statement with named parameters, made ready once for each kind of database."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._ready: dict[str, tuple[str, Sequence[str] | None, Mapping[str, _Process]]] = {}

    def __call__(self, connection: Connection, shared: Row, rows: Sequence[dict[str, Any]]) -> None:
        """Run it for each row; `shared` are the values that all rows have."""
        text, places, processes = self._made_ready(connection.dialect)
        same = dict(shared)
        for name in processes.keys() & same.keys():
            same[name] = processes[name](same[name])
        own = [(name, process) for name, process in processes.items() if name not in same]
        values = [same | row for row in rows]
        for name, process in own:
            for row in values:
                row[name] = process(row[name])
        if places is None:
            connection.exec_driver_sql(text, values)
        else:
            connection.exec_driver_sql(text, list(map(itemgetter(*places), values)))

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
