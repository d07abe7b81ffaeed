"""What time is it? The only reader of wall time."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant to the microsecond."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands where it is put; for tests, previews and replays."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant

    def set(self, instant: datetime) -> None:
        """Move to an instant."""
        self.instant = instant.astimezone(UTC)
