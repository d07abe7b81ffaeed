"""How is a statement made ready once, and then run at the driver's own pace?

SQLAlchemy goes through the values of each run in Python, and writes a statement with an
IN anew; for what is asked for each batch of a million mails that costs more than the
driver takes to run it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, CursorResult, Dialect, Select, Update
from sqlalchemy.sql.compiler import SQLCompiler

_Process = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A statement as one kind of database takes it, its values `in_places` or by name.

    `own` are the values that the statement itself holds.
    """

    text: str
    names: Sequence[str]
    in_places: bool
    own: Mapping[str, Any]
    processes: Mapping[str, _Process]

    def bound(self, name: str, value: object) -> object:
        """Return a value as the driver takes it."""
        process = self.processes.get(name)
        return process(value) if process else value

    def all_bound(self, name: str, values: Sequence[Any]) -> Iterable[Any]:
        """Return the values of a column as the driver takes them."""
        process = self.processes.get(name)
        return map(process, values) if process else values

    def row(self, values: Iterable[object]) -> Any:  # noqa: ANN401 - as the driver takes it
        """Return values, one for each name, as the driver takes them."""
        return tuple(values) if self.in_places else dict(zip(self.names, values, strict=True))


class _Prepared:
    def __init__(self, statement: Select[Any] | Update) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def ready(self, dialect: Dialect) -> _Ready:
        """Return the statement made ready for one kind of database."""
        if dialect.name not in self._ready:
            compiled = self._statement.compile(dialect=dialect)
            assert isinstance(compiled, SQLCompiler)  # noqa: S101 - of a statement it is
            self._ready[dialect.name] = _made_ready(compiled, dialect)
        return self._ready[dialect.name]


class Question(_Prepared):
    """A question with named parameters; its answers are as the driver gives them."""

    def __call__(self, connection: Connection, **given: object) -> CursorResult[Any]:
        """Ask it."""
        ready = self.ready(connection.dialect)
        known = dict(ready.own)
        for name, value in given.items():
            known[name] = ready.bound(name, value)
        return connection.exec_driver_sql(
            ready.text, ready.row(known[name] for name in ready.names)
        )


class Many(_Prepared):
    """A change with named parameters, made for very many rows."""

    def __call__(
        self,
        connection: Connection,
        shared: Mapping[str, Any],
        columns: Mapping[str, Sequence[Any]],
    ) -> int:
        """Run it for each row; return how many rows of the table were changed.

        `columns` hold the values of all rows, each in the rows' order; `shared` are the
        values that all rows have.
        """
        ready = self.ready(connection.dialect)
        count = len(next(iter(columns.values())))
        values = (
            repeat(ready.bound(name, shared[name]), count)
            if name in shared
            else ready.all_bound(name, columns[name])
            for name in ready.names
        )
        rows = list(map(ready.row, zip(*values, strict=True)))
        return connection.exec_driver_sql(ready.text, rows).rowcount


def _made_ready(compiled: SQLCompiler, dialect: Dialect) -> _Ready:
    whole = compiled.construct_expanded_state(dict.fromkeys(_open(compiled)))
    processes: dict[str, _Process] = dict(whole.processors)
    for name, parameter in compiled.binds.items():
        process = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        if process:
            processes[name] = process
    own = {name: value for name, value in whole.parameters.items() if name not in _open(compiled)}
    return _Ready(
        text=whole.statement,
        names=tuple(whole.positiontup or whole.parameters),
        in_places=whole.positiontup is not None,
        own={name: _bound(value, processes.get(name)) for name, value in own.items()},
        processes=processes,
    )


def _open(compiled: SQLCompiler) -> Sequence[str]:
    """Return the names of the values that are given when a statement is run."""
    return [name for name, parameter in compiled.binds.items() if parameter.required]


def _bound(value: object, process: _Process | None) -> object:
    return process(value) if process else value
