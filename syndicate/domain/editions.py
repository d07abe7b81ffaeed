"""Which editions of a newsletter are due, and may they still go out?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from syndicate.domain.feeds import Feed

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


UNDER_WAY = (EditionStatus.SENDING, EditionStatus.PAUSED, EditionStatus.HELD)
NOT_OVER = (EditionStatus.DUE, *UNDER_WAY)
OVER = (
    EditionStatus.SENT,
    EditionStatus.EMPTY,
    EditionStatus.MISSED,
    EditionStatus.CANCELLED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsletter:
    """A digest's definition. `schedule` is text in the newsletter's own `timezone`.

    With `reader_time` each reader gets it at that wall time in his own zone.
    Empty `sections` means all of them. With `approval` each edition waits for somebody
    to approve of it.
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
    resumed: datetime | None = None
    approval: bool = False

    @property
    def running_since(self) -> datetime:
        """Return since when editions come due: what fell into a pause is not sent late."""
        return self.resumed or self.created

    @property
    def told_schedule(self) -> str:
        """Return the schedule where it is in words that readers understand, not cron's."""
        return self.schedule if self.schedule[:1].isalpha() else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One occurrence of a newsletter, unique by its period key.

    `asked` is when whoever approves editions was mailed that this one waits.
    """

    id: int = 0
    newsletter_id: int
    period_key: str
    due: datetime
    status: EditionStatus
    fault: str = ""
    approved: datetime | None = None
    asked: datetime | None = None

    @property
    def local(self) -> datetime:
        """Return the wall time of the edition: the same for readers in every zone."""
        return datetime.fromisoformat(self.period_key)


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


def archive_feed(newsletter: Newsletter) -> Feed:
    """Return the feed of a newsletter's past editions."""
    return Feed(name=f"newsletters/{newsletter.name}", label=newsletter.title)


def keys_by_hand(now: datetime, zone: tzinfo) -> tuple[str, str]:
    """Return the keys for an edition sent by hand: to the second, which no schedule has.

    The other one is for when another edition was sent in the same second.
    """
    local = now.astimezone(zone).replace(tzinfo=None)
    return local.isoformat(timespec="seconds"), local.isoformat(timespec="microseconds")


def by_hand(period_key: str) -> bool:
    """Tell whether an edition is sent by hand, to all readers at once."""
    return len(period_key) >= len("2026-10-01T07:00:00")


def too_late(due: datetime, late_limit: timedelta, now: datetime) -> bool:
    """Tell whether a wave due then is past its newsletter's late limit."""
    return now - due > late_limit


def awaits_approval(newsletter: Newsletter, edition: Edition) -> bool:
    """Tell whether nothing of an edition may go out before somebody approved of it.

    What is sent by hand was approved by who sent it.
    """
    waits = newsletter.approval and edition.approved is None
    open_ = edition.status in NOT_OVER
    return waits and open_ and not by_hand(edition.period_key)


def paused_over(newsletter: Newsletter, wave: Wave) -> bool:
    """Tell whether a wave falls into a pause of its newsletter, and so does not go out.

    Of a wave that is over that is known only while nothing of it was planned.
    """
    return newsletter.paused or wave.due < newsletter.running_since


def gives_up(newsletter: Newsletter, wave: Wave, now: datetime) -> bool:
    """Tell whether a wave that is not sent yet must not go out any more."""
    return paused_over(newsletter, wave) or too_late(wave.due, newsletter.late_limit, now)


TOLD = (EditionStatus.SENDING, EditionStatus.SENT, EditionStatus.EMPTY)


def told_by(waves: Sequence[Wave]) -> datetime | None:
    """Decide up to which `recorded` an edition told its readers; None when it told nobody.

    Where a wave told its readers nothing, that is no later than where the edition began:
    to them its items are still new, and others have receipts.
    """
    told = [w for w in waves if w.status in TOLD]
    whole = len(told) == len(waves)
    bounds = [w.seen_to if whole else w.seen_from for w in told]
    return min((bound for bound in bounds if bound is not None), default=None)


def ending(waves: Sequence[EditionStatus], *, mailed: bool) -> EditionStatus:
    """Decide how an edition ended, by its waves and whether anything was mailed."""
    if mailed:
        return EditionStatus.SENT
    if waves and all(status is EditionStatus.MISSED for status in waves):
        return EditionStatus.MISSED
    return EditionStatus.EMPTY
