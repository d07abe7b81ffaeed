"""When are the messages of a batch made? Some at a time, a little before their turn.

A processor that makes one message, waits for the server's answer and makes the next one
has forgotten everything in between; several in a row take half as long.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from syndicate.domain.deliveries import Claim, Clearance
from syndicate.domain.messages import Outgoing
from syndicate.services.looks import Looks

MOST = 16


class Writer(Protocol):
    """Writes each reader's message."""

    def message(self, claim: Claim) -> Outgoing: ...
    def messages(self, claims: Iterable[Claim]) -> Iterator[Outgoing]: ...


class Ahead:
    """The messages of one batch; that of a delivery which was announced is the very same."""

    def __init__(self, writer: Writer, looks: Looks, claims: Sequence[Claim]) -> None:
        self._writer = writer
        self._looks = looks
        self._claims = claims
        self._places = {claim.id: place for place, claim in enumerate(claims)}
        self._ready: dict[int, Outgoing] = {}

    def take(self, claim: Claim) -> Outgoing:
        """Return a delivery's message, at its turn."""
        return self._ready.pop(claim.id, None) or self._writer.message(claim)

    def at_hand(self, claim: Claim) -> Outgoing | None:
        """Return a delivery's message if it was made and may go."""
        return self._ready.get(claim.id) if self._goes(claim) else None

    def foreseen(self, claim: Claim) -> Outgoing | None:
        """Return the message of the next delivery, if it looks as if it may go."""
        if claim.id not in self._ready:
            self._make(self._places[claim.id])
        return self.at_hand(claim)

    def _make(self, place: int) -> None:
        """Have the next messages made; what fails is met again, and recorded, at its own turn."""
        try:
            wanted = [claim for claim in self._claims[place : place + MOST] if self._wants(claim)]
            for claim, made in zip(wanted, self._writer.messages(wanted), strict=False):
                self._ready[claim.id] = made
        except Exception:  # noqa: BLE001 - as said above
            return

    def _wants(self, claim: Claim) -> bool:
        return claim.id not in self._ready and self._goes(claim)

    def _goes(self, claim: Claim) -> bool:
        return self._looks.last(claim.id) is Clearance.GO
