"""How is one statement run for very many rows, at the database's own pace?

SQLite runs it for each row, past SQLAlchemy, which goes through the values of each in Python.
PostgreSQL is given all rows as one table, and runs it once: a row takes a quarter of the time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Update, bindparam, column, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.types import TypeEngine

Row = Mapping[str, Any]
Given = Mapping[str, ColumnElement[Any]]
"""What stands in a statement for the values that each row has of its own."""


class Many:
    """A statement with named parameters, made ready once for each kind of database.

    `made` writes it with what stands for each row's own values, whose types are `own`.
    """

    def __init__(self, made: Callable[[Given], Update], own: Mapping[str, TypeEngine[Any]]) -> None:
        self._made = made
        self._own = own

    def __call__(self, connection: Connection, shared: Row, rows: Sequence[Row]) -> None:
        """Run it for each row; `shared` are the values that all rows have."""
        if connection.dialect.name == "postgresql":
            tables = {name: [row[name] for row in rows] for name in self._own}
            connection.execute(self._at_once, {**shared, **tables})
        else:
            connection.exec_driver_sql(self._singly[0], self._places(shared, rows))

    @cached_property
    def _at_once(self) -> Update:
        """Write it for a table of all rows."""
        columns = [column(name, kind) for name, kind in self._own.items()]
        arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in self._own.items()]
        given = func.unnest(*arrays).table_valued(*columns).render_derived(name="given")
        return self._made({name: given.c[name] for name in self._own})

    @cached_property
    def _singly(self) -> tuple[str, Sequence[str], Mapping[str, Callable[[Any], Any]]]:
        """Write it for one row; return its words, what stands where, and what makes values fit."""
        binds = {name: bindparam(name, type_=kind) for name, kind in self._own.items()}
        dialect = SQLiteDialect_pysqlite()
        compiled = self._made(binds).compile(dialect=dialect)
        fits = {
            name: process
            for name, bound in compiled.binds.items()
            if (process := bound.type.dialect_impl(dialect).bind_processor(dialect))
        }
        return str(compiled), compiled.positiontup or (), fits

    def _places(self, shared: Row, rows: Sequence[Row]) -> Sequence[tuple[Any, ...]]:
        _, names, fits = self._singly
        same = dict(shared)
        for name in fits.keys() & same.keys():
            same[name] = fits[name](same[name])
        values = [{**same, **row} for row in rows]
        for name in fits.keys() - same.keys():
            for each in values:
                each[name] = fits[name](each[name])
        return list(map(itemgetter(*names), values))
