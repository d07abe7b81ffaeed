"""May a network be sent one more feed whole, and when else?

This is kept in the memory of one process. What it forgets costs a burst more, and no store
is asked by whoever hurries.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from syndicate.domain.limits import Limit, next_token, taken

MOST_NETWORKS = 10_000
_AT_ONCE = timedelta(0)


class Fetches:
    """A bucket for each network that was sent feeds lately; `most` networks are remembered.

    Where more come, those are forgotten whose buckets are full, or will be so the soonest.
    """

    def __init__(self, limit: Limit, most: int = MOST_NETWORKS) -> None:
        self._limit = limit
        self._most = most
        self._longest = limit.capacity * limit.interval
        self._full_at: dict[str, datetime] = {}

    def __len__(self) -> int:
        """Return how many networks are remembered."""
        return len(self._full_at)

    def take(self, network: str, now: datetime) -> timedelta:
        """Return how long to wait for the next; it is taken where that is no time at all.

        Who is told to wait has taken nothing, so nobody waits longer for having asked.
        """
        full_at = self._full_at.get(network)
        if full_at is None:
            self._make_room(now)
        elif full_at > now + self._longest:
            full_at = None  # no bucket is so empty: the clock was put back
        wait = next_token(self._limit, full_at, now) - now
        if wait <= _AT_ONCE:
            self._full_at[network] = taken(self._limit, full_at, 1, now)
        return wait

    def _make_room(self, now: datetime) -> None:
        if len(self._full_at) >= self._most:
            kept = _emptiest(self._full_at.items(), now, self._most // 2)
            self._full_at = dict(kept)


def _emptiest(
    buckets: Iterable[tuple[str, datetime]], now: datetime, most: int
) -> list[tuple[str, datetime]]:
    lacking = ((full_at, network) for network, full_at in buckets if full_at > now)
    return [(network, full_at) for full_at, network in sorted(lacking, reverse=True)[:most]]
