"""May this process be sent visitors, and if not, what is wrong in words?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TICK = "tick"
"""Under which name it is kept when a ticker looked last."""
NOTED_EVERY = timedelta(minutes=1)
"""So seldom, since each note is a commit, after which everybody looks anew."""

_LEAST_PATIENCE = timedelta(minutes=3)
_TICKS_MISSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What tells whether a site works, at one moment.

    `revision` is the store's, `needed` this program's. `waiting_since` is when the oldest
    event was recorded that nobody has tried to relay yet: one that failed is no sign that
    nobody relays. `ticked` is when a ticker looked last.
    """

    revision: str | None
    needed: str
    waiting_since: datetime | None
    ticked: datetime | None


def patience(tick_seconds: int) -> timedelta:
    """Return for how long nothing may be heard of whoever ticks."""
    return max(_LEAST_PATIENCE, NOTED_EVERY + _TICKS_MISSED * timedelta(seconds=tick_seconds))


def not_ready(signs: Signs, patient_for: timedelta, now: datetime) -> Sequence[str]:
    """Return what is wrong, a line each; nothing where all is well.

    A store that a newer program has migrated is no fault: while programs are exchanged
    one after the other, the older ones serve on.
    """
    if signs.revision is None or signs.revision < signs.needed:
        return [f"the store is at revision {signs.revision or 'nothing'}, not at {signs.needed}"]
    told = []
    if signs.waiting_since is not None and now - signs.waiting_since > patient_for:
        told.append(f"an event waits to be relayed for {_lasting(now - signs.waiting_since)}")
    if signs.ticked is None:
        told.append("no ticker was ever seen: run syndicate serve, or python scheduler.py")
    elif now - signs.ticked > patient_for:
        told.append(f"no ticker was seen for {_lasting(now - signs.ticked)}")
    return told


def _lasting(time: timedelta) -> str:
    return f"{round(time.total_seconds())} s"
