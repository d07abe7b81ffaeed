"""How does a database go about what it is asked, of the ledger above all?"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Connection, event

GENERIC = 160000  # the first PostgreSQL that shows what it would do whatever the values are

_Asking = Callable[[Any, str, Any], Sequence[Any]]


@contextmanager
def plans(
    connection: Connection, table: str = "deliveries", *, often: bool = False
) -> Iterator[Sequence[str]]:
    """Give a list that fills with how the database goes about what is asked of a table.

    Of what is asked `often`, a session of PostgreSQL makes one plan for all values in the end
    (0074): that one is in the list, too.
    """
    found: list[str] = []
    kinds: list[_Asking] = [_for_these if connection.dialect.name == "postgresql" else _by_sqlite]
    if often and connection.dialect.name == "postgresql":
        kinds.append(_for_any)

    def look(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:  # noqa: ANN401 - the driver's
        if table in statement and not statement.startswith("EXPLAIN"):
            for kind in kinds:
                rows = kind(connection.connection.driver_connection, statement, parameters)
                found.extend(str(row[-1]) for row in rows)

    event.listen(connection, "before_cursor_execute", look)
    yield found
    event.remove(connection, "before_cursor_execute", look)


def _by_sqlite(driver: Any, statement: str, values: Any) -> Sequence[Any]:  # noqa: ANN401 - the driver's
    rows: Sequence[Any] = driver.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    return rows


def _for_these(driver: Any, statement: str, values: Any) -> Sequence[Any]:  # noqa: ANN401 - the driver's
    rows: Sequence[Any] = driver.execute(f"EXPLAIN {statement}", values).fetchall()
    return rows


def _for_any(driver: Any, statement: str, values: Any) -> Sequence[Any]:  # noqa: ANN401 - the driver's
    if driver.info.server_version < GENERIC:
        return ()
    places = {name: f"${place}" for place, name in enumerate(values, 1)}
    raw = re.sub(r"%\((\w+)\)s", lambda found: places[found[1]], statement).replace("%%", "%")
    cursor = RawCursor(driver).execute(f"EXPLAIN (GENERIC_PLAN) {raw}".encode())
    return cursor.fetchall()
