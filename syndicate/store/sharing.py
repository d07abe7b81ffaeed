"""What may several do at once, but not beside somebody who decides alone?

Rows can be locked either way; but whoever shares a row goes past who waits for it alone, and
planners who come one after the other would keep that one waiting as long as they plan. So
PostgreSQL has both stand in one line before. SQLite's writers take turns anyway.
"""

from enum import IntEnum

from sqlalchemy import Connection, Integer, func, literal, select


class Line(IntEnum):
    """What it is that is shared, or had alone."""

    EDITION = 0x65646974
    TELLING = 0x74656C6C
    RUN = 0x72756E20


def share(connection: Connection, line: Line, number: int = 0) -> None:
    """Wait until nobody decides alone, or waits to; nobody will until the transaction ends."""
    _stand(connection, "pg_advisory_xact_lock_shared", line, number)


def have_alone(connection: Connection, line: Line, number: int = 0) -> None:
    """Wait until nobody shares it; nobody will until the transaction ends."""
    _stand(connection, "pg_advisory_xact_lock", line, number)


def _stand(connection: Connection, how: str, line: Line, number: int) -> None:
    if connection.dialect.name == "postgresql":
        place = literal(int(line), Integer), literal(number % 2**31, Integer)
        connection.execute(select(getattr(func, how)(*place)))
