"""How do all rows of a store come into another one, exactly as they are, whichever kind it is?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from syndicate.errors import Broken, Refused
from syndicate.store.tables import metadata

Tell = Callable[[int, int], object]
"""Is told how much is done of how much."""

_ROWS = 500
"""So many at a time: some tables hold whole documents, and each row is in memory."""


def pour(source: Connection, target: Connection, tell: Tell) -> None:
    """Copy every row, tables that others refer to first, some rows at a time."""
    put = _copy if target.dialect.name == "postgresql" else _insert
    total = sum(counts(source).values())
    done = 0
    for table in metadata.sorted_tables:
        spelt = _spelling(table, target.dialect)
        with source.execution_options(yield_per=_ROWS).execute(_in_order(table)) as rows:
            for some in rows.partitions(_ROWS):
                put(target, table, map(spelt, some))
                done += len(some)
                tell(done, total)


def _copy(target: Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Add rows by COPY: of a million, INSERT makes hours."""
    statement = f"COPY {_names(table, target.dialect)} FROM STDIN"
    driver: Any = target.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copying:
            for row in rows:
                copying.write_row(row)
    except target.dialect.loaded_dbapi.Error as error:
        raise DBAPIError(statement, None, error) from error


def _insert(target: Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    marks = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {_names(table, target.dialect)} VALUES ({marks})"  # noqa: S608 - ours
    target.exec_driver_sql(statement, list(map(tuple, rows)))


def _names(table: Table, dialect: Dialect) -> str:
    """Return a table with its columns, in the order in which its rows have them."""
    quote = dialect.identifier_preparer.quote
    return f"{quote(table.name)} ({', '.join(quote(column.name) for column in table.columns)})"


def _spelling(table: Table, dialect: Dialect) -> Callable[[Sequence[object]], Sequence[object]]:
    """Return what makes a row what the driver takes, as each column's type does."""
    processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.c]
    changed = [(at, change) for at, change in enumerate(processors) if change is not None]

    def spelt(row: Sequence[object]) -> Sequence[object]:
        values = list(row)
        for at, change in changed:
            values[at] = change(values[at])
        return values

    return spelt


def counts(connection: Connection) -> Mapping[str, int]:
    """Return how many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def require_empty(connection: Connection) -> None:
    """Raise Refused where any table has a row."""
    for table in metadata.sorted_tables:
        if connection.execute(select(text("1")).select_from(table).limit(1)).first():
            raise Refused(
                f"the store there is not empty, there are rows in {table.name}: name a new database"
            )


def require_same_counts(source: Connection, target: Connection) -> None:
    """Raise Broken where any table has not as many rows in one store as in the other."""
    here, there = counts(source), counts(target)
    other = [f"{name} ({here[name]}, {there[name]})" for name in here if here[name] != there[name]]
    if other:
        raise Broken(f"rows were lost of {', '.join(other)}: nothing was changed, report this")


def keep_numbers(source: Connection, target: Connection) -> None:
    """Let the copy count on from the last number that was given, deleted rows' too."""
    for table in metadata.sorted_tables:
        column = serial(table)
        if column is not None:
            _count_on(target, table, column, _last(source, table, column))


def serial(table: Table) -> str | None:
    """Return the column that the database numbers, if there is one."""
    columns = list(table.primary_key.columns)
    return columns[0].name if len(columns) == 1 and columns[0].autoincrement is True else None


def _last(connection: Connection, table: Table, column: str) -> int:
    highest = connection.execute(select(func.max(table.c[column]))).scalar() or 0
    if connection.dialect.name == "postgresql":
        name = connection.execute(select(func.pg_get_serial_sequence(table.name, column)))
        sequence = name.scalar_one()
        asked = f"SELECT last_value FROM {sequence} WHERE is_called"  # noqa: S608 - the server's name
    else:
        asked = f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'"  # noqa: S608 - ours
    return max(highest, connection.exec_driver_sql(asked).scalar() or 0)


def _count_on(connection: Connection, table: Table, column: str, last: int) -> None:
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, column)
        connection.execute(select(func.setval(sequence, max(last, 1), last > 0)))
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
        connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", (table.name, last))


def _in_order(table: Table) -> Any:  # noqa: ANN401 - SQLAlchemy's own types
    return select(table).order_by(*table.primary_key.columns)
