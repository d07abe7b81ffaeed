"""Which editions of a newsletter are due, and may they still go out?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SIX_HOURS = timedelta(hours=6)


class EditionStatus(StrEnum):
    """Where an edition or one of its waves stands."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    EMPTY = "empty"
    MISSED = "missed"
    HELD = "held"
    PAUSED = "paused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A digest's definition. `schedule` is text in the newsletter's own `timezone`.

    With `reader_time` each reader gets it at that wall time in his own zone.
    Empty `sections` means all of them.
    """

    id: int = 0
    name: str
    title: str
    schedule: str
    timezone: str
    reader_time: bool = False
    sections: tuple[str, ...] = ()
    template: str = "default"
    sender: str = ""
    late_limit: timedelta = SIX_HOURS
    send_empty: bool = False
    paused: bool = False
    created: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One occurrence of a newsletter, unique by its period key."""

    id: int = 0
    newsletter_id: int
    period_key: str
    due: datetime
    status: EditionStatus
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The part of an edition that goes out at one instant.

    `timezones` lists whose readers it is for; empty means everybody.
    `seen_from` (excluded) to `seen_to` (included) is the span of `recorded`
    that its readers are told about; known once it was planned.
    """

    id: int = 0
    edition_id: int
    due: datetime
    timezones: tuple[str, ...] = ()
    seen_from: datetime | None = None
    seen_to: datetime | None = None
    status: EditionStatus


def too_late(due: datetime, late_limit: timedelta, now: datetime) -> bool:
    """Tell whether a wave due then is past its newsletter's late limit."""
    return now - due > late_limit


def ending(waves: Sequence[EditionStatus], *, mailed: bool) -> EditionStatus:
    """Decide how an edition ended, by its waves and whether anything was mailed."""
    if mailed:
        return EditionStatus.SENT
    if waves and all(status is EditionStatus.MISSED for status in waves):
        return EditionStatus.MISSED
    return EditionStatus.EMPTY
