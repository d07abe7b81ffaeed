"""How does a database go about what it is asked, of the ledger above all?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, event


@contextmanager
def plans(connection: Connection, table: str = "deliveries") -> Iterator[Sequence[str]]:
    """Give a list that fills with how the database goes about what is asked of a table."""
    found: list[str] = []
    word = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"

    def look(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if table in statement and not statement.startswith("EXPLAIN"):
            raw = connection.connection.cursor()
            raw.execute(f"{word} {statement}", parameters)  # type: ignore[arg-type]
            found.extend(str(row[-1]) for row in raw.fetchall())

    event.listen(connection, "before_cursor_execute", look)
    yield found
    event.remove(connection, "before_cursor_execute", look)
