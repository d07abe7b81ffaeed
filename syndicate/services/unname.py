"""How do addresses leave what destinations said before they were left out as it came in?

A destination without mail says nothing new, and what it said would stay as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from syndicate.domain.alarms import Alarm
from syndicate.domain.destinations import Destination
from syndicate.domain.nameless import nameless
from syndicate.services.transactions import Transactions


class Destinations(Protocol):
    """What is asked of, and done to, destinations."""

    def troubled(self) -> Sequence[Destination]: ...
    def locked(self, names: Collection[str]) -> Mapping[str, Destination]: ...
    def save(self, changed: Sequence[Destination]) -> None: ...


class Alarms(Protocol):
    """What is asked of, and done to, alarms, which repeat it."""

    def all(self) -> Sequence[Alarm]: ...
    def reword(self, alarm: Alarm, words: str) -> None: ...


class Transaction(Protocol):
    """What is seen of the store."""

    @property
    def destinations(self) -> Destinations: ...
    @property
    def alarms(self) -> Alarms: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unname:
    """Leaves only the domains of addresses. Twice has the effect of once."""

    transactions: Transactions[Transaction]

    def __call__(self) -> None:
        """Look, and write only where there is anything: hardly ever."""
        with self.transactions.read() as tx:
            places = [place.name for place in tx.destinations.troubled() if _names(place.said)]
            alarms = [alarm for alarm in tx.alarms.all() if _names(alarm.words)]
        if not places and not alarms:
            return
        with self.transactions.write() as tx:
            locked = tx.destinations.locked(places).values()
            tx.destinations.save([replace(each, said=nameless(each.said)) for each in locked])
            for alarm in alarms:
                tx.alarms.reword(alarm, nameless(alarm.words))


def _names(said: str) -> bool:
    return nameless(said) != said
