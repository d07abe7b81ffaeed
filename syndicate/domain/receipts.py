"""Who was mailed which words of an article, as newsrooms ask it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from syndicate.domain.deliveries import DeliveryStatus

Place = tuple[int, int]
"""Where a receipt stands among others: its cohort's number and its reader's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """Which revisions of articles the mails of a cohort have brought, or bring if they still wait.

    One that waits with words that a grave change has overtaken brings the newest.
    """

    mailed: Mapping[UUID, int]
    waiting: Mapping[UUID, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """The mails that told a revision: those of a newsletter's edition, or of a notice.

    What a notice went under is a newsletter, too, or the name of what its readers follow.
    """

    newsletter: str
    period_key: str | None
    notice_id: int | None
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A reader was mailed a revision, or may have been: in doubt, or on its way (claimed)."""

    place: Place
    email: str
    carrier: Carrier
    status: DeliveryStatus
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierCount:
    """How many of a carrier's mails were sent, are in doubt, or on their way.

    Of `unnamed` ones, which are among them, only the number is kept any more.
    """

    carrier: Carrier
    sent: int
    in_doubt: int
    claimed: int
    unnamed: int = 0

    @property
    def named(self) -> int:
        """Return how many have a reader who is known."""
        return self.sent + self.in_doubt + self.claimed - self.unnamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """How many readers have an article, each counted once, and by which mails.

    Whose receipts are too old to be kept is not among the readers: `unnamed` counts those mails.
    """

    readers: int
    carriers: tuple[CarrierCount, ...]
    unnamed: int = 0
