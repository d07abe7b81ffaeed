"""How do all rows of a store come into another one, exactly as they are, whichever kind it is?"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from syndicate.errors import Broken, Refused
from syndicate.store.tables import metadata

Tell = Callable[[int, int], object]
"""Is told how much is done of how much."""

_ROWS = 1_000


def pour(source: Connection, target: Connection, tell: Tell) -> None:
    """Copy every row, tables that others refer to first, some rows at a time."""
    total = sum(counts(source).values())
    done = 0
    for table in metadata.sorted_tables:
        with source.execution_options(yield_per=_ROWS).execute(_in_order(table)) as rows:
            for some in rows.mappings().partitions(_ROWS):
                target.execute(insert(table), [dict(row) for row in some])
                done += len(some)
                tell(done, total)


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
