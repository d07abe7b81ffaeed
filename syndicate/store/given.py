"""How is a statement told a table of numbers that no table holds?

As one JSON object, since a thousand rows of a second table cost more.
"""

from typing import Any

from sqlalchemy import CTE, BigInteger, Text, bindparam, cast, func, select
from sqlalchemy.dialects import postgresql


def given(name: str, dialect: str) -> CTE:
    """Return a table of keys and numbers that a statement is told as it runs, as an object."""
    told: Any = bindparam(name, type_=Text())
    if dialect == "postgresql":
        each = func.json_each_text(cast(told, postgresql.JSON)).table_valued("key", "value")
    else:
        each = func.json_each(told).table_valued("key", "value")
    table = select(each.c.key.label("key"), cast(each.c.value, BigInteger).label("value"))
    return table.cte(name).prefix_with("MATERIALIZED")  # SQLite makes an index of it
