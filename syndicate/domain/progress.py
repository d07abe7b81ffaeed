"""How far is an edition that goes out, how fast, and how long will it take?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from syndicate.domain.deliveries import DeliveryStatus
from syndicate.domain.editions import EditionStatus, Wave

LOOKED_BACK = timedelta(minutes=1)
_SHORTEST = timedelta(seconds=1)
_FEW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many mails of an edition stand how; `waiting` are those that nothing decided yet.

    `per_minute` is how fast mails were accepted in the last minute, or since it was due;
    `remaining` is None where nothing waits, or nothing moves.
    """

    sent: int
    failed: int
    waiting: int
    in_doubt: int
    per_minute: int = 0
    remaining: timedelta | None = None


def progress(
    counts: Mapping[DeliveryStatus, int], lately: int, since_due: timedelta = LOOKED_BACK
) -> Progress:
    """Return how far it is, by its counts and how many were accepted in the last minute.

    One that was due just before had less time.
    """
    waiting = counts.get(DeliveryStatus.PENDING, 0) + counts.get(DeliveryStatus.CLAIMED, 0)
    taken = min(max(since_due, _SHORTEST), LOOKED_BACK)
    per_minute = round(lately * timedelta(minutes=1) / taken)
    moves = waiting and per_minute
    return Progress(
        sent=counts.get(DeliveryStatus.SENT, 0),
        failed=counts.get(DeliveryStatus.FAILED, 0),
        waiting=waiting,
        in_doubt=counts.get(DeliveryStatus.IN_DOUBT, 0),
        per_minute=per_minute,
        remaining=timedelta(minutes=waiting / per_minute) if moves else None,
    )


def missed_in_part(waves: Sequence[Wave], counts: Mapping[DeliveryStatus, int]) -> bool:
    """Tell whether a good part of an edition could not go out in time: a tenth of its mails.

    Fewer than that are readers whose servers put them off until it was too late. A wave that
    was missed before it was planned has no mails to count.
    """
    missed = [wave for wave in waves if wave.status is EditionStatus.MISSED]
    if any(wave.seen_to is None for wave in missed):
        return True
    lost = counts.get(DeliveryStatus.CANCELLED, 0)
    return bool(missed) and lost * _FEW >= sum(counts.values())
