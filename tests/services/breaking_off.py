"""How does a piece of work break off, or meet other hands, before one of its transactions?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from syndicate.store.transaction import Transaction
from syndicate.store.unit_of_work import Store


class KilledError(Exception):
    """The process ended here."""


def die() -> None:
    """End the process."""
    raise KilledError


@dataclass
class Watched:
    """A store where something happens before certain writing transactions, by their count."""

    store: Store
    before: Mapping[int, Callable[[], object]] = field(default_factory=dict)
    writes: int = 0

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a view."""
        return self.store.read()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Count, let happen, and open a transaction."""
        self.writes += 1
        self.before.get(self.writes, lambda: None)()
        with self.store.write() as tx:
            yield tx
