"""How is a statement given very many values? In runs: one has room for some ten thousand."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select

AT_ONCE = 500

T = TypeVar("T")


def runs(items: Iterable[T], at_once: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Give items in runs that a statement has room for."""
    rest = iter(items)
    while some := list(islice(rest, at_once)):
        yield some


def among(
    connection: Connection, question: Select[Any], these: Iterable[object], **given: object
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Give what a question finds among `these`, its parameter of that name, asked run by run."""
    for some in runs(these):
        yield from connection.execute(question, {"these": some, **given}).all()
