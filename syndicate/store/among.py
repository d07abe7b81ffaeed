"""How are many numbers given to a statement as one parameter?

SQLAlchemy's `in_` writes the statement anew for each count of them, with a parameter each;
that costs more than what is asked, and no server has it prepared.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Dialect,
    String,
    TypeDecorator,
    bindparam,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Numbers(TypeDecorator[Sequence[int]]):
    """Many numbers in one value: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use an array where there are any."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ARRAY(BigInteger()))
        return dialect.type_descriptor(String())

    def process_bind_param(
        self, value: Sequence[int] | None, dialect: Dialect
    ) -> Sequence[int] | str | None:
        """Write them as the database takes them."""
        if value is None or dialect.name == "postgresql":
            return value
        return json.dumps(list(value))


class Given(FunctionElement[int]):
    """The numbers that a parameter of this name holds, a row each."""

    inherit_cache = True

    def __init__(self, name: str) -> None:
        super().__init__(bindparam(name, type_=Numbers()))


def among(column: Column[int], name: str) -> ColumnElement[bool]:
    """Tell whether a column is among the numbers that a parameter of this name holds."""
    return column.bool_op("IN")(Given(name))


@compiles(Given, "postgresql")
def _of_array(given: Given, compiler: SQLCompiler, **options: object) -> str:
    return f"(SELECT unnest{compiler.process(given.clause_expr, **options)})"


@compiles(Given)
def _of_json(given: Given, compiler: SQLCompiler, **options: object) -> str:
    return f"(SELECT value FROM json_each{compiler.process(given.clause_expr, **options)})"  # noqa: S608 - a parameter
