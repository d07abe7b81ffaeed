"""How does mail to each destination stand, where it is limited or held back?

A row is made for a destination when it first matters; a store without limits whose
mail is taken has none.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from syndicate.domain.destinations import Destination
from syndicate.store.dialects import inserting
from syndicate.store.tables import batches, deliveries, destinations, rests, seats

_WAITING = (
    select(deliveries.c.id)
    .where(text("deliveries.status = 'pending'"), deliveries.c.waits_for == destinations.c.name)
    .correlate(destinations)
    .exists()
)


class Destinations:
    """The destinations in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ready(self, now: datetime) -> Sequence[str]:
        """Return the destinations that mail waits for, whose moment has come; none at rest."""
        come = or_(destinations.c.next_at.is_(None), destinations.c.next_at <= now)
        statement = select(destinations.c.name).where(come, _WAITING, ~select(rests.c.id).exists())
        return self._connection.execute(statement.order_by(destinations.c.name)).scalars().all()

    def troubled(self) -> Sequence[Destination]:
        """Return those that put something off since they last took anything, by name."""
        trouble = or_(destinations.c.strikes > 0, destinations.c.trips > 0)
        statement = select(destinations).where(trouble).order_by(destinations.c.name)
        return [_destination(row) for row in self._connection.execute(statement)]

    def locked(self, names: Collection[str]) -> Mapping[str, Destination]:
        """Return destinations by name, that nobody else changes until the transaction ends."""
        if not names:
            return {}
        # In one order for everybody, so that two workers never wait for each other in a ring.
        adding = inserting(self._connection, destinations).on_conflict_do_nothing()
        self._connection.execute(adding, [{"name": name} for name in sorted(names)])
        chosen = select(destinations).where(destinations.c.name.in_(names))
        rows = self._connection.execute(chosen.order_by(destinations.c.name).with_for_update())
        return {row.name: _destination(row) for row in rows}

    def save(self, changed: Sequence[Destination]) -> None:
        """Write how destinations stand."""
        if changed:
            self._connection.execute(_SAVE, [_values(place) for place in changed])

    def busy(self, name: str, batch_id: int) -> int:
        """Return how many other batches under way carry mail to a destination."""
        others = (seats.c.destination == name) & (seats.c.batch_id != batch_id)
        open_ = batches.c.settled.is_(None)
        statement = select(func.count()).select_from(seats.join(batches)).where(others & open_)
        return self._connection.execute(statement).scalar_one()

    def seat(self, name: str, batch_id: int) -> None:
        """Keep one of a destination's connections for a batch, for as long as it is under way."""
        over = select(batches.c.id).where(batches.c.settled.is_not(None))
        mine = seats.c.destination == name
        stale = seats.c.batch_id.in_(over) | (seats.c.batch_id == batch_id)
        self._connection.execute(delete(seats).where(mine & stale))
        taken = {"destination": name, "batch_id": batch_id}
        self._connection.execute(insert(seats).values(taken))

    def waiting(self) -> Mapping[str, int]:
        """Return how many mails wait for each destination."""
        statement = (
            select(deliveries.c.waits_for, func.count().label("total"))
            .where(text("deliveries.status = 'pending' AND deliveries.waits_for IS NOT NULL"))
            .group_by(deliveries.c.waits_for)
        )
        return {row.waits_for: row.total for row in self._connection.execute(statement)}


_FIELDS = ("full_at", "next_at", "strikes", "trips", "probing", "since", "said")
_SAVE = (
    update(destinations)
    .where(destinations.c.name == bindparam("place"))
    .values({name: bindparam(f"new_{name}", type_=destinations.c[name].type) for name in _FIELDS})
)


def _values(place: Destination) -> dict[str, Any]:
    return {"place": place.name} | {f"new_{name}": getattr(place, name) for name in _FIELDS}


def _destination(row: Row[Any]) -> Destination:
    return Destination(name=row.name, **{name: getattr(row, name) for name in _FIELDS})
