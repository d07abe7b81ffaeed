"""When may mail go to a destination, and when is it held back because it says "not now"?

One that puts off more than it takes, or says that it had too much and takes nothing
beside, is held back: for longer each time, until a few messages that are sent to try it
are taken. What waits for it meanwhile has failed in nothing. What it says to one reader,
however often, holds nobody else back.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from syndicate.domain.limits import Limit, next_token, room, taken

STORM = 10
TOO_MUCH = 2
"""So many readers whose mail was too much are a storm."""
PROBES = 3
FIRST_HOLD = timedelta(minutes=1)
LONGEST_HOLD = timedelta(hours=1)
CONNECTION_WAIT = timedelta(seconds=5)
_NO_END = 10**6
_MOST_DOUBLINGS = 10
_LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """How mail to one destination stands.

    `full_at` is its bucket's (`limits`). `next_at` is when the next message may go, where
    some wait. `strikes` weighs messages put off with none taken since; while it is held back,
    it counts those that tried it in vain. `trips` counts how often it was held back in a row,
    `since` when, and `said` what it said then; `probing` tells that it is being tried.
    """

    name: str
    full_at: datetime | None = None
    next_at: datetime | None = None
    strikes: int = 0
    trips: int = 0
    probing: bool = False
    since: datetime | None = None
    said: str = ""

    @property
    def held_back(self) -> bool:
        """Tell whether nothing goes there but to try it."""
        return self.trips > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a destination said to some messages, and one example of its words.

    `throttled` counts messages that were too much for the first time, `again` others.
    """

    taken: int = 0
    put_off: int = 0
    throttled: int = 0
    again: int = 0
    said: str = ""


def allowance(place: Destination, limit: Limit | None, busy: int, now: datetime) -> int:
    """Return how many messages may go now; `busy` connections carry some already."""
    if limit and limit.connections is not None and busy >= limit.connections:
        return 0
    tokens = room(limit, place.full_at, now) if limit and limit.per_minute else _NO_END
    if not place.held_back:
        return tokens
    waits = place.next_at is not None and now < place.next_at
    return 0 if waits else min(tokens, PROBES)


def let_out(
    place: Destination, limit: Limit | None, count: int, now: datetime, chance: float
) -> Destination:
    """Return how a destination stands after so many were let out to it.

    `chance`, from 0 to 1, keeps processes from trying all at one moment.
    """
    full_at = place.full_at
    if limit and limit.per_minute and count:
        full_at = taken(limit, full_at, count, now)
    after = replace(place, full_at=full_at)
    if not place.held_back or not count:
        return after
    # Moved on now: should nobody tell what became of these, others are tried then.
    return replace(after, probing=True, next_at=now + _hold(place.trips, chance))


def kept_waiting(place: Destination, limit: Limit | None, now: datetime) -> Destination:
    """Return how a destination stands for which more messages wait than may go now."""
    if place.held_back:
        return place
    if limit and limit.per_minute and not room(limit, place.full_at, now):
        return replace(place, next_at=next_token(limit, place.full_at, now))
    return replace(place, next_at=now + CONNECTION_WAIT)


def why_waiting(place: Destination, limit: Limit | None) -> str:
    """Say why a message waits for its destination."""
    if place.held_back:
        return f"{place.name} is held back, it said: {place.said}"
    told = []
    if limit and limit.per_minute:
        told.append(f"{limit.per_minute} messages a minute")
    if limit and limit.connections:
        told.append(f"{limit.connections} connections")
    return f"waits for its turn: {place.name} is given {' and '.join(told)}"


def heard(place: Destination, tally: Tally, now: datetime, chance: float) -> Destination:
    """Decide how a destination stands after what it said.

    A message that was too much before tells nothing new of the others.
    """
    if place.held_back:
        return _tried(place, tally, now, chance)
    if tally.taken > tally.put_off + tally.throttled:
        return replace(place, strikes=0)
    weight = tally.put_off + tally.throttled * (STORM // TOO_MUCH)
    strikes = max(0, place.strikes - tally.taken) + weight
    if strikes >= STORM:
        return _tripped(place, tally.said, now, chance)
    return replace(place, strikes=strikes)


def _tried(place: Destination, tally: Tally, now: datetime, chance: float) -> Destination:
    """Judge by what was sent to try it; what was under way when it was held back says nothing.

    No single reader decides: what some are refused is set against what others have taken.
    """
    if not place.probing:
        return place
    refused = tally.put_off + tally.throttled + tally.again
    in_vain = place.strikes + refused - tally.taken
    if in_vain >= PROBES:
        return _tripped(place, tally.said, now, chance)
    if tally.taken and in_vain <= 0:
        return Destination(name=place.name, full_at=place.full_at)
    return replace(place, strikes=max(0, in_vain))


def _tripped(place: Destination, said: str, now: datetime, chance: float) -> Destination:
    trips = place.trips + 1
    return replace(
        place,
        strikes=0,
        trips=trips,
        probing=False,
        since=place.since or now,
        next_at=now + _hold(trips, chance),
        said=said[:_LONGEST_QUOTE],
    )


def _hold(trips: int, chance: float) -> timedelta:
    wait = min(FIRST_HOLD * 2 ** min(trips - 1, _MOST_DOUBLINGS), LONGEST_HOLD)
    held: timedelta = wait * (1 + chance / 4)
    return held
