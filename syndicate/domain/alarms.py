"""What must the operator be told, and when once more?

An alarm has a name for as long as it lasts. It is told when it begins, and each day that it
goes on. One that comes back within an hour of being told is the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicate.domain.destinations import Destination
from syndicate.domain.now_and_then import is_time_again

WATCHED_EVERY = timedelta(minutes=5)
KEYS_EVERY = timedelta(days=1)
TOLD_AGAIN = timedelta(days=1)
LATELY = timedelta(days=1)
MISSED_FOR = timedelta(hours=23)
"""For so long an edition that was missed is told of: less than what is told again."""

_SAME = timedelta(hours=1)
_FEWEST_REPORTS = 10
_KEY = "key "
_STOP = "syndicate pause stops all mail while you look."
_BOUNCES = f"Why is in the log (mail_came_back). {_STOP}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When it is an alarm: percents of mails and of a disk, days since a backup; 0 is never."""

    bounce_percent: float = 5.0
    complaint_percent: float = 0.3
    free_percent: float = 10.0
    backup_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk that something of the site's is on, in bytes."""

    path: str
    total: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """An edition that was missed, all of it or in part: its number, newsletter and period."""

    edition_id: int
    newsletter: str
    period: str
    in_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an operator would look at. `bounces` and `complaints` are of the last day.

    `sent` is what they are a share of: the mails of that day, or of the newest edition.
    `keys` tells what is wrong with keys in DNS, by their names; None where it was not asked
    this time. `backed_up` is when the last backup was made, or since when it is watched.
    """

    missed: Sequence[Missed] = ()
    held_back: Sequence[Destination] = ()
    sent: int = 0
    bounces: int = 0
    complaints: int = 0
    keys: Mapping[str, str] | None = None
    disks: Sequence[Disk] = ()
    backed_up: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What is wrong just now, since when, and when the operator was told last."""

    name: str
    since: datetime
    told: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What to do about alarms, by name: those that begin, are told again, and are over."""

    begin: Sequence[str]
    again: Sequence[str]
    end: Sequence[str]


def wrong(seen: Seen, limits: Limits, now: datetime) -> Mapping[str, str]:
    """Return what is wrong, by the alarm's name, each in a sentence or two."""
    return dict(
        [
            *_editions(seen),
            *_mail(seen, limits),
            *_machine(seen, limits, now),
        ]
    )


def steps(known: Sequence[Alarm], found: Mapping[str, str], seen: Seen, now: datetime) -> Steps:
    """Decide what follows. What was not looked at this time stays as it was."""
    names = {alarm.name for alarm in known}
    return Steps(
        begin=[name for name in found if name not in names],
        again=[a.name for a in known if a.name in found and is_time_again(a.told, TOLD_AGAIN, now)],
        end=[a.name for a in known if a.name not in found and _over(a, seen, now)],
    )


def _over(alarm: Alarm, seen: Seen, now: datetime) -> bool:
    asked = seen.keys is not None or not alarm.name.startswith(_KEY)
    return asked and is_time_again(alarm.told, _SAME, now)


def _editions(seen: Seen) -> Iterator[tuple[str, str]]:
    for each in seen.missed:
        how = "missed in part: not all of it" if each.in_part else "missed: none of it"
        words = (
            f"The edition {each.period} of {each.newsletter} was {how} could go out in time. "
            "Who was not mailed is told the same in the next one."
        )
        yield f"missed {each.edition_id}", words
    for place in seen.held_back:
        said = place.said.rstrip(".")
        words = (
            f"Mail to {place.name} is held back, since it said: {said}. "
            "It is tried again by itself; syndicate status tells when."
        )
        yield f"held back {place.name}", words


def _mail(seen: Seen, limits: Limits) -> Iterator[tuple[str, str]]:
    reports = (
        ("bounces", seen.bounces, limits.bounce_percent, "came back", _BOUNCES),
        ("complaints", seen.complaints, limits.complaint_percent, "were complained about", _STOP),
    )
    for name, number, percent, what, todo in reports:
        if percent and number >= _FEWEST_REPORTS and number * 100 > percent * seen.sent:
            of = f"of {seen.sent} sent: more than {percent:g} %."
            yield name, f"{number} mails {what} in the last day, {of} {todo}"
    for key, fault in (seen.keys or {}).items():
        yield f"{_KEY}{key}", f"{key}: {fault}."


def _machine(seen: Seen, limits: Limits, now: datetime) -> Iterator[tuple[str, str]]:
    for disk in seen.disks:
        if disk.free * 100 < limits.free_percent * disk.total:
            words = (
                f"The disk of {disk.path} is filling: {disk.free * 100 // disk.total} % are free. "
                "Make room before it is full: nothing is published or mailed then."
            )
            yield f"disk {disk.path}", words
    days = (now - seen.backed_up).days
    if limits.backup_days and days >= limits.backup_days:
        yield "backup", f"No backup was made for {days} days: syndicate backup FILE."
