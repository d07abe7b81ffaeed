"""Which rows are of hosts in one part, where what is owed to them is told in parts?"""

from sqlalchemy import ColumnElement, Connection, Integer, cast, func, or_
from sqlalchemy.dialects.postgresql import BIT

from syndicate.domain.errands import DIGITS, WHOLE, Part


def in_part(
    connection: Connection, host: ColumnElement[str], part: Part
) -> list[ColumnElement[bool]]:
    """Return what tells whether a host is in a part; nothing where there are no parts."""
    if part == WHOLE:
        return []
    on_server = connection.dialect.name == "postgresql"
    number = _number_in_postgresql(host) if on_server else func.number_of(host)
    own = number % part.of == part.number
    return [or_(own, host.in_(part.named)) if part.number == 0 else own & host.not_in(part.named)]


def _number_in_postgresql(host: ColumnElement[str]) -> ColumnElement[int]:
    """Return what `number_of` returns; a part of a hash as bits becomes a number."""
    bits = cast(func.concat("x", func.substr(func.md5(host), 1, DIGITS)), BIT(4 * DIGITS))
    return cast(bits, Integer)
