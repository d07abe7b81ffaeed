"""What should have happened by now, and has not?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What should have happened by now: nothing, where a server or ticker is at work.

    `overdue` counts articles past their moment, `events` what is not relayed, `failed`
    those of them that were tried in vain, `mails` deliveries that could go out;
    `trouble` is what the latest delivery that failed for now was told.
    """

    overdue: int
    events: int
    failed: int
    mails: int
    trouble: str
