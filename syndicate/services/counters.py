"""What has this process counted since it began?"""

from threading import Lock

from syndicate.domain.deliveries import Claim, DeliveryStatus, Outcome
from syndicate.domain.mail_providers import provider_of
from syndicate.domain.metrics import Family, Labels, Measured, counter

_FEEDS = counter("feed_requests", "Requests for feeds, by the status answered.", "status")
_SETTLED = counter(
    "deliveries_settled",
    "What became of mails that this process tried, by where they go.",
    "state",
    "provider",
)


class Counter:
    """Numbers of one family; any thread may add."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._numbers: dict[Labels, int] = {}
        self._lock = Lock()

    def add(self, *labels: str, by: int = 1) -> None:
        """Count one more, or several."""
        with self._lock:
            self._numbers[labels] = self._numbers.get(labels, 0) + by

    def measured(self) -> Measured:
        """Return what was counted so far."""
        with self._lock:
            return Measured(family=self._family, numbers=dict(self._numbers))


class Counters:
    """Everything that one process counts."""

    def __init__(self) -> None:
        self._feeds = Counter(_FEEDS)
        self._settled = Counter(_SETTLED)

    def feed(self, status: int) -> None:
        """Count a request for a feed."""
        self._feeds.add(str(status))

    def settled(self, claim: Claim, outcome: Outcome) -> None:
        """Count what became of a mail; one that was only let go of is not counted."""
        waits = outcome.status is DeliveryStatus.PENDING
        if waits and not outcome.tried and outcome.answer is None:
            return
        state = "put-off" if waits else outcome.status.value
        self._settled.add(state, provider_of(claim.email.rpartition("@")[2]))

    def measured(self) -> list[Measured]:
        """Return all of it."""
        return [self._feeds.measured(), self._settled.measured()]
