"""What did past editions bring to a reader? A thousand different pasts, by number.

Each bit of a past's number says whether the reader was mailed one of the last ten editions.
If not, the mail failed, or the reader was passed by, or had not joined yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from syndicate.domain.deliveries import DeliveryStatus

TODAY = datetime(2026, 3, 20, 7, tzinfo=UTC)
DAY = timedelta(days=1)
EDITIONS = 10
PASTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail of a past edition: how many editions it makes up for, and how it ended."""

    day: int
    back: int
    status: DeliveryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What readers were mailed before; `told_until` is None for whom no edition was planned."""

    number: int
    since: datetime
    told_until: datetime | None
    mails: Sequence[Mail]


def due(day: int) -> datetime:
    """Return when an edition was due; those before today's have the days 0 to EDITIONS - 1."""
    return TODAY - (EDITIONS - day) * DAY


def past(number: int) -> Past:
    """Return one of the pasts."""
    joined = _joined(number)
    mails, told = [], joined - 1
    for day in range(joined, EDITIONS):
        status = _status(number, day)
        if status is not None:
            mails.append(Mail(day=day, back=day - told - 1, status=status))
        if status is DeliveryStatus.SENT:
            told = day
    return Past(
        number=number,
        since=due(joined - 1) + timedelta(hours=1),
        told_until=due(told) if mails else None,
        mails=mails,
    )


def _joined(number: int) -> int:
    """Return before which edition the readers joined: some as they were first mailed."""
    first = next((day for day in range(EDITIONS) if number >> day & 1), EDITIONS)
    return first if number % 3 == 0 else 0


def _status(number: int, day: int) -> DeliveryStatus | None:
    if number >> day & 1:
        return DeliveryStatus.SENT
    return DeliveryStatus.FAILED if (number + day) % 4 == 0 else None
