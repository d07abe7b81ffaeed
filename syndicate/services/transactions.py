"""What does a use case ask of the store as a whole?"""

from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

Tx_co = TypeVar("Tx_co", covariant=True)


class Trials(Protocol[Tx_co]):
    """Lets something be tried of which nothing stays."""

    def trial(self) -> AbstractContextManager[Tx_co]:
        """Open a transaction that is undone at its end."""
        ...


class Transactions(Protocol[Tx_co]):
    """Opens transactions; each service names the view of one that it needs."""

    def read(self) -> AbstractContextManager[Tx_co]:
        """Open a consistent view."""
        ...

    def write(self) -> AbstractContextManager[Tx_co]:
        """Open a transaction that commits at its end, or not at all on an error."""
        ...


class Halting(Protocol):
    """Keeps those off who plan for readers."""

    def halt(self) -> None:
        """Let nobody plan until the transaction ends, nor set readers back."""
        ...
