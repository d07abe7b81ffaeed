"""Which mail may go to its destination now, and what waits there for its turn?

Asked once for a batch, and told once for what became of some of it: a site without
limits, whose mail is taken, pays two short questions a batch and nothing for a message.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from syndicate.domain.deliveries import Claim, DeliveryStatus, Outcome, alone
from syndicate.domain.destinations import (
    Destination,
    Tally,
    allowance,
    heard,
    kept_waiting,
    let_out,
    why_waiting,
)
from syndicate.domain.limits import Limits
from syndicate.domain.nameless import nameless
from syndicate.domain.put_offs import Answer

log = structlog.get_logger()

_Told = tuple[Claim, Outcome]


class Ledger(Protocol):
    """What throttling asks of the ledger."""

    def claim(self, batch_id: int, limit: int, now: datetime) -> Sequence[Claim]: ...
    def claim_kept(self, batch_id: int, destination: str, limit: int) -> int: ...
    def claimed_by(self, batch_id: int) -> Sequence[Claim]: ...
    def keep_back(
        self, batch_id: int, numbers: Sequence[int], destination: Destination, why: str
    ) -> None: ...


class Places(Protocol):
    """What throttling asks of the destinations."""

    def ready(self, now: datetime) -> Sequence[str]: ...
    def troubled(self) -> Sequence[Destination]: ...
    def locked(self, names: Collection[str]) -> Mapping[str, Destination]: ...
    def save(self, changed: Sequence[Destination]) -> None: ...


class Seats(Protocol):
    """What throttling asks of connections under way."""

    def busy(self, name: str, batch_id: int) -> int: ...
    def seat(self, name: str, batch_id: int) -> None: ...


class Destinations(Places, Seats, Protocol):
    """The destinations, and the connections to them."""


class Transaction(Protocol):
    """What throttling sees of the store."""

    @property
    def deliveries(self) -> Ledger: ...
    @property
    def destinations(self) -> Destinations: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttle:
    """Keeps to the limits, and holds back destinations that say "not now".

    `chance` returns a number from 0 to 1 each time. All is done in the caller's transaction.
    """

    limits: Limits
    chance: Callable[[], float]

    def ready(self, tx: Transaction, now: datetime) -> bool:
        """Tell whether mail that waited for its destination may go."""
        return bool(tx.destinations.ready(now))

    def claim(
        self, tx: Transaction, batch_id: int, most: int, now: datetime
    ) -> tuple[Sequence[Claim], int]:
        """Take a batch; return what of it may go now, and how many were kept back.

        Half of a batch is for what waited for its destination, once its time has come.
        """
        ready = tx.destinations.ready(now)
        half = most // 2 if ready else 0
        claims = tx.deliveries.claim(batch_id, most - half, now)
        new = self._limited(tx, claims)
        if not ready and not new:
            return claims, 0
        door = _Door(throttle=self, tx=tx, batch_id=batch_id, now=now)
        door.lock({*ready, *new})
        for name in ready:  # before new mail, lest that take its turn
            half -= door.let_waiting(name, half)
        back = [number for name, numbers in new.items() for number in door.let_new(name, numbers)]
        tx.destinations.save(list(door.places.values()))
        return tx.deliveries.claimed_by(batch_id), len(back)

    def _limited(self, tx: Transaction, claims: Sequence[Claim]) -> Mapping[str, list[int]]:
        """Return claims by destination, of those that are limited or held back."""
        held = {place.name for place in tx.destinations.troubled() if place.held_back}
        if not self.limits and not held:
            return {}
        found = self.by_destination(claims).items()
        return {name: own for name, own in found if name in held or self.limits.of(name)}

    def counts_connections(self, claims: Sequence[Claim]) -> bool:
        """Tell whether any destination of a batch limits its connections: a batch is one."""
        return bool(self.limits) and any(
            limit.connections is not None
            for name in self.by_destination(claims)
            if (limit := self.limits.of(name))
        )

    def by_destination(self, claims: Sequence[Claim]) -> dict[str, list[int]]:
        """Return the numbers of claims by where they go."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for claim in claims:
            found[self.limits.destination(claim.email)].append(claim.id)
        return dict(found)

    def heard(
        self,
        tx: Transaction,
        batch_id: int,
        claims: Sequence[Claim],
        outcomes: Mapping[int, Outcome],
        now: datetime,
    ) -> tuple[Sequence[Claim], Mapping[int, Outcome]]:
        """Learn from what became of some of a batch; return what is left of it and may go.

        The rest of what goes to a destination that is held back, whoever found that out,
        is kept back. What became of those tried is returned as it counts then.
        """
        rest = [claim for claim in claims if claim.id not in outcomes]
        troubled = {place.name for place in tx.destinations.troubled()}
        if not troubled and not any(outcome.answer for outcome in outcomes.values()):
            return rest, outcomes
        done = [claim for claim in claims if claim.id in outcomes]
        held = self._learn(tx, self._tallies(done, outcomes, troubled), now)
        door = _Door(throttle=self, tx=tx, batch_id=batch_id, now=now)
        back = door.shut(self.by_destination(rest))
        own = {
            claim.id: alone(outcomes[claim.id], claim.attempts, now, self.chance())
            for claim in done
            if self.limits.destination(claim.email) not in held
        }
        return [claim for claim in rest if claim.id not in back], {**outcomes, **own}

    def _learn(self, tx: Transaction, tallies: Mapping[str, Tally], now: datetime) -> set[str]:
        """Write down what destinations said; return which of them are held back."""
        changed, held = [], set()
        for name, before in tx.destinations.locked(tallies).items():
            after = heard(before, tallies[name], now, self.chance())
            if after != before:
                changed.append(after)
            if after.held_back:
                held.add(name)
            if after.trips > before.trips:
                log.warning("destination_held_back", destination=name, said=after.said)
        tx.destinations.save(changed)
        return held

    def _tallies(
        self, done: Sequence[Claim], outcomes: Mapping[int, Outcome], troubled: Collection[str]
    ) -> Mapping[str, Tally]:
        """Count what destinations said, where one put something off, now or before."""
        told: defaultdict[str, list[_Told]] = defaultdict(list)
        for claim in done:
            told[self.limits.destination(claim.email)].append((claim, outcomes[claim.id]))
        return {
            name: _tally(each)
            for name, each in told.items()
            if name in troubled or any(outcome.answer for _, outcome in each)
        }


@dataclass(slots=True, kw_only=True)
class _Door:
    """Lets out of one batch what may go to each destination; `places` are those locked."""

    throttle: Throttle
    tx: Transaction
    batch_id: int
    now: datetime
    places: dict[str, Destination] = field(default_factory=dict)

    def lock(self, names: Collection[str]) -> None:
        """Have destinations for this transaction alone."""
        self.places = dict(self.tx.destinations.locked(names))

    def let_waiting(self, name: str, most: int) -> int:
        """Take what may go of that which waits for a destination; return how many."""
        allowed = self._allowed(name)
        most = min(most, allowed)
        taken = self.tx.deliveries.claim_kept(self.batch_id, name, most) if most > 0 else 0
        self._pass(name, taken, more=taken == allowed)
        return taken

    def let_new(self, name: str, numbers: Sequence[int]) -> Sequence[int]:
        """Let out what may go of new claims; return what was kept back."""
        count = min(len(numbers), self._allowed(name))
        self._pass(name, count, more=count < len(numbers))
        back = numbers[count:]
        if back:
            self._keep_back(self.places[name], back)
        return back

    def shut(self, waiting: Mapping[str, Sequence[int]]) -> set[int]:
        """Keep back what goes to destinations that are held back; return which."""
        held = [p for p in self.tx.destinations.troubled() if p.held_back and not p.probing]
        for place in held:
            if place.name in waiting:
                self._keep_back(place, waiting[place.name])
        return {number for place in held for number in waiting.get(place.name, ())}

    def _allowed(self, name: str) -> int:
        busy = self.tx.destinations.busy(name, self.batch_id)
        return allowance(self.places[name], self.throttle.limits.of(name), busy, self.now)

    def _pass(self, name: str, count: int, *, more: bool) -> None:
        """Note that so many go, and that more wait."""
        place, limit = self.places[name], self.throttle.limits.of(name)
        if count and limit and limit.connections is not None:
            self.tx.destinations.seat(name, self.batch_id)
        place = let_out(place, limit, count, self.now, self.throttle.chance())
        self.places[name] = kept_waiting(place, limit, self.now) if more else place

    def _keep_back(self, place: Destination, numbers: Sequence[int]) -> None:
        why = why_waiting(place, self.throttle.limits.of(place.name))
        self.tx.deliveries.keep_back(self.batch_id, numbers, place, why)


def _tally(told: Sequence[_Told]) -> Tally:
    answers = [outcome.answer for _, outcome in told]
    said = [nameless(outcome.reply) for _, outcome in told if outcome.answer]
    much = [claim for claim, outcome in told if outcome.answer is Answer.THROTTLED]
    first = {claim.email for claim in much if claim.attempts == 1}
    return Tally(
        taken=sum(outcome.status is DeliveryStatus.SENT for _, outcome in told),
        put_off=answers.count(Answer.PUT_OFF),
        throttled=len(first),
        again=len(much) - len(first),
        said=said[-1] if said else "",
    )
