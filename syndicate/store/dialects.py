"""What can both databases do, each by a word of its own?"""

from collections.abc import Sequence

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, any_, literal
from sqlalchemy.dialects import postgresql, sqlite


def inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return the insert of this connection's database, which knows ON CONFLICT."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(table)


def among(
    connection: Connection, column: ColumnElement[int], numbers: Sequence[int]
) -> ColumnElement[bool]:
    """Tell whether a number is among many.

    PostgreSQL is given them as one value: a statement of the same words is planned once.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(literal(numbers, postgresql.ARRAY(BigInteger)))
    return column.in_(numbers)
