"""How is a row added that may be there already? Both databases can, each by a word of its own."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection

Excluded = ReadOnlyColumnCollection[str, ColumnElement[object]]
Change = Callable[[Excluded], Mapping[str, ColumnElement[object]]]


def inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return the insert of this connection's database, which knows ON CONFLICT."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table)


class Upsert:
    """Adds rows, or changes those that are there already; written once for each database.

    `change` gives what becomes of the columns of a row that is there, from what it was to have
    been.
    """

    def __init__(self, table: Table, key: Sequence[str], change: Change) -> None:
        self._table = table
        self._key = key
        self._change = change
        self._written: dict[str, Executable] = {}

    def __call__(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        """Add rows, at least one."""
        backend = connection.dialect.name
        if backend not in self._written:
            adding = inserting(connection, self._table)
            self._written[backend] = adding.on_conflict_do_update(
                index_elements=self._key, set_=self._change(adding.excluded)
            )
        connection.execute(self._written[backend], rows)
