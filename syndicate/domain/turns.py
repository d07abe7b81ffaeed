"""Whose mail goes first, and what part of the way out do the others keep?

A letter has somebody waiting for it, a notice mends an error, a digest has its day. But
a flood of one kind never stops another: each that waits keeps a share.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

SHARE = 5  # a kind that waits keeps a fifth
SMALLER = 5  # and turns come five times as often where several kinds wait


class Urgency(StrEnum):
    """What kind of mail it is, the most urgent first."""

    LETTER = "letter"
    NOTICE = "notice"
    DIGEST = "digest"


def urgency_of(*, edition_id: int | None, notice_id: int | None) -> Urgency:
    """Return what kind of mail a delivery is."""
    if edition_id is not None:
        return Urgency.DIGEST
    return Urgency.NOTICE if notice_id is not None else Urgency.LETTER


def more_urgent(than: Urgency) -> Sequence[Urgency]:
    """Return the kinds that go before one."""
    kinds = list(Urgency)
    return kinds[: kinds.index(than)]


def shared_out(waiting: Mapping[Urgency, int], room: int) -> Mapping[Urgency, int]:
    """Decide how many of each kind to take; `waiting` need not count beyond `room`.

    Where several kinds wait, less is taken at a time, so that what comes due meanwhile
    soon has its turn.
    """
    if sum(count > 0 for count in waiting.values()) > 1:
        room = max(1, room // SMALLER)
    taken = {kind: min(waiting.get(kind, 0), room // SHARE) for kind in Urgency}
    left = room - sum(taken.values())
    for kind in Urgency:
        more = min(waiting.get(kind, 0) - taken[kind], left)
        taken[kind] += more
        left -= more
    return taken
