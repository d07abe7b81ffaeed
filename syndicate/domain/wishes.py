"""What does a reader wish of all newsletters: how often, of what, from when on, and how written?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from syndicate.domain.schedules import resolve
from syndicate.domain.zones import zone_named
from syndicate.errors import Unreadable

LONGEST_PAUSE = timedelta(days=183)


class Frequency(StrEnum):
    """How often a newsletter may come at the most."""

    EVERY = "every"
    DAILY = "daily"
    WEEKLY = "weekly"


_DAYS = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}


def told_before(due: datetime, zone: tzinfo) -> Mapping[Frequency, datetime]:
    """Return before when who does not want every edition must have been told to get one.

    By days of the calendar, not hours: an edition that was late yesterday keeps nobody
    from today's.
    """
    today = due.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return {
        frequency: (today - timedelta(days=days - 1)).replace(tzinfo=zone).astimezone(UTC)
        for frequency, days in _DAYS.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """When the next digest goes to readers of some zones; without zones, to everybody.

    `told_before` says before when those must have been told who do not want every edition.
    """

    due: datetime
    zones: tuple[str, ...]
    told_before: Mapping[Frequency, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What holds for every newsletter of a reader.

    `sections` are terms; with none, everything is told. Nothing scheduled comes before
    `paused_until`. `plain_text` leaves the HTML part out.
    """

    frequency: Frequency = Frequency.EVERY
    sections: tuple[str, ...] = ()
    paused_until: datetime | None = None
    plain_text: bool = False


def read_frequency(text: str) -> Frequency:
    """Return the frequency that a form sent; every edition where it sent none."""
    try:
        return Frequency(text or Frequency.EVERY)
    except ValueError as error:
        names = ", ".join(Frequency)
        raise Unreadable(f"{text!r} is no frequency; choose one of {names}") from error


def read_pause(text: str, timezone: str, now: datetime) -> datetime | None:
    """Return when a pause ends that a form sent as a date: as that day begins for the reader.

    None without a date, or where the day has begun. Raises Unreadable for what is no date,
    or too far away: what came meanwhile is told afterwards, and has to fit into one mail.
    """
    if not text:
        return None
    try:
        midnight = datetime.combine(date.fromisoformat(text), time())
        until = resolve(midnight, zone_named(timezone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{text!r} is no day; write it as in 2026-03-01") from error
    if until > now + LONGEST_PAUSE:
        raise Unreadable(
            f"a pause lasts until {now + LONGEST_PAUSE:%Y-%m-%d} at the most; choose an earlier day"
        )
    return until if until > now else None


def last_day(timezone: str, now: datetime) -> datetime:
    """Return a wall time of the last day on which a pause can end for a reader of a zone."""
    return (now + LONGEST_PAUSE).astimezone(zone_named(timezone)).replace(tzinfo=None)
