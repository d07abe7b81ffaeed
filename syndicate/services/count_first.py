"""How are many readers counted for a notice, so that nobody waits for it?

In a view, before anything is written down. What is to be counted is known only once a
change has been decided; so it is decided, undone, counted for, and decided again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from syndicate.domain.notices import Group, Notice
from syndicate.services.transactions import Transactions

Done = TypeVar("Done")


class Notices(Protocol):
    """What counting asks of a notice's readers."""

    def groups(self, notice: Notice, within: range | None = None) -> Sequence[Group]: ...


class Transaction(Protocol):
    """What counting sees of the store."""

    @property
    def notices(self) -> Notices: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """The readers of a notice that was not opened yet, as they were counted in a view."""

    notice: Notice
    groups: Sequence[Group]

    def answers(self, notice: Notice) -> bool:
        """Tell whether a notice asks for the same readers, whenever it does."""
        then = self.notice
        return replace(notice, created=then.created, due=then.due) == then


class NotCountedError(Exception):
    """A notice is for too many readers to count them while others wait to write."""

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self.notice = notice


def count_first(
    transactions: Transactions[Transaction], work: Callable[[Census | None], Done]
) -> Done:
    """Do work that may open a notice; return what it returns.

    It is given the readers it asks for by NotCountedError, and must have been undone then. It
    is begun again each time, and asks again only if another one has changed meanwhile what
    is to be told.
    """
    census = None
    while True:
        try:
            return work(census)
        except NotCountedError as asked:
            notice = asked.notice
        with transactions.read() as tx:
            census = Census(notice=notice, groups=tx.notices.groups(notice))
