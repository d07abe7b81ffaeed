"""What has this process counted since it began?"""

from collections import Counter as Numbers
from collections.abc import Mapping, Sequence
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
_STATUSES = range(100, 600)


class Counter:
    """Numbers of one family; any thread may add."""

    def __init__(self, family: Family) -> None:
        self._family = family
        self._numbers: dict[Labels, int] = {}
        self._lock = Lock()

    def add(self, labels: Labels, by: int = 1) -> None:
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
        self._feeds = dict.fromkeys(_STATUSES, 0)
        self._settled = Counter(_SETTLED)

    def feed(self, status: int) -> None:
        """Count a request for a feed; for the one thread that answers, which waits for nobody."""
        self._feeds[status] += 1

    def settled(self, claims: Sequence[Claim], outcomes: Mapping[int, Outcome]) -> None:
        """Count what became of mails; those that were only let go of are not counted."""
        tried = ((claim, outcomes[claim.id]) for claim in claims if claim.id in outcomes)
        told = Numbers((_state(o), claim.email.rpartition("@")[2]) for claim, o in tried)
        for (state, domain), count in told.items():
            if state:
                self._settled.add((state, provider_of(domain)), count)

    def measured(self) -> list[Measured]:
        """Return all of it."""
        answered: dict[Labels, int] = {
            (str(status),): count for status, count in self._feeds.items() if count
        }
        return [Measured(family=_FEEDS, numbers=answered), self._settled.measured()]


def _state(outcome: Outcome) -> str:
    """Return what a mail's outcome is counted as, or nothing."""
    if outcome.status is not DeliveryStatus.PENDING:
        return outcome.status.value
    return "put-off" if outcome.tried or outcome.answer is not None else ""
