"""How are the mails taken in that wait in a mailbox of ours?"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import structlog

from syndicate.errors import Temporary
from syndicate.services.receive_mail import Received

log = structlog.get_logger()

_FOR_A_PERSON = frozenset({Received.NOTHING, Received.NOT_OURS})


class Arrival(Protocol):
    """A mail that waits."""

    def read(self) -> bytes: ...
    def delete(self) -> None: ...
    def keep(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyInbox:
    """Takes in what has arrived: each mail first, then it leaves the box.

    A crash between the two has the same mail taken in again, which changes nothing.
    """

    inbox: Iterable[Arrival]
    receive: Callable[[bytes], Received]

    def __call__(self) -> Counter[Received]:
        """Return what became of the mails, counted; one that fails waits for the next time."""
        received: Counter[Received] = Counter()
        for arrival in self.inbox:
            try:
                outcome = self.receive(arrival.read())
                arrival.keep() if outcome in _FOR_A_PERSON else arrival.delete()
            except Temporary as error:
                log.warning("mail_waits", error=str(error))
                continue
            received[outcome] += 1
        return received
