"""How much mail may go to a destination: how many at this moment, and when the next?

A bucket holds `burst` tokens and is filled again by `per_minute`; a message takes one. It
is kept as one instant: when it will be full again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)
_STEP = timedelta(microseconds=1)
_BURSTS = 4  # a minute's messages go in about as many bursts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a destination takes; None where it is not limited."""

    per_minute: int | None = None
    burst: int | None = None
    connections: int | None = None

    @property
    def capacity(self) -> int:
        """Return how many may go at once after a silence."""
        return self.burst or -(-(self.per_minute or 1) // _BURSTS)

    @property
    def interval(self) -> timedelta:
        """Return how long one token takes; rounded up, so that never more go than allowed."""
        steps = MINUTE // _STEP
        return _STEP * -(-steps // (self.per_minute or 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the operator wrote: limits by destination, and which domains are one of them.

    A destination is a domain of addresses, unless it was said to be part of another one.
    """

    by_name: Mapping[str, Limit] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    default: Limit | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is limited."""
        return bool(self.by_name) or self.default is not None

    @property
    def count_connections(self) -> bool:
        """Tell whether any destination limits its connections."""
        every = (*self.by_name.values(), *((self.default,) if self.default else ()))
        return any(limit.connections is not None for limit in every)

    def destination(self, email: str) -> str:
        """Return where mail to an address goes."""
        domain = email.rpartition("@")[2].lower()
        return self.parts.get(domain, domain)

    def of(self, destination: str) -> Limit | None:
        """Return what a destination takes; None where it takes any number."""
        return self.by_name.get(destination, self.default)


def room(limit: Limit, full_at: datetime | None, now: datetime) -> int:
    """Return how many may go now."""
    lacking = max(full_at - now, timedelta(0)) if full_at else timedelta(0)
    return max(0, (limit.capacity * limit.interval - lacking) // limit.interval)


def taken(limit: Limit, full_at: datetime | None, count: int, now: datetime) -> datetime:
    """Return when the bucket will be full again after so many have gone."""
    return max(full_at or now, now) + count * limit.interval


def next_token(limit: Limit, full_at: datetime | None, now: datetime) -> datetime:
    """Return the first instant at which one more may go."""
    if full_at is None:
        return now
    return max(now, full_at - (limit.capacity - 1) * limit.interval)
