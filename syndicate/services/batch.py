"""What does a worker know of the mails that it has claimed together?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from syndicate.domain.deliveries import Claim, DeliveryStatus, Outcome, released
from syndicate.domain.turns import Urgency
from syndicate.services.looks import Looks

NEAR = timedelta(seconds=1)
"""How long before the end of one batch the next one is claimed, about."""


@dataclass(slots=True, kw_only=True, eq=False)
class Batch:
    """Mails that are sent one after the other, in the order in which they were claimed.

    Of `rest` nothing is written down yet. `outcomes` is what became of it, once it all has
    come to something; `overtaken` are cohorts met whose words must not be sent any more, `said`
    is what the log is told, and `troubled` tells that a destination put something off.
    """

    number: int
    worker: str
    claims: Sequence[Claim]
    looks: Looks
    rest: Sequence[Claim] = ()
    outcomes: Mapping[int, Outcome] = field(default_factory=dict)
    overtaken: set[int] = field(default_factory=set)
    became: Counter[DeliveryStatus] = field(default_factory=Counter)
    said: Mapping[str, object] = field(default_factory=dict)
    troubled: bool = False

    def __post_init__(self) -> None:
        """Begin with all that was claimed."""
        self.rest = self.claims

    @property
    def sent(self) -> int:
        """Return how many messages were accepted."""
        return self.became[DeliveryStatus.SENT]

    @property
    def kind(self) -> Urgency | None:
        """Return of which kind all of it is."""
        kinds = {claim.urgency for claim in self.claims}
        return kinds.pop() if len(kinds) == 1 else None

    def give_back(self, why: str) -> None:
        """Have what is left put back: nothing of it was tried."""
        self.outcomes = {claim.id: released(why) for claim in self.rest}

    def note(self, outcomes: Mapping[int, Outcome]) -> bool:
        """Count what became of some of it; tell whether that can be written down later on.

        It can where nothing is left, and no destination put anything off: of that others
        have to know before they go on.
        """
        self.became.update(each.status for each in outcomes.values())
        put_off = any(each.answer for each in outcomes.values())
        self.troubled = self.troubled or put_off
        return len(outcomes) == len(self.rest) and not put_off


def nearly_done(done: int, count: int, took: timedelta) -> bool:
    """Tell whether the rest of so many will be done soon, after some of them took so long."""
    return (count - done) * took <= done * NEAR
